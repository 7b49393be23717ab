//! A protected resource, `/api/{name}` and whatever is below it ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750.html),
//! [RFC 9470](https://www.rfc-editor.org/rfc/rfc9470.html)).

use http::StatusCode;

use crate::access::authorization::Authorization;
use crate::endpoint::Endpoint;
use crate::protected_resource::ProtectedResource;
use crate::request::bearer_token;
use crate::request::recorded::RecordedRequest;
use crate::response::challenge::Challenge;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::json;

pub(crate) fn respond(state: &State, request: &RecordedRequest) -> Result<Response, Refusal> {
    let (resource, _) = state.resource_at(request.path(), Endpoint::ProtectedResource)?;
    let url = state.resource_url(resource.name());
    let challenge = Challenge::new(resource.name()).with("resource_metadata", state.resource_metadata_url(&url));
    let challenge = match resource.scopes.as_slice() {
        [] => challenge,
        scopes => challenge.with("scope", scopes.join(" ")),
    };
    let token = bearer_token::token(request, &challenge)?;
    let Some(token) = state.tokens.active_access(token, state.clock.now()) else {
        return Err(challenge.invalid_token());
    };
    let authorization = &token.authorization;
    if !authorization.resources.is_empty() && !authorization.resources.contains(&url) {
        let description = "The access token is for another resource";
        return Err(challenge.refuse(StatusCode::UNAUTHORIZED, "invalid_token", description));
    }
    if !resource.scopes.iter().all(|scope| authorization.scopes.contains(scope)) {
        let description = "The access token has too few scopes";
        return Err(challenge.refuse(StatusCode::FORBIDDEN, "insufficient_scope", description));
    }
    require_sign_in(state, resource, authorization, challenge)?;
    let members = [
        ("resource", url.into()),
        ("sub", authorization.subject.as_str().into()),
        ("client_id", authorization.client_id.as_str().into()),
    ];
    Ok(response::json(StatusCode::OK, json::object(&members)))
}

/// Requires a sign-in that is strong and recent enough
/// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)).
fn require_sign_in(
    state: &State,
    resource: &ProtectedResource,
    authorization: &Authorization,
    challenge: Challenge,
) -> Result<(), Refusal> {
    const ERROR: &str = "insufficient_user_authentication";
    let sign_in = authorization.sign_in.as_ref();
    let acr = sign_in.and_then(|sign_in| sign_in.acr.as_ref());
    if !resource.acr_values.is_empty() && !acr.is_some_and(|acr| resource.acr_values.contains(acr)) {
        let challenge = challenge.with("acr_values", resource.acr_values.join(" "));
        return Err(challenge.refuse(StatusCode::UNAUTHORIZED, ERROR, "The user must sign in in another way"));
    }
    let Some(max_age) = resource.max_age else { return Ok(()) };
    let age = sign_in.map(|sign_in| state.clock.now().duration_since(sign_in.auth_time).unwrap_or_default());
    if age.is_none_or(|age| age > max_age) {
        let challenge = challenge.with("max_age", max_age.as_secs().to_string());
        return Err(challenge.refuse(StatusCode::UNAUTHORIZED, ERROR, "The user must sign in again"));
    }
    Ok(())
}
