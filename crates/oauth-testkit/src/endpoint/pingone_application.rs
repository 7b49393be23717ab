//! The record of an application in PingOne's management API:
//! `/v1/environments/{environment_id}/applications/{client_id}`.

use http::{Method, StatusCode};

use crate::request::recorded::RecordedRequest;
use crate::request::worker;
use crate::response::api_error::ApiError;
use crate::response::{self, Response};
use crate::state::State;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Response {
    read(state, request).unwrap_or_else(|error| error.into_response(&mut state.ids))
}

fn read(state: &State, request: &RecordedRequest) -> Result<Response, ApiError> {
    worker::client_id(state, request)?;
    if *request.method() != Method::GET {
        return Err(ApiError::method_not_allowed());
    }
    let (client_id, _) = state.application_in(request.path()).ok_or_else(ApiError::not_found)?;
    let client = state.clients.get(client_id).ok_or_else(ApiError::not_found)?;
    let record = client.record(&state.application_url(client_id), state.managed_environment());
    Ok(response::json(StatusCode::OK, record))
}
