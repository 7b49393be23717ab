//! Issuance of an access token, which has the claims of
//! [RFC 9068 §2.2](https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2).

use std::time::SystemTime;

use serde_json::Value;

use crate::access::authorization::Authorization;
use crate::client::RegisteredClient;
use crate::clock;
use crate::state::State;
use crate::token::access_token::AccessToken;
use crate::token::jwt;

/// Issues an access token. `refresh_token` is the one issued with it.
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
    claims.extend(authorization.claims());
    claims.push(("jti", jti.into()));
    claims
}
