//! The revocation endpoint, `/as/revoke` ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009.html)).

use http::{Method, StatusCode};

use crate::client::authenticate::authenticate;
use crate::endpoint::method::require_method;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = authenticate(state, request, &form)?;
    let token = form.required("token")?;
    let tokens = &mut state.tokens;
    let access = tokens.access.get(token).map(|token| &token.authorization);
    let owner = access.or_else(|| tokens.refresh.get(token).map(|token| &token.authorization));
    // An unknown token is not an error (RFC 7009 §2.2).
    let Some((owner, id)) = owner.map(|owner| (owner.client_id.as_str(), owner.id)) else { return Ok(done()) };
    if owner != client.client_id() {
        let description = "The token was issued to another client";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "unauthorized_client", description));
    }
    match tokens.access.get_mut(token) {
        Some(token) => token.revoked = true,
        // Revoking a refresh token revokes all tokens of the same authorization (RFC 7009 §2.1).
        None => tokens.revoke_where(|authorization| authorization.id == id),
    }
    Ok(done())
}

fn done() -> Response {
    Response::new(Vec::new())
}
