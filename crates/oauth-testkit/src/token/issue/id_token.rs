//! Issuance of an ID token
//! ([OpenID Connect Core 1.0 §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::access::authorization::Authorization;
use crate::client::RegisteredClient;
use crate::clock;
use crate::state::State;
use crate::token::id_token::IdToken;
use crate::token::id_token_flaw::IdTokenFlaw;
use crate::token::jwt;

/// The values issued together with an ID token, which contains their hashes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IssuedWith<'a> {
    pub(crate) access_token: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

/// Claims that no user can have.
const PROTOCOL: [&str; 12] =
    ["iss", "sub", "aud", "iat", "exp", "nbf", "auth_time", "acr", "nonce", "azp", "at_hash", "c_hash"];

/// Issues an ID token. `None` if the flaw omits it.
pub(crate) fn issue(
    state: &mut State,
    client: &RegisteredClient,
    authorization: &Authorization,
    issued_with: IssuedWith<'_>,
    flaw: Option<IdTokenFlaw>,
) -> Option<String> {
    let issued_at = state.clock.now();
    let expires_at = issued_at.checked_add(client.token_lifetime).unwrap_or(issued_at);
    let user = state.users.get(&authorization.subject).cloned();
    let mut claims: Vec<(&str, Value)> = vec![
        ("iss", state.issuer().into()),
        ("sub", authorization.subject.as_str().into()),
        ("aud", authorization.client_id.as_str().into()),
        ("iat", clock::seconds(issued_at).into()),
        ("exp", clock::seconds(expires_at).into()),
    ];
    if let Some(sign_in) = &authorization.sign_in {
        claims.push(("auth_time", clock::seconds(sign_in.auth_time).into()));
        claims.extend(sign_in.acr.as_ref().map(|acr| ("acr", acr.as_str().into())));
        claims.extend(sign_in.nonce.as_ref().map(|nonce| ("nonce", nonce.as_str().into())));
    }
    claims.extend(issued_with.access_token.map(|token| ("at_hash", half_hash(token).into())));
    claims.extend(issued_with.code.map(|code| ("c_hash", half_hash(code).into())));
    // What the user is called: `name`, `email` and the like, as far as the scopes release them.
    for (name, value) in user.iter().flat_map(|user| user.released(&authorization.scopes)) {
        if !PROTOCOL.contains(&name) {
            claims.push((name, value));
        }
    }
    let alg = match flaw {
        Some(flaw) => flaw.apply(&mut claims)?,
        None => "RS256",
    };
    let token = jwt::unsigned(&mut state.ids, alg, "JWT", &claims);
    let record = IdToken { client_id: authorization.client_id.clone(), subject: authorization.subject.clone() };
    state.tokens.id.insert(token.clone(), record);
    Some(token)
}

/// The left half of the SHA-256 hash of a value
/// ([OpenID Connect Core 1.0 §3.1.3.6](https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken)).
fn half_hash(value: &str) -> String {
    let hash = Sha256::digest(value.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.get(..hash.len() / 2).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    /// The examples of
    /// [OpenID Connect Core 1.0 appendix A](https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationExamples).
    #[test]
    fn half_hashes_are_those_of_openid_connect_core() {
        assert_eq!(super::half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(
            super::half_hash("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"),
            "LDktKdoQak3Pk0cnXxCltA"
        );
    }
}
