//! `/as/register`, RFC 7591: a client registers itself. PingOne has no such endpoint.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode, header};
use serde_json::Value;

use crate::auth_method::TokenEndpointAuthMethod;
use crate::bearer::{self, Challenge};
use crate::clock;
use crate::endpoint::{Endpoint, require_method};
use crate::json;
use crate::registration::{Metadata, Registration, invalid};
use crate::request::RecordedRequest;
use crate::respond::{self, Refusal, Response};
use crate::state::State;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    if let Some(expected) = &state.initial_access_token {
        let challenge = Challenge::new("PingOne");
        if bearer::token(request, &challenge)? != expected {
            return Err(challenge.invalid_token());
        }
    }
    let (members, document) = document(request)?;
    let metadata = Metadata::new(members, &document)?;
    let client_id = state.ids.uuid();
    let secret = secret(state, &metadata)?;
    let client = metadata.client(&client_id, secret.as_deref())?;
    let registration = Registration {
        access_token: URL_SAFE_NO_PAD.encode(state.ids.bytes(32)),
        secret,
        issued_at: clock::seconds(state.clock.now()),
        metadata: metadata.members().to_vec(),
    };
    let body = describe(state, &client_id, &registration);
    state.clients.insert(client_id.clone(), client);
    state.registrations.insert(client_id, registration);
    Ok(respond::json(StatusCode::CREATED, body))
}

/// The JSON object of a request, in its order and as a value.
pub(crate) fn document(request: &RecordedRequest) -> Result<(Vec<(String, String)>, Value), Refusal> {
    let content_type = request.expose_headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case("application/json") {
        return Err(invalid("The Content-Type of a request to this endpoint is application/json"));
    }
    let text = std::str::from_utf8(request.expose_raw_body()).ok();
    let members = text.and_then(json::members);
    let document = text.and_then(|text| serde_json::from_str(text).ok());
    members.zip(document).ok_or_else(|| invalid("The body is no JSON object"))
}

/// A secret for a client that needs one.
pub(crate) fn secret(state: &mut State, metadata: &Metadata) -> Result<Option<String>, Refusal> {
    let needs_one = metadata.method()? != TokenEndpointAuthMethod::None;
    Ok(needs_one.then(|| URL_SAFE_NO_PAD.encode(state.ids.bytes(48))))
}

/// What the server says about a registration (RFC 7591, section 3.2.1).
pub(crate) fn describe(state: &State, client_id: &str, registration: &Registration) -> String {
    let text = |value: &str| Value::from(value).to_string();
    let mut members: Vec<(&str, String)> =
        vec![("client_id", text(client_id)), ("client_id_issued_at", registration.issued_at.to_string())];
    if let Some(secret) = &registration.secret {
        members.extend([("client_secret", text(secret)), ("client_secret_expires_at", "0".to_owned())]);
    }
    let uri = format!("{}/{client_id}", state.url(Endpoint::Registration));
    members.push(("registration_access_token", text(&registration.access_token)));
    members.push(("registration_client_uri", text(&uri)));
    let named = |(name, _): &&(String, String)| !members.iter().any(|(own, _)| own == name);
    let metadata: Vec<_> = registration.metadata.iter().filter(named).collect();
    let metadata = metadata.into_iter().map(|(name, json)| (name.as_str(), json.clone()));
    json::raw_object(members.clone().into_iter().chain(metadata))
}
