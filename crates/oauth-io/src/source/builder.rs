//! What can be chosen about a token source.

use std::sync::Arc;

use oauth_core::Client;
use oauth_core::grant::{Grant, TokenRequest};
use oauth_core::lifecycle::{Event, GrantKey, Settings, Tokens};
use oauth_core::resource::ResourcePolicy;
use oauth_core::server::Rotation;

use super::error::TokenError;
use super::family::Family;
use super::pool::Pool;
use super::renewals::{Refreshed, Renewals, Repeated};
use super::shared::Observer;
use super::token_source::TokenSource;
use crate::store::{AnyStore, TokenStore};
use crate::{AnyTransport, Transport};

/// What can be chosen about a [`TokenSource`]. From [`TokenSource::builder`],
/// [`TokenSource::from_tokens`] or [`TokenSource::of_sign_in`].
#[must_use]
pub struct TokenSourceBuilder {
    transport: AnyTransport,
    renewals: Arc<dyn Renewals>,
    grant_key: GrantKey,
    settings: Settings,
    repeatable: bool,
    tokens: Option<Tokens>,
    store: Option<AnyStore>,
    volatile: bool,
    observer: Option<Arc<Observer>>,
    resource: Option<ResourcePolicy>,
    pool: Option<Arc<Pool>>,
}

impl TokenSourceBuilder {
    pub(super) fn repeated<G>(transport: AnyTransport, request: TokenRequest<G>) -> Self
    where
        G: Grant + Clone + Send + Sync + 'static,
    {
        let repeatable = request.grant().repeatable();
        let settings = if repeatable {
            Settings::repeatable()
        } else {
            Settings::refreshing(request.client().server().dialect().rotation())
        };
        Self::with(transport, Arc::new(Repeated(request)), settings, repeatable)
    }

    pub(super) fn refreshed(transport: AnyTransport, client: &Client, tokens: Option<Tokens>) -> Self {
        let settings = Settings::refreshing(client.server().dialect().rotation());
        let key = GrantKey::new(client, "refresh_token");
        let renewals = Arc::new(Refreshed { client: client.clone(), key });
        Self { tokens, ..Self::with(transport, renewals, settings, false) }
    }

    fn with(transport: AnyTransport, renewals: Arc<dyn Renewals>, settings: Settings, repeatable: bool) -> Self {
        let grant_key = renewals.grant_key();
        Self {
            transport,
            renewals,
            grant_key,
            settings,
            repeatable,
            tokens: None,
            store: None,
            volatile: false,
            observer: None,
            resource: None,
            pool: None,
        }
    }

    /// Makes the source one of a registry.
    pub(super) fn pool(mut self, pool: Arc<Pool>) -> Self {
        self.pool = Some(pool);
        self
    }

    /// Whether the registry has this grant in memory.
    pub(super) fn is_known(&self) -> Result<bool, TokenError> {
        let now = self.transport.now();
        self.pool.as_ref().map_or(Ok(false), |pool| Ok(pool.known(&self.grant_key, now)?.is_some()))
    }

    pub(super) fn any_store(mut self, store: Option<AnyStore>) -> Self {
        self.store = store;
        self
    }

    pub(super) fn observer(mut self, observer: Option<Arc<Observer>>) -> Self {
        self.observer = observer;
        self
    }

    pub(super) fn policy(mut self, policy: Option<ResourcePolicy>) -> Self {
        self.resource = policy;
        self
    }

    pub(super) fn volatile(mut self, volatile: bool) -> Self {
        self.volatile = volatile;
        self
    }

    /// Names the user whose sign-in this is: the subject, or the application's own name. A store keeps each user's tokens
    /// under it.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.grant_key = self.grant_key.user(user);
        self
    }

    /// Changes the [settings](Settings), such as how early a token is renewed.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use oauth_io::source::TokenSourceBuilder;
    /// # fn early(builder: TokenSourceBuilder) -> TokenSourceBuilder {
    /// builder.settings(|settings| settings.early_window(Duration::from_secs(120)))
    /// # }
    /// ```
    pub fn settings(mut self, change: impl FnOnce(Settings) -> Settings) -> Self {
        self.settings = change(self.settings);
        self
    }

    /// Keeps the tokens in a store, which outlives the process and can be shared with others.
    pub fn store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(AnyStore::new(store));
        self
    }

    /// Lets a sign-in with a rotating refresh token be kept in a store that is not durable. If such a store loses what was
    /// written to it, processes that share it may send a refresh token twice, and the server may end the sign-in.
    pub fn dangerous_volatile_store(mut self) -> Self {
        self.volatile = true;
        self
    }

    /// Sends the token only to the origins that this policy allows: [`TokenSource::authorize`] refuses others.
    pub fn resource(mut self, policy: ResourcePolicy) -> Self {
        self.resource = Some(policy);
        self
    }

    /// Tells `observer` of each [`Event`], for logs and metrics.
    ///
    /// It is told of one event after the other, in their order and outside of every lock, on the thread of a caller or of a
    /// flight. It must not block. If it panics, nothing but that call is lost.
    pub fn observe(mut self, observer: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(move |_, event| observer(event)));
        self
    }

    /// Makes the source. It sends nothing yet.
    ///
    /// # Errors
    ///
    /// The request is invalid; the grant cannot be requested again and there are no tokens to begin with; the transport
    /// has no place for flights; the store is not durable although a refresh token is at stake; the record of a grant with
    /// a secret of its own, such as an assertion, needs the name of the [user](Self::user) in a store; or there are no
    /// random bytes.
    pub fn build(self) -> Result<TokenSource, TokenError> {
        if !self.transport.can_spawn() {
            return Err(TokenError::NoFlights);
        }
        let is_of_registry = self.pool.is_some();
        if !self.repeatable {
            let durable = self.store.as_ref().is_none_or(AnyStore::is_durable);
            if !durable && !self.volatile && self.renewals.client().server().dialect().rotation() != Rotation::Never {
                return Err(TokenError::VolatileStore);
            }
            if self.tokens.is_none() && self.store.is_none() && !is_of_registry {
                return Err(TokenError::NoTokens);
            }
        }
        let is_shared = self.store.is_some() || is_of_registry;
        if is_shared && self.renewals.has_secret() && !self.grant_key.has_user() {
            return Err(TokenError::NoUser);
        }
        let settings = if self.store.is_some() { self.settings.with_store() } else { self.settings };
        let family = Family {
            renewals: self.renewals,
            transport: self.transport,
            store: self.store,
            settings,
            repeatable: self.repeatable,
            grant_key: self.grant_key,
            observer: self.observer,
            pool: self.pool.unwrap_or_else(|| Arc::new(Pool::of_one())),
        };
        let source = TokenSource::of(Arc::new(family), self.resource)?;
        if let Some(tokens) = self.tokens {
            source.begin_with(tokens)?;
        }
        Ok(source)
    }
}

impl TokenSource {
    /// Creates a source for a grant that can be requested again without a user, such as client credentials. It sends
    /// nothing yet.
    ///
    /// # Errors
    ///
    /// As [`TokenSourceBuilder::build`].
    pub fn new<G>(transport: impl Transport + 'static, request: TokenRequest<G>) -> Result<Self, TokenError>
    where
        G: Grant + Clone + Send + Sync + 'static,
    {
        Self::builder(transport, request).build()
    }

    /// Does the same as [`new`](Self::new), with more to choose.
    pub fn builder<G>(transport: impl Transport + 'static, request: TokenRequest<G>) -> TokenSourceBuilder
    where
        G: Grant + Clone + Send + Sync + 'static,
    {
        TokenSourceBuilder::repeated(AnyTransport::new(transport), request)
    }

    /// Creates a source for the tokens of a sign-in, or tokens that were obtained elsewhere. They are renewed with their
    /// refresh token.
    pub fn from_tokens(
        transport: impl Transport + 'static,
        client: &Client,
        tokens: impl Into<Tokens>,
    ) -> TokenSourceBuilder {
        TokenSourceBuilder::refreshed(AnyTransport::new(transport), client, Some(tokens.into()))
    }

    /// Creates a source for a sign-in whose tokens are in a store. Those of a new sign-in come by [`adopt`](Self::adopt).
    pub fn of_sign_in(transport: impl Transport + 'static, client: &Client) -> TokenSourceBuilder {
        TokenSourceBuilder::refreshed(AnyTransport::new(transport), client, None)
    }
}
