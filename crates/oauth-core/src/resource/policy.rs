//! Which requests carry the access token.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Request, StatusCode, Uri, header};

use super::refusal::is_refusal;
use crate::error::ConfigError;
use crate::token::Scope;
use crate::wire::url::{Origin, UrlPolicy};

type IsRefusal = dyn Fn(StatusCode, &HeaderMap) -> bool + Send + Sync;

/// Which requests carry the access token, and which responses refuse it. Cheap to clone.
///
/// A new policy allows no origin, so that no token goes anywhere by accident. Every request is checked, also one to
/// which a redirect leads.
#[derive(Clone)]
pub struct ResourcePolicy {
    urls: UrlPolicy,
    origins: Arc<[Origin]>,
    is_refusal: Option<Arc<IsRefusal>>,
    replays: bool,
    may_request: Option<Scope>,
    claims: bool,
}

/// Put this into the [extensions](http::Request::extensions_mut) of a request that must not be sent twice, for example
/// because the resource counts failed attempts. The caller then gets the response that refuses the token; the next
/// request has a new token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WithoutReplay;

impl ResourcePolicy {
    /// Creates a policy that allows no origin.
    #[must_use]
    pub fn new() -> Self {
        Self {
            urls: UrlPolicy::new(),
            origins: Arc::default(),
            is_refusal: None,
            replays: true,
            may_request: None,
            claims: false,
        }
    }

    /// Allows `http` for origins that are added afterwards: see [`UrlPolicy`].
    #[must_use]
    pub fn urls(self, urls: UrlPolicy) -> Self {
        Self { urls, ..self }
    }

    /// Sends the token to this origin too, such as `https://api.example.com`.
    ///
    /// # Errors
    ///
    /// It is no origin (scheme, host and port), or it is `http` and [`urls`](Self::urls) does not allow that.
    pub fn allow(self, origin: &str) -> Result<Self, ConfigError> {
        let origin = Origin::configured(origin, &self.urls)
            .map_err(|problem| ConfigError::Url { what: "origin of the resource", problem })?;
        Ok(Self { origins: self.origins.iter().cloned().chain([origin]).collect(), ..self })
    }

    /// Replaces the rule by which a response refuses the token, for a resource with a status or a challenge of its own.
    ///
    /// By default it is a 401 without a challenge, or with a `Bearer` or `DPoP` challenge that is about the token.
    #[must_use]
    pub fn refused_if<F>(self, is_refusal: F) -> Self
    where
        F: Fn(StatusCode, &HeaderMap) -> bool + Send + Sync + 'static,
    {
        Self { is_refusal: Some(Arc::new(is_refusal)), ..self }
    }

    /// Sends no request twice. [`WithoutReplay`] does the same for one request.
    #[must_use]
    pub fn without_replay(self) -> Self {
        Self { replays: false, ..self }
    }

    /// Requests a token with more scopes if the resource demands them (`insufficient_scope`,
    /// [RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)), as far as they are among these. By
    /// default none is added, because a resource could demand any.
    #[must_use]
    pub fn may_request(self, scope: impl Into<Scope>) -> Self {
        Self { may_request: Some(scope.into()), ..self }
    }

    /// Requests a token with the claims that the resource demands (`insufficient_claims` with `claims`, as Entra ID's
    /// resources send it when a user's access is evaluated again).
    #[must_use]
    pub fn follow_claims(self) -> Self {
        Self { claims: true, ..self }
    }

    /// Returns whether the origin of this URI gets the token.
    #[must_use]
    pub fn allows(&self, uri: &Uri) -> bool {
        self.origins.iter().any(|origin| origin.is_of(uri))
    }

    /// Returns whether a request carries the token.
    pub(super) fn admits<B>(&self, request: &Request<B>) -> bool {
        self.allows(request.uri()) && !request.headers().contains_key(header::AUTHORIZATION)
    }

    /// Returns whether a request may be sent twice.
    pub(super) fn replays<B>(&self, request: &Request<B>) -> bool {
        self.replays && request.extensions().get::<WithoutReplay>().is_none()
    }

    pub(super) fn refuses(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        match &self.is_refusal {
            Some(is_refusal) => is_refusal(status, headers),
            None => is_refusal(status, headers),
        }
    }

    /// Returns those of the demanded scopes that may be requested. `None` if one of them may not.
    pub(super) fn requestable(&self, demanded: &Scope) -> Option<Scope> {
        let all = demanded.is_within(self.may_request.as_ref()?) && !demanded.is_empty();
        all.then(|| demanded.clone())
    }

    pub(super) fn follows_claims(&self) -> bool {
        self.claims
    }
}

impl Default for ResourcePolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ResourcePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResourcePolicy")
            .field("origins", &self.origins)
            .field("replays", &self.replays)
            .field("may_request", &self.may_request)
            .finish_non_exhaustive()
    }
}
