//! What can be wrong with an ID token, by name.

use serde_json::{Value, json};

/// Something wrong with the next ID token. Queue it with
/// [`AuthorizationServer::queue`](crate::AuthorizationServer::queue): it spoils the ID token of the next answer, if there
/// is one.
///
/// Beside the claims nothing changes: the rest of the answer is in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdTokenFlaw {
    /// The answer has no ID token.
    Missing,
    /// There is no `nonce`, although the request had one.
    NonceMissing,
    /// `nonce` is that of another request.
    NonceWrong,
    /// `iss` names another server.
    IssuerWrong,
    /// `aud` is another client.
    AudienceWrong,
    /// `aud` is a list of this client alone, as some servers always send it. No flaw by the standard.
    AudienceList,
    /// `aud` is a list of this client and another one, without `azp`.
    AudienceShared,
    /// `azp` is another client.
    AuthorizedPartyWrong,
    /// There is no `sub`.
    SubjectMissing,
    /// `sub` is another user.
    SubjectWrong,
    /// `exp` is a day ago.
    Expired,
    /// There is no `exp`.
    ExpiryMissing,
    /// `iat` is in a day.
    IssuedInTheFuture,
    /// `auth_time` has a fraction, as one server sends it. No flaw by the standard.
    AuthTimeFraction,
    /// `at_hash` is that of another access token.
    AccessTokenHashWrong,
    /// `c_hash` is that of another code.
    CodeHashWrong,
    /// The header says `"alg":"none"`.
    AlgorithmNone,
    /// The header says `RS512`, although the metadata knows `RS256` alone, as one server does it.
    AlgorithmOther,
}

const DAY: i64 = 24 * 60 * 60;
/// What takes the place of a hash: as long as one, and of nothing.
const NO_HASH: &str = "AAAAAAAAAAAAAAAAAAAAAA";

impl IdTokenFlaw {
    /// Spoils the claims and gives the algorithm of the header. `None` if there is to be no token.
    pub(crate) fn spoil(self, claims: &mut Vec<(&'static str, Value)>) -> Option<&'static str> {
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

fn claim(claims: &[(&'static str, Value)], name: &str) -> Value {
    let found = claims.iter().find(|(candidate, _)| *candidate == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

fn remove(claims: &mut Vec<(&'static str, Value)>, name: &str) {
    claims.retain(|(candidate, _)| *candidate != name);
}

/// Sets a claim where it stands, or at the end if it is new.
fn set(claims: &mut Vec<(&'static str, Value)>, name: &'static str, value: Value) {
    match claims.iter_mut().find(|(candidate, _)| *candidate == name) {
        Some(claim) => claim.1 = value,
        None => claims.push((name, value)),
    }
}
