//! One request to a resource.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use http::{HeaderMap, Request, StatusCode};

use super::policy::ResourcePolicy;
use super::refusal::token_challenge;
use crate::token::Scope;
use crate::wire::json;

/// The longest demand for claims that is followed, in bytes.
const LONGEST_CLAIMS: usize = 8 * 1024;

/// A request to a resource, with at most one replay.
#[derive(Debug)]
pub struct ResourceRequest {
    policy: ResourcePolicy,
    may_replay: bool,
}

/// What a response says about the access token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Nothing: the response belongs to the caller.
    Return,
    /// The token is not accepted. Report it to its source in any case, so that the next request has a new one.
    Refused {
        /// Whether to send the request again with another token, if its body is still there or was not begun.
        replay: bool,
    },
    /// The token is valid, and the resource demands these scopes in addition. Send the request again with such a token.
    NeedsScope(Scope),
    /// The token is valid, and the resource demands these claims: the JSON for the `claims` parameter of a token
    /// request. Send the request again with such a token.
    NeedsClaims(String),
}

impl ResourcePolicy {
    /// Begins a request. `None` if it carries no token of ours: its origin is not allowed, or it already has an
    /// `Authorization` header.
    pub fn begin<B>(&self, request: &Request<B>) -> Option<ResourceRequest> {
        let policy = self.admits(request).then(|| self.clone())?;
        Some(ResourceRequest { policy, may_replay: self.replays(request) })
    }
}

impl ResourceRequest {
    /// Says what a response means. The body is not needed, and stays unread for the caller.
    pub fn judge(&mut self, status: StatusCode, headers: &HeaderMap) -> Verdict {
        if let Some(verdict) = self.demand(status, headers) {
            return verdict;
        }
        if self.policy.refuses(status, headers) {
            return Verdict::Refused { replay: self.replay() };
        }
        Verdict::Return
    }

    /// Reads a demand for more than a valid token.
    fn demand(&mut self, status: StatusCode, headers: &HeaderMap) -> Option<Verdict> {
        if status != StatusCode::UNAUTHORIZED && status != StatusCode::FORBIDDEN {
            return None;
        }
        let challenge = token_challenge(headers)?;
        match challenge.error()? {
            "insufficient_scope" => {
                let scope = self.policy.requestable(&Scope::from(challenge.scope()?))?;
                self.replay().then_some(Verdict::NeedsScope(scope))
            }
            "insufficient_claims" if self.policy.follows_claims() => {
                let claims = claims(challenge.parameter("claims")?)?;
                self.replay().then_some(Verdict::NeedsClaims(claims))
            }
            _ => None,
        }
    }

    /// There is one replay.
    fn replay(&mut self) -> bool {
        std::mem::take(&mut self.may_replay)
    }
}

/// Reads a JSON object, as it is or in base64.
fn claims(text: &str) -> Option<String> {
    if text.len() > LONGEST_CLAIMS {
        return None;
    }
    let is_object = |text: &str| text.starts_with('{') && json::parse(text.as_bytes()).is_ok();
    if is_object(text) {
        return Some(text.to_owned());
    }
    let engines = [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD];
    let decoded = engines.iter().find_map(|engine| engine.decode(text).ok())?;
    String::from_utf8(decoded).ok().filter(|text| is_object(text))
}
