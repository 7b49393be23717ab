//! The token endpoint, `/as/token` ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2)).

use http::{Method, StatusCode};

use crate::client::authenticate::authenticate;
use crate::endpoint::method::require_method;
use crate::grant::{GrantType, dispatch};
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;

pub(crate) fn respond(
    state: &mut State,
    request: &RecordedRequest,
    flaw: Option<IdTokenFlaw>,
) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = authenticate(state, request, &form)?;
    let Some(grant_type) = GrantType::from_wire(form.required("grant_type")?) else {
        let description = "This server does not support the grant_type of the request";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
    };
    client.require_grant(grant_type)?;
    dispatch::respond(grant_type, state, &client, &form, flaw)
}
