//! Which requests carry the access token.

use std::fmt;
use std::sync::Arc;

use http::{Extensions, HeaderMap, StatusCode, Uri, header};

use super::refusal::is_refusal;
use crate::error::ConfigError;
use crate::server::{Endpoint, Server};
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
    /// URLs that never get the token: origin and path.
    bare: Arc<[(Origin, Box<str>)]>,
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
            bare: Arc::default(),
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

    /// Sends no token to those endpoints of `server` at which the client authenticates by itself, such as the token endpoint,
    /// even if the server shares its origin with a resource.
    ///
    /// A token request through an HTTP client that adds tokens would otherwise wait for the token that it requests.
    #[must_use]
    pub fn except_endpoints(self, server: &Server) -> Self {
        const AUTHENTICATED: [Endpoint; 5] = [
            Endpoint::Token,
            Endpoint::Revocation,
            Endpoint::PushedAuthorizationRequest,
            Endpoint::DeviceAuthorization,
            Endpoint::BackchannelAuthentication,
        ];
        let urls = AUTHENTICATED.into_iter().filter_map(|endpoint| server.endpoint(endpoint)?.parse::<Uri>().ok());
        let bare = urls.filter_map(|url| Some((Origin::of_uri(&url)?, url.path().into())));
        Self { bare: self.bare.iter().cloned().chain(bare).collect(), ..self }
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
    /// [RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)), if those that the token lacks are among
    /// these. By default none is added, because a resource could demand any.
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
        self.origin(uri).is_some()
    }

    /// Returns the origin of a request that carries the token.
    pub(super) fn admits(&self, uri: &Uri, headers: &HeaderMap) -> Option<Origin> {
        let origin = self.origin(uri)?;
        let is_bare = |(bare, path): &(Origin, Box<str>)| bare == origin && &**path == uri.path();
        if self.bare.iter().any(is_bare) {
            return None;
        }
        (!headers.contains_key(header::AUTHORIZATION)).then(|| origin.clone())
    }

    fn origin(&self, uri: &Uri) -> Option<&Origin> {
        self.origins.iter().find(|origin| origin.is_of(uri))
    }

    /// Returns whether a request may be sent twice.
    pub(super) fn replays(&self, extensions: &Extensions) -> bool {
        self.replays && extensions.get::<WithoutReplay>().is_none()
    }

    pub(super) fn refuses(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        match &self.is_refusal {
            Some(is_refusal) => is_refusal(status, headers),
            None => is_refusal(status, headers),
        }
    }

    /// Returns the scopes of a token that has what is demanded, beside what it has. `None` if one that is missing may not be
    /// requested, or if none is missing.
    pub(super) fn requestable(&self, demanded: &Scope, held: &Scope) -> Option<Scope> {
        let missing: Scope = demanded.iter().filter(|token| !held.contains(token)).collect();
        let may = !missing.is_empty() && missing.is_within(self.may_request.as_ref()?);
        may.then(|| held.with(&missing))
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
