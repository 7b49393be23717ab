//! `/as/token`, RFC 6749, section 3.2: reads the request, authenticates the client, hands over to the grant.

use http::{Method, StatusCode};

use crate::authenticate::authenticate;
use crate::endpoint::require_method;
use crate::grant::GrantType;
use crate::parameters::Parameters;
use crate::request::RecordedRequest;
use crate::respond::{Refusal, Response};
use crate::state::State;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = authenticate(state, request, &form)?;
    let Some(grant_type) = GrantType::from_wire(form.required("grant_type")?) else {
        let description = "This server does not support the grant_type of the request";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
    };
    client.require_grant(grant_type)?;
    grant_type.respond(state, &client, &form)
}
