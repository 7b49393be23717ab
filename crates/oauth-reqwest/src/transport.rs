//! The transport over reqwest.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use oauth_io::adapter::{KnownProxy, KnownUrls};
use oauth_io::{MaybeSend, MaybeSync, Policy, SpawnError, Task, Transport, TransportError};
use reqwest::{Client, ClientBuilder, Url};

use crate::engine::Engine;
#[cfg(not(target_family = "wasm"))]
use crate::engine::unusable;
use crate::request::prepare;

/// Sends requests by reqwest, within the limits of a [`Policy`]. Cheap to clone; clones share their connections.
///
/// A request runs where its caller polls it: on the caller's tokio runtime. Tasks that are
/// [spawned](Transport::spawn) run on a runtime and a thread of the transport's own, with connections of their own; both
/// begin with the first task. (In a browser there is one thread for everything.)
#[derive(Clone)]
pub struct HttpTransport {
    engine: Engine,
    policy: Policy,
    proxy: KnownProxy,
    urls: Arc<KnownUrls<Url>>,
}

impl HttpTransport {
    /// A transport with the default limits.
    ///
    /// # Errors
    ///
    /// The platform's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        Self::with_policy(Policy::new())
    }

    /// A transport with limits of your choice.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_policy(policy: Policy) -> Result<Self, TransportError> {
        let proxy = KnownProxy::of_environment(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]);
        Ok(Self { proxy, ..Self::with_engine(|engine| engine, policy)? })
    }

    /// A transport over an engine of yours: a proxy with a password, authorities or a client certificate of your own.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use oauth_reqwest::reqwest::{Certificate, Identity, Proxy};
    /// use oauth_reqwest::{HttpTransport, Policy};
    ///
    /// let proxy = Proxy::https("http://proxy.example:3128")?.basic_auth("user", "password");
    /// let authorities = Certificate::from_pem_bundle(&std::fs::read("authorities.pem")?)?;
    /// // The key and its certificates.
    /// let identity = Identity::from_pem(&std::fs::read("client.pem")?)?;
    /// let policy = Policy::new().connect_timeout(Duration::from_secs(2)).timeout(Duration::from_secs(5));
    /// let transport = HttpTransport::with_engine(
    ///     move |engine| {
    ///         engine.proxy(proxy.clone()).tls_certs_only(authorities.clone()).identity(identity.clone())
    ///     },
    ///     policy,
    /// )?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// `tls_certs_only` trusts these authorities alone, `tls_certs_merge` those of the platform too. A certificate that is
    /// broken is an error, and none is left out. With a proxy of your own, reqwest reads none from the environment;
    /// `no_proxy` has it read none at all.
    ///
    /// It takes a function and not a finished [`Client`] because it makes two: one for the requests of callers and one
    /// for [spawned](Transport::spawn) tasks; and because a finished client cannot be told to follow no redirects.
    /// `configure` gets the adapter's builder. Redirects, retries, decoding and the time to connect are set afterwards as
    /// they must be, whatever they were. The builder's default headers are sent if a request has no header of that name,
    /// and its cookies if it keeps cookies: give it neither.
    ///
    /// # Errors
    ///
    /// The builder holds something that does not work, or the platform's certificates cannot be read.
    pub fn with_engine(
        configure: impl Fn(ClientBuilder) -> ClientBuilder + MaybeSend + MaybeSync + 'static,
        policy: Policy,
    ) -> Result<Self, TransportError> {
        Ok(Self::over(Engine::new(configure, &policy)?, policy))
    }

    /// A transport over a finished client, which **must** have been built with `redirect(redirect::Policy::none())`.
    ///
    /// Otherwise it sends tokens, codes and secrets to wherever a redirect points. That is noticed only afterwards, as
    /// [`TransportErrorKind::Redirected`](crate::TransportErrorKind::Redirected), and not at all if a redirect leads back
    /// to the same URL. These are lost, too:
    ///
    /// * [Spawned](Transport::spawn) tasks share the client's connections, and those belong to the runtime on which they
    ///   were opened. A task over a connection of a runtime that is blocked times out, and one over a connection of a
    ///   runtime that ends loses its response, although the server has read the request.
    /// * The time to connect, proxies, retries, decoding and the `User-Agent` are as the client was built, whatever the
    ///   policy says.
    #[must_use]
    pub fn dangerous_with_client(client: Client, policy: Policy) -> Self {
        Self::over(Engine::finished(client), policy)
    }

    fn over(engine: Engine, policy: Policy) -> Self {
        Self { engine, policy, proxy: KnownProxy::unknown(), urls: Arc::default() }
    }
}

#[cfg(not(target_family = "wasm"))]
impl HttpTransport {
    /// A transport through this proxy, such as `http://proxy.example:3128`, with or without `user:password@`. The
    /// environment's is not used.
    ///
    /// A request by http never goes through it. An error names it.
    ///
    /// ```
    /// use oauth_reqwest::{HttpTransport, Policy};
    ///
    /// let proxy = "http://proxy.example:3128".parse()?;
    /// let transport = HttpTransport::with_proxy(&proxy, Policy::new())?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL is none of a proxy, or as [`new`](Self::new).
    pub fn with_proxy(proxy: &http::Uri, policy: Policy) -> Result<Self, TransportError> {
        let all = reqwest::Proxy::all(proxy.to_string()).map_err(unusable)?;
        let transport = Self::with_engine(move |engine| engine.proxy(all.clone()), policy)?;
        Ok(Self { proxy: KnownProxy::named(proxy.clone()), ..transport })
    }

    /// Calls the function of [`with_engine`](Self::with_engine) again: for a client certificate or an authority that was
    /// renewed. Requests from then on open connections of their own; those under way are not disturbed.
    ///
    /// # Errors
    ///
    /// The engine cannot be made; the one there is stays. A finished client cannot be made again.
    pub fn renew_engine(&self) -> Result<(), TransportError> {
        self.engine.renew(&self.policy)
    }

    /// Runs [spawned](Transport::spawn) tasks on the tokio runtime of the caller who spawns them, and not on a thread of
    /// the transport's own: for a simulator, or a test with a paused clock.
    ///
    /// A caller who blocks then blocks the tasks too, and they end with the caller's runtime.
    #[must_use]
    pub fn spawning_on_callers_runtime(mut self) -> Self {
        self.engine.spawn_on_callers();
        self
    }

    /// Refuses to [spawn](Transport::spawn) from now on, and waits until what was spawned has ended, for at most `limit`.
    ///
    /// A process that ends without it ends its tasks where they are, perhaps between a response and its storage.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Timeout`](crate::TransportErrorKind::Timeout) if tasks are still under way after `limit`.
    pub async fn shutdown(&self, limit: Duration) -> Result<(), TransportError> {
        self.engine.runtime().shutdown(limit).await
    }

    pub(crate) fn runtime(&self) -> &oauth_io::adapter::Runtime {
        self.engine.runtime()
    }
}

impl Transport for HttpTransport {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        self.engine.check()?;
        let url = request.uri().clone();
        let outcome = match prepare(&self.policy, &self.urls, request) {
            Ok(request) => self.engine.send(request, &self.policy).await,
            Err(error) => Err(error),
        };
        outcome.map_err(|error| self.proxy.place(error, &url))
    }

    async fn sleep(&self, duration: Duration) {
        self.engine.sleep(duration).await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.engine.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        true
    }
}

/// Without the engine, whose default headers are whatever it was built with.
impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("policy", &self.policy).finish_non_exhaustive()
    }
}
