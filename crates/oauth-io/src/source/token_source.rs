//! A source of valid access tokens.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, header};
use oauth_core::lifecycle::{GrantId, Lifecycle, Stats, TokenKey, Tokens};
use oauth_core::resource::ResourcePolicy;
use oauth_core::token::AccessToken;
use oauth_core::{Client, Now, Scope};

use super::demands::Demands;
use super::error::TokenError;
use super::family::{Family, Member};
use super::mark;
use super::metrics::TokenMetrics;
use super::shared::Shared;
use crate::Transport as _;
use crate::wait::within;

/// A source of valid access tokens for one grant: it requests a token when one is needed, renews it before it ends, and
/// hands it out to any number of callers. Cheap to clone; all clones are one source.
///
/// * A token that is at hand costs no I/O, no lock and no allocation.
/// * However many callers ask, one request is made. It runs in a [flight](crate::Transport::spawn) of its own: a caller that
///   leaves takes nothing along.
/// * A renewal that fails takes no valid token away.
/// * A new refresh token is in the store before anybody gets the access token that came with it.
///
/// ```no_run
/// use oauth_io::pingone::Region;
/// use oauth_io::source::TokenSource;
/// use oauth_io::{Client, ClientAuthentication, Server};
/// # use oauth_io::{Transport, TransportError};
/// # async fn example(transport: impl Transport + 'static, mut request: http::Request<()>) -> Result<(), Box<dyn std::error::Error>> {
///
/// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// let client = Client::new(server, "client-id", ClientAuthentication::client_secret_post("client-secret"))?;
/// let tokens = TokenSource::new(transport, client.client_credentials().scope("orders:read"))?;
/// tokens.authorize(&mut request).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TokenSource {
    family: Arc<Family>,
    member: Member,
    demands: Demands,
    resource: Option<ResourcePolicy>,
}

/// A token that was requested so lately is as good as a new one.
const AS_NEW: Duration = Duration::from_secs(10);

impl TokenSource {
    pub(super) fn of(family: Arc<Family>, resource: Option<ResourcePolicy>) -> Result<Self, TokenError> {
        Self::with(family, Demands::default(), resource)
    }

    fn with(family: Arc<Family>, demands: Demands, resource: Option<ResourcePolicy>) -> Result<Self, TokenError> {
        let member = family.member(&demands)?;
        Ok(Self { family, member, demands, resource })
    }

    /// Returns a valid token. If there is none, it waits for the renewal under way, or begins one.
    ///
    /// The future can be dropped at any time, and polled by any executor. For a limit on the wait, drop it.
    ///
    /// # Errors
    ///
    /// There is no valid token and none can be had now. [`TokenError::needs_sign_in`] says that only a user can help.
    pub async fn token(&self) -> Result<Arc<AccessToken>, TokenError> {
        match self.member.slot.fresh(self.shared().now()) {
            Some(token) => Ok(token),
            None => self.asked().await,
        }
    }

    /// Returns a token, and asks the lifecycle in any case.
    pub(super) async fn asked(&self) -> Result<Arc<AccessToken>, TokenError> {
        if self.is_own_request() {
            return Err(TokenError::OwnRequest);
        }
        self.shared().access(self.key(), &self.member.slot).await
    }

    /// Returns a token that is valid for `duration` more, for work that takes that long. It is renewed if it is not, at
    /// most once; what then comes is returned, however long it lives.
    ///
    /// A token that was requested in the last 10 seconds, or in the last tenth of its lifetime, is not renewed for that: a
    /// new one would hardly live longer.
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token).
    pub async fn token_valid_for(&self, duration: Duration) -> Result<Arc<AccessToken>, TokenError> {
        let token = self.token().await?;
        let is_enough = |token: &AccessToken| {
            let until = self.shared().now().wall().checked_add(duration);
            token.expires_at().is_none_or(|end| until.is_some_and(|until| until <= end))
        };
        if is_enough(&token) {
            return Ok(token);
        }
        if let Some((newest, requested)) = self.shared().newest(self.key())? {
            let lifetime = newest.expires_at().and_then(|end| end.duration_since(requested.wall()).ok());
            let as_new = AS_NEW.max(lifetime.unwrap_or_default() / 10);
            if is_enough(&newest) || self.shared().now().age_of(requested).certain < as_new {
                return Ok(newest);
            }
        }
        self.renewed(false).await
    }

    /// Renews the token now, and returns the new one. All callers of this method who come before the request is sent share
    /// it. If it fails, the old token stays in use and is returned; [`stats`](Self::stats) says so.
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token), if there is no valid token either.
    pub async fn renew_now(&self) -> Result<Arc<AccessToken>, TokenError> {
        self.renewed(true).await
    }

    async fn renewed(&self, begins_now: bool) -> Result<Arc<AccessToken>, TokenError> {
        if self.is_own_request() {
            return Err(TokenError::OwnRequest);
        }
        self.shared().renewed(self.key(), begins_now).await?;
        match self.shared().newest(self.key())? {
            Some((newest, _)) => Ok(newest),
            None => self.asked().await,
        }
    }

    /// Adds the token to a request, as an `Authorization` header that is marked sensitive.
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token). The origin is not allowed by the [policy](crate::source::TokenSourceBuilder::resource) of the source;
    /// or the token is not a bearer token.
    pub async fn authorize<B>(&self, request: &mut Request<B>) -> Result<Arc<AccessToken>, TokenError> {
        if self.resource.as_ref().is_some_and(|policy| !policy.allows(request.uri())) {
            return Err(TokenError::Origin);
        }
        let token = self.token().await?;
        let value = token.bearer_header().ok_or(TokenError::NotBearer)?;
        request.headers_mut().insert(header::AUTHORIZATION, value);
        Ok(token)
    }

    /// Reports that a resource refused `token` with 401, and returns another one with which the request can be sent once
    /// more. `None`: there is nothing better; the response of the resource belongs to the caller.
    ///
    /// A refusal begins a renewal, and takes the token away from nobody else. A token that is only seconds old is not
    /// renewed, and refusals cause at most one renewal in a minute: a resource that is set up wrong refuses every token.
    ///
    /// # Errors
    ///
    /// The flight that renews could not begin.
    pub async fn refused(&self, token: &AccessToken) -> Result<Option<Arc<AccessToken>>, TokenError> {
        if self.is_own_request() {
            return Ok(None);
        }
        self.shared().refused(self.key(), token).await
    }

    /// Does the same as [`refused`](Self::refused), without waiting for the renewal: for a request that cannot be sent
    /// again. The next one has a new token.
    ///
    /// # Errors
    ///
    /// The flight that renews could not begin.
    pub fn report_refused(&self, token: &AccessToken) -> Result<(), TokenError> {
        self.told(|lifecycle, now| drop(lifecycle.refused(self.key(), token.text(), now)))
    }

    /// Gets the first token, for at most `limit`: for a service that wants to be ready before it takes requests.
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token), and [`TokenError::Timeout`] after `limit`. The request goes on.
    pub async fn warm(&self, limit: Duration) -> Result<(), TokenError> {
        match within(self.token(), self.shared().transport.limit(limit)).await {
            Some(token) => token.map(drop),
            None => Err(TokenError::Timeout),
        }
    }

    /// Takes the tokens of a new sign-in, which replace whatever is there, and waits until the store has them.
    ///
    /// # Errors
    ///
    /// The store does not take them: [`TokenError::NotSaved`]. They are kept and the write is tried again, and meanwhile
    /// nobody gets them, but by [`Settings::use_unsaved`](oauth_core::lifecycle::Settings::use_unsaved).
    pub async fn adopt(&self, tokens: impl Into<Tokens>) -> Result<(), TokenError> {
        self.begin_with(tokens.into())?;
        self.shared().saved().await
    }

    pub(super) fn begin_with(&self, tokens: Tokens) -> Result<(), TokenError> {
        let id = GrantId::random(self.client()).map_err(TokenError::request)?;
        self.told(|lifecycle, now| lifecycle.adopt(self.key(), id, tokens, now))
    }

    /// Signs out: nobody gets a token any more, no response that is under way brings one back, and the refresh token is
    /// revoked if the server can do that. It waits until the store has the sign-out; the revocation goes on after that, and
    /// [`Event::NotRevoked`](oauth_core::lifecycle::Event::NotRevoked) says if it failed for good.
    ///
    /// A source for a repeatable grant forgets its tokens, and requests a new one when it is asked.
    ///
    /// # Errors
    ///
    /// The store does not take it: [`TokenError::NotSaved`]. The user is signed out in this process, and the write is tried
    /// again.
    pub async fn forget(&self) -> Result<(), TokenError> {
        forget(&self.family.members()?).await
    }

    /// Forgets this access token alone. The sign-in and its other access tokens stay.
    ///
    /// # Errors
    ///
    /// The flight that writes to the store could not begin.
    pub fn forget_token(&self) -> Result<(), TokenError> {
        self.told(|lifecycle, now| lifecycle.forget_token(self.key(), now))
    }

    /// Says that the client's secret or key was replaced: a refusal of the old one no longer holds renewals back.
    ///
    /// # Errors
    ///
    /// The flight that renews could not begin.
    pub fn credential_changed(&self) -> Result<(), TokenError> {
        for shared in self.family.members()? {
            let ((), started) = shared.tell(|lifecycle, now| lifecycle.credential_changed(now))?;
            started?;
        }
        Ok(())
    }

    /// Returns the state of the token and its renewals: what a readiness probe asks. In a process that was forked since,
    /// there is none.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let now = self.shared().now();
        if self.shared().process.look().is_err() {
            return Lifecycle::new(self.family.settings.clone(), 0).stats(self.key(), now);
        }
        self.shared().state.look(|state| state.lifecycle.stats(self.key(), now))
    }

    /// Returns numbers for an exporter of metrics.
    #[must_use]
    pub fn metrics(&self) -> TokenMetrics {
        self.shared().metrics.read()
    }

    /// Begins no more renewals, waits for the one under way, and tries a last time to write what is not saved, for at most
    /// `limit`. Tokens that are at hand can still be had.
    ///
    /// # Errors
    ///
    /// [`TokenError::Timeout`]: something is still under way. [`TokenError::NotSaved`]: the store did not take it.
    pub async fn shutdown(&self, limit: Duration) -> Result<(), TokenError> {
        let members = self.family.members()?;
        let landed = shutdown(&members)?;
        within(landed, self.shared().transport.limit(limit)).await.ok_or(TokenError::Timeout)?;
        all_saved(&members)
    }

    #[cfg(not(target_family = "wasm"))]
    pub(super) fn members(&self) -> Result<Vec<Arc<Shared>>, TokenError> {
        self.family.members()
    }

    /// Returns a source for another access token of the same grant, with these scopes in place of those of this source.
    ///
    /// Sources with equal scopes, resources and claims are one source.
    ///
    /// # Errors
    ///
    /// The scope is invalid, or there are more than 64 different access tokens of this grant in use.
    pub fn scoped(&self, scope: impl Into<Scope>) -> Result<Self, TokenError> {
        self.other(|demands| demands.scope = Some(scope.into()))
    }

    /// Returns a source for another access token of the same grant, for this resource too
    /// ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707.html)).
    ///
    /// # Errors
    ///
    /// As [`scoped`](Self::scoped).
    pub fn at_resource(&self, resource: impl Into<String>) -> Result<Self, TokenError> {
        self.other(|demands| demands.resources.push(resource.into()))
    }

    /// Returns a source for another access token of the same grant, with the `claims` that a resource demands.
    ///
    /// # Errors
    ///
    /// As [`scoped`](Self::scoped).
    pub fn with_claims(&self, claims: impl Into<String>) -> Result<Self, TokenError> {
        self.other(|demands| demands.claims = Some(claims.into()))
    }

    fn other(&self, change: impl FnOnce(&mut Demands)) -> Result<Self, TokenError> {
        let mut demands = self.demands.clone();
        change(&mut demands);
        Self::with(Arc::clone(&self.family), demands, self.resource.clone())
    }

    /// Tells the lifecycle something.
    fn told(&self, act: impl FnOnce(&mut Lifecycle, Now)) -> Result<(), TokenError> {
        let ((), started) = self.shared().tell(act)?;
        started
    }

    /// Returns the client.
    #[must_use]
    pub fn client(&self) -> &Client {
        self.family.renewals.client()
    }

    /// Returns the policy of the resource, if the source has one.
    #[must_use]
    pub fn resource_policy(&self) -> Option<&ResourcePolicy> {
        self.resource.as_ref()
    }

    /// Whether this is called while the source makes its own token request: from within its transport. A middleware lets
    /// such a request pass without a token, since it would wait for itself.
    #[must_use]
    pub fn is_own_request(&self) -> bool {
        mark::is_own(self.shared().id())
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.member.shared
    }

    pub(super) fn key(&self) -> &TokenKey {
        &self.member.key
    }
}

/// Signs all of them out, and waits until the store has it. One that fails keeps nobody else signed in.
pub(super) async fn forget(members: &[Arc<Shared>]) -> Result<(), TokenError> {
    let mut outcome = Ok(());
    for shared in members {
        outcome = outcome.and(match shared.tell(|lifecycle, now| lifecycle.forget(now)) {
            Ok(((), started)) => started,
            Err(error) => Err(error),
        });
    }
    for shared in members {
        outcome = outcome.and(shared.saved().await);
    }
    outcome
}

/// Begins no more renewals. The future waits for what is under way.
pub(super) fn shutdown(members: &[Arc<Shared>]) -> Result<impl Future<Output = ()>, TokenError> {
    for shared in members {
        // If the flight with the last write cannot begin, what is not saved says so in the end.
        let ((), _started) = shared.shut_down()?;
    }
    Ok(async move {
        for shared in members {
            shared.landed().await;
        }
    })
}

pub(super) fn all_saved(members: &[Arc<Shared>]) -> Result<(), TokenError> {
    if members.iter().all(|shared| shared.is_saved()) { Ok(()) } else { Err(TokenError::NotSaved) }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").field("token", self.key()).finish_non_exhaustive()
    }
}
