//! The pushed authorization request endpoint, `/as/par` ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126.html)).

use http::{Method, StatusCode};

use crate::authorization::destination::Destination;
use crate::authorization::pushed;
use crate::authorization::request::AuthorizationRequest;
use crate::client::authenticate::authenticate_pushed;
use crate::endpoint::method::require_method;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::json;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = authenticate_pushed(state, request, &form)?;
    // The client_id is a parameter of the authorization request, independent of the authentication.
    if form.required("client_id")? != client.client_id() {
        return Err(Refusal::invalid_request("The client_id is not that of the credentials"));
    }
    if form.has("request_uri") {
        return Err(Refusal::invalid_request("A pushed request cannot refer to another one"));
    }
    Destination::read(&client, &form)?;
    AuthorizationRequest::read(&client, &form)?;
    let now = state.clock.now();
    let request_uri = state.pushed.push(&mut state.ids, now, client.client_id(), form);
    let members = [("request_uri", request_uri.into()), ("expires_in", pushed::LIFETIME.as_secs().into())];
    Ok(response::json(StatusCode::CREATED, json::object(&members)))
}
