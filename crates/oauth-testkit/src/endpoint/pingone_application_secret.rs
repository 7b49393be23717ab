//! The secret of an application in PingOne's management API:
//! `/v1/environments/{environment_id}/applications/{client_id}/secret`.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use serde_json::Value;

use crate::request::json_object::JsonObject;
use crate::request::recorded::RecordedRequest;
use crate::request::worker;
use crate::response::api_error::ApiError;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::date_time;

/// The shortest and the longest time for which a replaced secret may stay valid.
const SHORTEST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Response {
    read_or_rotate(state, request).unwrap_or_else(|error| error.into_response(&mut state.ids))
}

fn read_or_rotate(state: &mut State, request: &RecordedRequest) -> Result<Response, ApiError> {
    let worker = worker::client_id(state, request)?;
    if ![Method::GET, Method::POST].contains(request.method()) {
        return Err(ApiError::method_not_allowed());
    }
    let (client_id, _) = state.application_in(request.path()).ok_or_else(ApiError::not_found)?;
    let client_id = client_id.to_owned();
    // The response to a rotation contains the secret as well.
    if client_id == worker {
        return Err(ApiError::access_failed("A worker application cannot read its own secret"));
    }
    let now = state.clock.now();
    if request.method() == Method::POST {
        let expires_at = previous_expires_at(request, now)?;
        let new = URL_SAFE_NO_PAD.encode(state.ids.bytes(48));
        let client = state.clients.get_mut(&client_id).ok_or_else(ApiError::not_found)?;
        if !client.rotate(new, expires_at) {
            return Err(ApiError::not_found());
        }
    }
    let client = state.clients.get(&client_id).ok_or_else(ApiError::not_found)?;
    let record = client.secret_record(&state.application_url(&client_id), state.managed_environment(), now);
    Ok(response::json(StatusCode::OK, record.ok_or_else(ApiError::not_found)?))
}

/// When the current secret expires after its replacement: `previous.expiresAt`, or now.
fn previous_expires_at(request: &RecordedRequest, now: SystemTime) -> Result<SystemTime, ApiError> {
    const TARGET: &str = "previous.expiresAt";
    if request.expose_raw_body().is_empty() {
        return Ok(now);
    }
    let invalid = |reason: &str| ApiError::invalid_data(TARGET, reason);
    let body = JsonObject::from_body(request)
        .map_err(|_| ApiError::invalid_data("", "The body is not a JSON object of the type application/json"))?;
    let Some(previous) = body.get("previous") else { return Ok(now) };
    let expires_at = previous.get("expiresAt").and_then(Value::as_str).and_then(date_time::parse);
    let expires_at = expires_at.ok_or_else(|| invalid("It is not a date of RFC 3339"))?;
    match expires_at.duration_since(now) {
        Ok(left) if (SHORTEST..=LONGEST).contains(&left) => Ok(expires_at),
        _ => Err(invalid("It is not between one minute and 30 days ahead")),
    }
}
