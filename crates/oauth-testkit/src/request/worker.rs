//! The worker application on whose behalf a request to PingOne's management API is made.

use crate::request::bearer_token;
use crate::request::recorded::RecordedRequest;
use crate::response::api_error::ApiError;
use crate::response::challenge::Challenge;
use crate::state::State;

/// The client id of the worker whose token the request carries.
pub(crate) fn client_id(state: &State, request: &RecordedRequest) -> Result<String, ApiError> {
    let token = bearer_token::token(request, &Challenge::new("PingOne")).map_err(|_| ApiError::invalid_token())?;
    let token = state.tokens.active_access(token, state.clock.now()).ok_or_else(ApiError::invalid_token)?;
    let authorization = &token.authorization;
    let is_worker = state.clients.get(&authorization.client_id).is_some_and(|client| client.worker);
    if !is_worker || authorization.sign_in.is_some() {
        return Err(ApiError::access_failed("The access token is not that of a worker application"));
    }
    Ok(authorization.client_id.clone())
}
