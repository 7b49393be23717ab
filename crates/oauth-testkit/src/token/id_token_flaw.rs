//! Flaws of an ID token.

use serde_json::{Value, json};

/// A flaw of the next ID token. Queue it with [`AuthorizationServer::queue`](crate::AuthorizationServer::queue). It
/// applies to the ID token of the next response, if there is one.
///
/// The rest of the response is correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdTokenFlaw {
    /// The ID token is missing.
    Missing,
    /// `nonce` is missing, although the request had one.
    NonceMissing,
    /// `nonce` is that of another request.
    NonceWrong,
    /// `iss` names another server.
    IssuerWrong,
    /// `aud` is another client.
    AudienceWrong,
    /// `aud` is a list with this client only, which the specification allows.
    AudienceList,
    /// `aud` is a list with this client and another one, without `azp`.
    AudienceShared,
    /// `azp` is another client.
    AuthorizedPartyWrong,
    /// `sub` is missing.
    SubjectMissing,
    /// `sub` is another user.
    SubjectWrong,
    /// `exp` is one day in the past.
    Expired,
    /// `exp` is missing.
    ExpiryMissing,
    /// `iat` is one day in the future.
    IssuedInTheFuture,
    /// `auth_time` has a fraction, which the specification allows.
    AuthTimeFraction,
    /// `at_hash` is that of another access token.
    AccessTokenHashWrong,
    /// `c_hash` is that of another code.
    CodeHashWrong,
    /// The header contains `"alg":"none"`.
    AlgorithmNone,
    /// The header contains `"alg":"RS512"`, although the metadata announces `RS256` only.
    AlgorithmOther,
}

const DAY: i64 = 24 * 60 * 60;
/// A value with the length of a hash that matches nothing.
const NO_HASH: &str = "AAAAAAAAAAAAAAAAAAAAAA";

impl IdTokenFlaw {
    /// Applies the flaw to the claims, and returns the algorithm for the header. `None` if the token is to be omitted.
    pub(crate) fn apply(self, claims: &mut Vec<(&str, Value)>) -> Option<&'static str> {
        let own = claim(claims, "aud");
        match self {
            Self::Missing => return None,
            Self::AlgorithmNone => return Some("none"),
            Self::AlgorithmOther => return Some("RS512"),
            Self::NonceMissing => remove(claims, "nonce"),
            Self::NonceWrong => set(claims, "nonce", "the-nonce-of-another-request".into()),
            Self::IssuerWrong => set(claims, "iss", "https://issuer.example.com".into()),
            Self::AudienceWrong => set(claims, "aud", "another-client".into()),
            Self::AudienceList => set(claims, "aud", json!([own])),
            Self::AudienceShared => set(claims, "aud", json!([own, "another-client"])),
            Self::AuthorizedPartyWrong => set(claims, "azp", "another-client".into()),
            Self::SubjectMissing => remove(claims, "sub"),
            Self::SubjectWrong => set(claims, "sub", "another-user".into()),
            Self::Expired => {
                let issued_at = claim(claims, "iat").as_i64().unwrap_or_default();
                set(claims, "exp", (issued_at - DAY).into());
            }
            Self::ExpiryMissing => remove(claims, "exp"),
            Self::IssuedInTheFuture => {
                let issued_at = claim(claims, "iat").as_i64().unwrap_or_default();
                set(claims, "iat", (issued_at + DAY).into());
                set(claims, "exp", (issued_at + 2 * DAY).into());
            }
            Self::AuthTimeFraction => {
                let time = claim(claims, "auth_time").as_f64().unwrap_or_default();
                set(claims, "auth_time", json!(time + 0.25));
            }
            Self::AccessTokenHashWrong => set(claims, "at_hash", NO_HASH.into()),
            Self::CodeHashWrong => set(claims, "c_hash", NO_HASH.into()),
        }
        Some("RS256")
    }
}

fn claim(claims: &[(&str, Value)], name: &str) -> Value {
    let found = claims.iter().find(|(candidate, _)| *candidate == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

fn remove(claims: &mut Vec<(&str, Value)>, name: &str) {
    claims.retain(|(candidate, _)| *candidate != name);
}

/// Sets a claim in place, or appends it.
fn set(claims: &mut Vec<(&str, Value)>, name: &'static str, value: Value) {
    match claims.iter_mut().find(|(candidate, _)| *candidate == name) {
        Some(claim) => claim.1 = value,
        None => claims.push((name, value)),
    }
}
