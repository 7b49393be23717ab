//! The token sources of many clients, users, scopes and resources.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use oauth_core::Client;
use oauth_core::grant::{Grant, TokenRequest};
use oauth_core::lifecycle::{Event, GrantKey, Settings, Tokens, Why};
use oauth_core::resource::ResourcePolicy;

use super::builder::TokenSourceBuilder;
use super::error::TokenError;
use super::pool::Pool;
use super::shared::Observer;
use super::token_source::{self, TokenSource};
use crate::store::{AnyStore, TokenStore};
use crate::wait::within;
use crate::{AnyTransport, Transport};

/// The token sources of many clients, users, scopes and resources, over one transport. Cheap to clone; all clones are one
/// registry.
///
/// * Equal requests have one source, however often they are made anew, and whoever makes them: what counts are the values
///   that reach the server. The client's secret is not among them. A request with another secret of the same client has
///   the same source, which takes the new one for its next renewal.
/// * The sources of one sign-in share one refresh token, one renewal at a time and one sign-out.
/// * Their number is [bounded](Self::most), with all that is remembered of failures. What nobody has asked for and nobody
///   holds is dropped [after a while](Self::idle_after), but only if it is stored or can be requested again, and never
///   while it is being renewed or saved. A sign-in that is in memory alone stays.
///
/// ```no_run
/// use oauth_io::pingone::Region;
/// use oauth_io::source::TokenSources;
/// use oauth_io::{Client, ClientAuthentication, Server};
/// # use oauth_io::{Transport, TransportError, TokenResponse};
/// # async fn example(transport: impl Transport + 'static, signed_in: TokenResponse) -> Result<(), Box<dyn std::error::Error>> {
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// # let client = Client::new(server, "client-id", ClientAuthentication::client_secret_post("client-secret"))?;
///
/// let sources = TokenSources::new(transport);
///
/// // The application itself. To ask again for the same is to have the same source.
/// let orders = sources.get(&client.client_credentials().scope("orders:read"))?;
/// let token = orders.token().await?;
///
/// // A user: once at the sign-in, and then by name.
/// sources.adopt(&client, "user-17", signed_in).await?;
/// let token = sources.of_user(&client, "user-17")?.token().await?;
///
/// // The end of a tenant.
/// sources.forget_client(&client).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TokenSources {
    choices: Choices,
    pool: Arc<Pool>,
}

#[derive(Clone)]
struct Choices {
    transport: AnyTransport,
    store: Option<AnyStore>,
    volatile: bool,
    settings: Option<Arc<dyn Fn(Settings) -> Settings + Send + Sync>>,
    observer: Option<Arc<Observer>>,
    policy: Option<ResourcePolicy>,
    most: usize,
    idle: Duration,
}

impl TokenSources {
    /// Creates an empty registry. Choose what there is to choose before its first use.
    pub fn new(transport: impl Transport + 'static) -> Self {
        let choices = Choices {
            transport: AnyTransport::new(transport),
            store: None,
            volatile: false,
            settings: None,
            observer: None,
            policy: None,
            most: 10_000,
            idle: Duration::from_secs(3_600),
        };
        Self { pool: choices.pool(), choices }
    }

    fn with(self, change: impl FnOnce(&mut Choices)) -> Self {
        let mut choices = self.choices;
        change(&mut choices);
        Self { pool: choices.pool(), choices }
    }

    /// Keeps the tokens in a store, under the names of clients and users.
    #[must_use]
    pub fn store(self, store: impl TokenStore + 'static) -> Self {
        self.with(|choices| choices.store = Some(AnyStore::new(store)))
    }

    /// See [`TokenSourceBuilder::dangerous_volatile_store`].
    #[must_use]
    pub fn dangerous_volatile_store(self) -> Self {
        self.with(|choices| choices.volatile = true)
    }

    /// Changes the [settings](Settings) of each source.
    #[must_use]
    pub fn settings(self, change: impl Fn(Settings) -> Settings + Send + Sync + 'static) -> Self {
        self.with(|choices| choices.settings = Some(Arc::new(change)))
    }

    /// Tells `observer` of each event and whose it is. See [`TokenSourceBuilder::observe`].
    #[must_use]
    pub fn observe(self, observer: impl Fn(&GrantKey, &Event) + Send + Sync + 'static) -> Self {
        self.with(|choices| choices.observer = Some(Arc::new(observer)))
    }

    /// Sends the tokens only to the origins that this policy allows.
    #[must_use]
    pub fn resource(self, policy: ResourcePolicy) -> Self {
        self.with(|choices| choices.policy = Some(policy))
    }

    /// Sets how many access tokens and sign-ins there can be; 10,000 by default, 1 at least. The longest unused give way.
    #[must_use]
    pub fn most(self, most: usize) -> Self {
        self.with(|choices| choices.most = most.max(1))
    }

    /// Sets after which time something is dropped that nobody has asked for or holds; an hour by default.
    #[must_use]
    pub fn idle_after(self, idle: Duration) -> Self {
        self.with(|choices| choices.idle = idle)
    }

    /// Returns the source for a grant that can be requested again without a user. It sends nothing yet.
    ///
    /// Keep the source where it is asked often: [`TokenSource::token`] is faster than this.
    ///
    /// # Errors
    ///
    /// As [`TokenSourceBuilder::build`]. The grant has a secret of its own, such as an assertion, so that its values do not
    /// say whose it is: [`TokenError::NoUser`]; see [`get_for`](Self::get_for). There are too many sources:
    /// [`TokenError::TooMany`].
    pub fn get<G>(&self, request: &TokenRequest<G>) -> Result<TokenSource, TokenError>
    where
        G: Grant + Clone + Send + Sync + 'static,
    {
        self.choose(TokenSourceBuilder::repeated(self.choices.transport.clone(), request.clone())).build()
    }

    /// The same for a grant that acts for somebody, whom the request does not name: an assertion or a token exchange. It
    /// is requested with the assertion or the token that was given last.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub fn get_for<G>(&self, user: impl Into<String>, request: &TokenRequest<G>) -> Result<TokenSource, TokenError>
    where
        G: Grant + Clone + Send + Sync + 'static,
    {
        let builder = TokenSourceBuilder::repeated(self.choices.transport.clone(), request.clone());
        self.choose(builder.user(user)).build()
    }

    /// Takes the tokens of a sign-in, which replace those of an earlier one of this user, and waits until the store has
    /// them.
    ///
    /// `user` is the subject or the application's own name for the user, unique for this client.
    ///
    /// # Errors
    ///
    /// As [`TokenSourceBuilder::build`]; the store does not take them: [`TokenError::NotSaved`], see
    /// [`TokenSource::adopt`].
    pub async fn adopt(
        &self,
        client: &Client,
        user: impl Into<String>,
        tokens: impl Into<Tokens>,
    ) -> Result<TokenSource, TokenError> {
        let source = self.sign_in(client, user).build()?;
        source.adopt(tokens).await?;
        Ok(source)
    }

    /// Returns the source of a user who has signed in: in this process, or in another one that shares the store.
    ///
    /// # Errors
    ///
    /// Nobody of this name has signed in here, and there is no store to look into: [`TokenError::SignIn`]. Whether the
    /// store knows the user shows when a token is asked for. Otherwise as [`TokenSourceBuilder::build`].
    pub fn of_user(&self, client: &Client, user: impl Into<String>) -> Result<TokenSource, TokenError> {
        let builder = self.sign_in(client, user);
        if self.choices.store.is_none() && !builder.is_known()? {
            return Err(TokenError::SignIn(Why::Never));
        }
        builder.build()
    }

    /// Signs all users of this client out and forgets its tokens, as [`TokenSource::forget`] does for each. No request that
    /// is under way brings one back.
    ///
    /// It covers what this registry has in memory. Somebody whose tokens are in the store alone is signed out by name:
    /// [`of_user`](Self::of_user), then [`forget`](TokenSource::forget).
    ///
    /// # Errors
    ///
    /// The store does not take one of the sign-outs: [`TokenError::NotSaved`]. All users are signed out in this process,
    /// and the write is tried again.
    pub async fn forget_client(&self, client: &Client) -> Result<(), TokenError> {
        token_source::forget(&self.pool.all(|grant| grant.is_of(client))?).await
    }

    /// Says that the secret or key of this client was replaced. See [`TokenSource::credential_changed`].
    ///
    /// # Errors
    ///
    /// The flight that renews could not begin.
    pub fn credential_changed(&self, client: &Client) -> Result<(), TokenError> {
        let mut outcome = Ok(());
        for shared in self.pool.all(|grant| grant.is_of(client))? {
            let ((), started) = shared.tell(|lifecycle, now| lifecycle.credential_changed(now))?;
            outcome = outcome.and(started);
        }
        outcome
    }

    /// Begins no more renewals of any source, waits for those under way, and tries a last time to write what is not saved,
    /// for at most `limit` in all.
    ///
    /// # Errors
    ///
    /// As [`TokenSource::shutdown`].
    pub async fn shutdown(&self, limit: Duration) -> Result<(), TokenError> {
        let all = self.pool.all(|_| true)?;
        let landed = token_source::shutdown(&all)?;
        within(landed, self.choices.transport.limit(limit)).await.ok_or(TokenError::Timeout)?;
        token_source::all_saved(&all)
    }

    /// Returns the number of access tokens and sign-ins in memory.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pool.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn sign_in(&self, client: &Client, user: impl Into<String>) -> TokenSourceBuilder {
        self.choose(TokenSourceBuilder::refreshed(self.choices.transport.clone(), client, None).user(user))
    }

    fn choose(&self, builder: TokenSourceBuilder) -> TokenSourceBuilder {
        let choices = &self.choices;
        let builder = match &choices.settings {
            Some(change) => builder.settings(|settings| change(settings)),
            None => builder,
        };
        builder
            .any_store(choices.store.clone())
            .volatile(choices.volatile)
            .observer(choices.observer.clone())
            .policy(choices.policy.clone())
            .pool(Arc::clone(&self.pool))
    }
}

impl Choices {
    fn pool(&self) -> Arc<Pool> {
        Arc::new(Pool::new(self.most, Some(self.idle)))
    }
}

impl fmt::Debug for TokenSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSources").field("sources", &self.len()).finish_non_exhaustive()
    }
}
