//! The access token: the look of a JWT with the claims of RFC 9068, remembered so that it can be revoked and asked about.

use std::time::SystemTime;

use serde_json::Value;

use crate::client::RegisteredClient;
use crate::clock;
use crate::jwt;
use crate::state::State;
use crate::tokens::{AccessToken, Authorization};

/// Issues a token. `refresh_token` is the one that goes out with it.
pub(crate) fn issue(
    state: &mut State,
    client: &RegisteredClient,
    authorization: Authorization,
    refresh_token: Option<String>,
) -> String {
    let issued_at = state.clock.now();
    let expires_at = issued_at.checked_add(client.token_lifetime).unwrap_or(issued_at);
    let jti = state.ids.uuid();
    let claims = claims(state, &authorization, (issued_at, expires_at), &jti);
    let token = jwt::unsigned(&mut state.ids, "RS256", "at+jwt", &claims);
    let record = AccessToken { authorization, jti, issued_at, expires_at, revoked: false, refresh_token };
    state.tokens.access.insert(token.clone(), record);
    token
}

fn claims(
    state: &State,
    authorization: &Authorization,
    (issued_at, expires_at): (SystemTime, SystemTime),
    jti: &str,
) -> Vec<(&'static str, Value)> {
    let mut claims: Vec<(&str, Value)> = vec![
        ("iss", state.issuer().into()),
        ("sub", authorization.subject.as_str().into()),
        ("client_id", authorization.client_id.as_str().into()),
        ("iat", clock::seconds(issued_at).into()),
        ("exp", clock::seconds(expires_at).into()),
    ];
    claims.extend(granted(authorization));
    claims.push(("jti", jti.into()));
    claims
}

/// What was granted, as claims: the same in a token and in what introspection says about it.
pub(crate) fn granted(authorization: &Authorization) -> Vec<(&'static str, Value)> {
    let mut claims: Vec<(&str, Value)> = Vec::new();
    if !authorization.scopes.is_empty() {
        claims.push(("scope", authorization.scopes.join(" ").into()));
    }
    match authorization.resources.as_slice() {
        [] => {}
        [one] => claims.push(("aud", one.as_str().into())),
        many => claims.push(("aud", many.to_vec().into())),
    }
    if let Some(sign_in) = &authorization.sign_in {
        claims.push(("auth_time", clock::seconds(sign_in.auth_time).into()));
        claims.extend(sign_in.acr.as_ref().map(|acr| ("acr", acr.as_str().into())));
    }
    claims.extend(authorization.authorization_details.clone().map(|details| ("authorization_details", details)));
    claims.extend(authorization.actor.as_ref().map(|actor| ("act", serde_json::json!({ "sub": actor }))));
    claims
}
