//! One request to a resource.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use http::{Extensions, HeaderMap, Request, StatusCode, Uri, header};

use super::policy::ResourcePolicy;
use super::refusal::token_challenge;
use crate::token::{AccessToken, Scope};
use crate::wire::json;
use crate::wire::url::Origin;

/// The longest demand for claims that is followed, in bytes.
const LONGEST_CLAIMS: usize = 8 * 1024;

/// A request to a resource, with at most one replay.
#[derive(Debug)]
pub struct ResourceRequest {
    policy: ResourcePolicy,
    origin: Origin,
    /// The scopes of the token.
    scope: Scope,
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
    /// The token is valid, and the resource demands more scopes. Send the request again with a token that has these: those
    /// of the [token that was sent](ResourceRequest::carry), and what it lacks.
    NeedsScope(Scope),
    /// The token is valid, and the resource demands these claims: the JSON for the `claims` parameter of a token
    /// request. Send the request again with such a token.
    NeedsClaims(String),
}

impl ResourcePolicy {
    /// Begins a request. `None` if it carries no token of ours: its origin is not allowed, or it already has an
    /// `Authorization` header.
    pub fn begin<B>(&self, request: &Request<B>) -> Option<ResourceRequest> {
        self.begin_parts(request.uri(), request.headers(), request.extensions())
    }

    /// Does the same as [`begin`](Self::begin), for an HTTP client with a request type of its own.
    #[must_use]
    pub fn begin_parts(&self, uri: &Uri, headers: &HeaderMap, extensions: &Extensions) -> Option<ResourceRequest> {
        let origin = self.admits(uri, headers)?;
        let (policy, may_replay) = (self.clone(), self.replays(extensions));
        Some(ResourceRequest { policy, origin, scope: Scope::default(), may_replay })
    }
}

impl ResourceRequest {
    /// Adds the token to the headers of the request, marked sensitive, and remembers its scopes.
    ///
    /// `false`: it is no bearer token, and nothing was added.
    #[must_use]
    pub fn carry(&mut self, token: &AccessToken, headers: &mut HeaderMap) -> bool {
        let Some(value) = token.bearer_header() else { return false };
        self.scope = token.scope().cloned().unwrap_or_default();
        headers.insert(header::AUTHORIZATION, value);
        true
    }

    /// Returns whether the request may still be sent again. If not, its body need not be kept.
    #[must_use]
    pub fn may_replay(&self) -> bool {
        self.may_replay
    }

    /// Does the same as [`judge`](Self::judge), for an HTTP client that follows redirects by itself: `uri` is the one that
    /// sent the response.
    ///
    /// A response of another origin says nothing about the token, which was not sent there.
    pub fn judge_from(&mut self, uri: &Uri, status: StatusCode, headers: &HeaderMap) -> Verdict {
        if self.origin.is_of(uri) { self.judge(status, headers) } else { Verdict::Return }
    }

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
                let scope = self.policy.requestable(&Scope::from(challenge.scope()?), &self.scope)?;
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
