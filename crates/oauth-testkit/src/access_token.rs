//! The access token: the look of a JWT, and a successful answer around it (RFC 6749, section 5.1).

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::Value;

use crate::application::Application;
use crate::json;
use crate::respond::{self, Reply};
use crate::state::State;

/// The length of an RS256 signature with a key of 2048 bits.
const SIGNATURE: usize = 256;

/// Issues a token to `application` and says so.
pub(crate) fn answer(state: &mut State, application: &Application, scopes: &[String]) -> Reply {
    let lifetime = application.token_lifetime.as_secs();
    let scope = scopes.join(" ");
    let token = issue(state, application, &scope, lifetime);
    let mut members: Vec<(&str, Value)> =
        vec![("access_token", token.into()), ("token_type", "Bearer".into()), ("expires_in", lifetime.into())];
    if !scope.is_empty() {
        members.push(("scope", scope.into()));
    }
    respond::json(StatusCode::OK, json::object(&members))
}

fn issue(state: &mut State, application: &Application, scope: &str, lifetime: u64) -> String {
    let issued_at = state.clock.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let header = json::object(&[("alg", "RS256".into()), ("typ", "at+jwt".into()), ("kid", "testkit".into())]);
    let mut claims: Vec<(&str, Value)> = vec![
        ("iss", state.issuer().into()),
        ("sub", application.client_id().into()),
        ("client_id", application.client_id().into()),
        ("iat", issued_at.into()),
        ("exp", issued_at.saturating_add(lifetime).into()),
    ];
    if !scope.is_empty() {
        claims.push(("scope", scope.into()));
    }
    claims.push(("jti", state.ids.uuid().into()));
    let signature = state.ids.bytes(SIGNATURE);
    let parts =
        [header.as_bytes(), json::object(&claims).as_bytes(), &signature].map(|part| URL_SAFE_NO_PAD.encode(part));
    parts.join(".")
}
