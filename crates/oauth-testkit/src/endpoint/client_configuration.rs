//! The client configuration endpoint, `/as/register/{client_id}`
//! ([RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html)).

use http::{Method, StatusCode};
use serde_json::Value;

use crate::client::metadata::ClientMetadata;
use crate::client::registration::Registration;
use crate::endpoint::Endpoint;
use crate::endpoint::method::require_methods;
use crate::request::bearer_token;
use crate::request::json_object::JsonObject;
use crate::request::recorded::RecordedRequest;
use crate::response::challenge::Challenge;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_methods(request, &[Method::GET, Method::PUT, Method::DELETE])?;
    let challenge = Challenge::new("PingOne");
    let token = bearer_token::token(request, &challenge)?;
    let client_id = request.path().rsplit('/').next().unwrap_or_default().to_owned();
    // The response must not reveal whether the client exists.
    let registration = state.registrations.get(&client_id).filter(|registration| registration.access_token == token);
    let Some(mut registration) = registration.cloned() else { return Err(challenge.invalid_token()) };
    match *request.method() {
        Method::PUT => update(state, request, &client_id, &mut registration)?,
        Method::DELETE => {
            state.registrations.remove(&client_id);
            state.clients.remove(&client_id);
            state.tokens.revoke_where(|authorization| authorization.client_id == client_id);
            let mut response = Response::new(Vec::new());
            *response.status_mut() = StatusCode::NO_CONTENT;
            return Ok(response);
        }
        _ => {}
    }
    Ok(response::json(StatusCode::OK, registration.to_json(&client_id, &state.url(Endpoint::Registration))))
}

/// Replaces all metadata of the client ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2)).
fn update(
    state: &mut State,
    request: &RecordedRequest,
    client_id: &str,
    registration: &mut Registration,
) -> Result<(), Refusal> {
    let document = JsonObject::from_body(request)?;
    for name in
        ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"]
    {
        if document.get(name).is_some() {
            return Err(Refusal::invalid_request(format!("An update does not have the member {name}")));
        }
    }
    if document.get("client_id").and_then(Value::as_str) != Some(client_id) {
        return Err(Refusal::invalid_request("The client_id is missing, or that of another client"));
    }
    let claimed = document.get("client_secret");
    if claimed.is_some_and(|claimed| claimed.as_str() != registration.secret.as_deref()) {
        return Err(Refusal::invalid_request("A client cannot choose its client_secret"));
    }
    let metadata = ClientMetadata::new(document)?;
    let new = metadata.new_secret(&mut state.ids)?;
    registration.secret = new.map(|new| registration.secret.take().unwrap_or(new));
    let client = metadata.client(client_id, registration.secret.as_deref(), &state.assertion_rules)?;
    registration.metadata = metadata.members().to_vec();
    state.clients.insert(client_id.to_owned(), client);
    state.registrations.insert(client_id.to_owned(), registration.clone());
    Ok(())
}
