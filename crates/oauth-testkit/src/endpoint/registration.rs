//! The client registration endpoint, `/as/register` ([RFC 7591](https://www.rfc-editor.org/rfc/rfc7591.html)). PingOne
//! does not have one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};

use crate::client::metadata::ClientMetadata;
use crate::client::registration::Registration;
use crate::clock;
use crate::endpoint::Endpoint;
use crate::endpoint::method::require_method;
use crate::request::bearer_token;
use crate::request::json_object::JsonObject;
use crate::request::recorded::RecordedRequest;
use crate::response::challenge::Challenge;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    if let Some(expected) = &state.initial_access_token {
        let challenge = Challenge::new("PingOne");
        if bearer_token::token(request, &challenge)? != expected {
            return Err(challenge.invalid_token());
        }
    }
    let metadata = ClientMetadata::new(JsonObject::from_body(request)?)?;
    let client_id = state.ids.uuid();
    let secret = metadata.new_secret(&mut state.ids)?;
    let client = metadata.client(&client_id, secret.as_deref(), &state.assertion_rules)?;
    let registration = Registration {
        access_token: URL_SAFE_NO_PAD.encode(state.ids.bytes(32)),
        secret,
        issued_at: clock::seconds(state.clock.now()),
        metadata: metadata.members().to_vec(),
    };
    let body = registration.to_json(&client_id, &state.url(Endpoint::Registration));
    state.clients.insert(client_id.clone(), client);
    state.registrations.insert(client_id, registration);
    Ok(response::json(StatusCode::CREATED, body))
}
