//! The grant `refresh_token` ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).

use std::time::Duration;

use http::StatusCode;

use crate::access::{resource, scope};
use crate::client::RegisteredClient;
use crate::client::refresh_token_rotation::RefreshTokenRotation;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;
use crate::token::issue::refresh_token;
use crate::token::refresh_token::RefreshToken;
use crate::token::token_response;

pub(crate) fn respond(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    flaw: Option<IdTokenFlaw>,
) -> Result<Response, Refusal> {
    let value = form.required("refresh_token")?;
    let token = state.tokens.refresh.get(value).cloned();
    let Some(token) = token.filter(|token| token.authorization.client_id == client.client_id()) else {
        return Err(Refusal::invalid_grant("The refresh token is unknown, or was issued to another client"));
    };
    let now = state.clock.now();
    if token.revoked {
        return Err(Refusal::invalid_grant("The refresh token is revoked"));
    }
    if now >= token.expires_at {
        return Err(Refusal::invalid_grant("The refresh token has expired"));
    }
    if client.key_bound_refresh_tokens && token.key != client.authenticated_with {
        let description = "The refresh token was issued to the client with another key";
        return Err(Refusal::invalid_grant(description));
    }
    let used_for = token.exchanged_at.map(|at| now.duration_since(at).unwrap_or_default());
    if used_for.is_some_and(|time| time >= grace(client.rotation)) {
        state.tokens.revoke_descendants(value);
        let description = "The refresh token was used before; it is now revoked, with all tokens that descend from it";
        return Err(Refusal::invalid_grant(description));
    }
    refresh(state, client, form, value, &token, flaw)
}

/// How long a refresh token stays usable after its first use.
fn grace(rotation: RefreshTokenRotation) -> Duration {
    match rotation {
        RefreshTokenRotation::Grace(time) => time,
        _ => Duration::ZERO,
    }
}

fn refresh(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    value: &str,
    token: &RefreshToken,
    flaw: Option<IdTokenFlaw>,
) -> Result<Response, Refusal> {
    let mut narrowed = token.authorization.clone();
    narrowed.scopes = scope::grant(form.value("scope"), &token.authorization.scopes)?;
    narrowed.resources = resource::narrow(form.values("resource"), &token.authorization.resources)?;
    if form.has("authorization_details") {
        let description = "A refresh cannot ask for other authorization_details";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_authorization_details", description));
    }
    // A refreshed ID token has no nonce (OpenID Connect Core 1.0 §12.2).
    narrowed.sign_in = narrowed.sign_in.map(|sign_in| crate::access::sign_in::SignIn { nonce: None, ..sign_in });
    let (current, shown) = match client.rotation {
        RefreshTokenRotation::Omitted => (value.to_owned(), None),
        RefreshTokenRotation::Repeated => (value.to_owned(), Some(value.to_owned())),
        RefreshTokenRotation::Rotating | RefreshTokenRotation::Grace(_) => {
            let next = refresh_token::issue(state, client, token.authorization.clone(), Some(value.to_owned()));
            let now = state.clock.now();
            if let Some(token) = state.tokens.refresh.get_mut(value) {
                token.exchanged_at.get_or_insert(now);
            }
            (next.clone(), Some(next))
        }
    };
    Ok(token_response::with_refresh_token(state, client, narrowed, Some(current), shown, flaw))
}
