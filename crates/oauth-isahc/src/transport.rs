//! The transport over isahc.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures_lite::AsyncReadExt as _;
use futures_timer::Delay;
use http::{HeaderValue, Request, Response, Uri, header};
use isahc::auth::Authentication;
use isahc::config::{Configurable as _, RedirectPolicy};
use isahc::{AsyncBody, HttpClient, HttpClientBuilder};
use oauth_io::adapter::{self, BodyReader, Flights, KnownProxy, KnownUrls, Threads, engine_error};
use oauth_io::{Policy, SpawnError, Task, Transport, TransportError, TransportErrorKind};

use crate::body::{Progress, once};
use crate::engine_error::classify;

const USER_AGENT: &str = concat!("oauth-isahc/", env!("CARGO_PKG_VERSION"));

/// Sends requests by isahc, within the limits of a [`Policy`]. Cheap to clone; clones share their connections.
///
/// isahc sends on a thread of its own, whoever waits for the response. Tasks that are [spawned](Transport::spawn) have a
/// thread each, which ends with the task.
#[derive(Clone)]
pub struct HttpTransport {
    engine: Arc<RwLock<HttpClient>>,
    /// Makes the engine, unless it was handed in.
    make: Option<Arc<Make>>,
    threads: Threads,
    policy: Policy,
    proxy: KnownProxy,
    allowed: Arc<KnownUrls<()>>,
    /// The `User-Agent`, unless the engine may have been given one.
    user_agent: Option<HeaderValue>,
}

type Make = dyn Fn() -> Result<HttpClient, TransportError> + Send + Sync;

impl HttpTransport {
    /// A transport with the default limits.
    ///
    /// # Errors
    ///
    /// isahc cannot start: the system is out of threads or of file handles.
    pub fn new() -> Result<Self, TransportError> {
        Self::with_policy(Policy::new())
    }

    /// A transport with limits of your choice.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_policy(policy: Policy) -> Result<Self, TransportError> {
        let user_agent = adapter::user_agent(&policy, USER_AGENT);
        let proxy = KnownProxy::of_environment(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]);
        Ok(Self { proxy, ..Self::with_engine(|engine| engine, policy.user_agent(user_agent))? })
    }

    /// A transport through this proxy, such as `http://proxy.example:3128`, with or without `user:password@`. The
    /// environment's is not used.
    ///
    /// A request by http never goes through it. An error names it.
    ///
    /// ```
    /// use oauth_isahc::{HttpTransport, Policy};
    ///
    /// let proxy = "http://proxy.example:3128".parse()?;
    /// let transport = HttpTransport::with_proxy(&proxy, Policy::new())?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_proxy(proxy: &Uri, policy: Policy) -> Result<Self, TransportError> {
        let user_agent = adapter::user_agent(&policy, USER_AGENT);
        let used = proxy.clone();
        let configure = move |engine: HttpClientBuilder| engine.proxy(used.clone());
        let transport = Self::with_engine(configure, policy.user_agent(user_agent))?;
        Ok(Self { proxy: KnownProxy::named(proxy.clone()), ..transport })
    }

    /// A transport over an engine of yours: a proxy with a password, authorities or a client certificate of your own.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use oauth_isahc::isahc::config::Configurable as _;
    /// use oauth_isahc::isahc::tls::{Identity, PrivateKey, TlsConfig, TrustStore};
    /// use oauth_isahc::{HttpTransport, Policy};
    ///
    /// let proxy: http::Uri = "http://user:password@proxy.example:3128".parse()?;
    /// let key = PrivateKey::from_pem_file("client.key", None);
    /// let tls = TlsConfig::builder()
    ///     .trust_store(TrustStore::from_file("authorities.pem"))
    ///     .identity(Identity::from_pem_file("client.pem", Some(key)))
    ///     .build();
    /// let policy = Policy::new().connect_timeout(Duration::from_secs(2)).timeout(Duration::from_secs(5));
    /// let transport = HttpTransport::with_engine(
    ///     move |engine| engine.proxy(proxy.clone()).tls_config(tls.clone()),
    ///     policy,
    /// )?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The files are read with the first connection; one that is broken is a [`TransportErrorKind::Setup`] of that request,
    /// of which nothing left. Take files for a client certificate: libcurl with rustls does not show one that is in memory,
    /// and does not say so. With a proxy of your own, libcurl reads none from the environment; `proxy(None)` has it read
    /// none at all.
    ///
    /// All limits hold, whatever the builder was told. Its default headers are sent if a request has no header of that
    /// name, and its cookies if it has a cookie jar: give it neither. Without a `User-Agent` from it or from the policy,
    /// isahc names itself.
    ///
    /// # Connections
    ///
    /// `configure` gets the adapter's builder, which keeps no connections. It can be told to:
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use oauth_isahc::{HttpTransport, Policy};
    ///
    /// let kept = Duration::from_secs(4);
    /// let transport = HttpTransport::with_engine(
    ///     move |engine| engine.connection_cache_size(16).connection_cache_ttl(kept),
    ///     Policy::new(),
    /// )?;
    /// # Ok::<_, oauth_isahc::TransportError>(())
    /// ```
    ///
    /// That saves a handshake for each request that follows another within that time, and costs this: libcurl does not look
    /// whether a connection is still open if it was in use less than a second ago. A request over one that the server closed
    /// in that second fails with [`TransportErrorKind::Interrupted`], as one that may have been received, although it was
    /// not; it is not sent again, because its body can be given once. A request without a body, such as one for UserInfo or
    /// metadata, libcurl then sends a second time by itself.
    ///
    /// # Errors
    ///
    /// The builder holds something that does not work, or isahc cannot start.
    pub fn with_engine(
        configure: impl Fn(HttpClientBuilder) -> HttpClientBuilder + Send + Sync + 'static,
        policy: Policy,
    ) -> Result<Self, TransportError> {
        // A connection that the server closed within a second of its last use costs the next request: libcurl does not look,
        // and a body that is given away once cannot be sent on another one (`tests/kept.rs`). Tokens are asked for seldom;
        // each gets a connection.
        let make = move || {
            let engine = configure(HttpClient::builder().connection_cache_size(0)).build();
            engine.map_err(|error| engine_error(TransportErrorKind::Setup, &error).not_sent())
        };
        let client = make()?;
        Ok(Self { make: Some(Arc::new(make)), ..Self::with_client(client, policy) })
    }

    /// A transport over a finished client. All limits hold for it too; what is lost is that the adapter's builder keeps no
    /// connections, as [`with_engine`](Self::with_engine) explains.
    #[must_use]
    pub fn with_client(client: HttpClient, policy: Policy) -> Self {
        let threads = Threads::new();
        // isahc's thread has begun: in a process that is forked from now on it is missing.
        let _ = threads.flights().check();
        let user_agent = adapter::chosen_user_agent(&policy);
        Self {
            engine: Arc::new(RwLock::new(client)),
            make: None,
            threads,
            proxy: KnownProxy::unknown(),
            allowed: Arc::default(),
            user_agent,
            policy,
        }
    }

    /// Calls the function of [`with_engine`](Self::with_engine) again: for a client certificate or an authority that was
    /// renewed. Requests from then on open connections of their own; those under way are not disturbed.
    ///
    /// # Errors
    ///
    /// The engine cannot be made; the one there is stays. A finished client cannot be made again.
    pub fn renew_engine(&self) -> Result<(), TransportError> {
        self.flights().check()?;
        let Some(make) = &self.make else {
            let reason = "a finished client cannot be made again";
            return Err(TransportError::new(TransportErrorKind::Setup, reason).not_sent());
        };
        let client = make()?;
        *self.engine.write().unwrap_or_else(PoisonError::into_inner) = client;
        Ok(())
    }

    /// Refuses to [spawn](Transport::spawn) from now on, and waits until what was spawned has ended, for at most `limit`.
    ///
    /// A process that ends without it ends its tasks where they are, perhaps between a response and its storage.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Timeout`] if tasks are still under way after `limit`.
    pub async fn shutdown(&self, limit: Duration) -> Result<(), TransportError> {
        self.threads.flights().shutdown(async move { Delay::new(limit).await }).await
    }

    pub(crate) fn flights(&self) -> &Flights {
        self.threads.flights()
    }

    /// The request as isahc takes it, with everything turned off that would surprise a server.
    fn prepare(&self, request: Request<Vec<u8>>) -> Result<(Request<AsyncBody>, Progress), TransportError> {
        let (head, body) = request.into_parts();
        let plain = head.uri.scheme_str() == Some("http");
        let mut builder = Request::builder()
            .method(head.method)
            .uri(head.uri)
            .timeout(in_range(adapter::total_time(&self.policy)))
            .connect_timeout(in_range(adapter::connect_time(&self.policy)))
            .redirect_policy(RedirectPolicy::None)
            .automatic_decompression(false)
            .authentication(Authentication::none())
            .expect_continue(false);
        if plain {
            builder = builder.proxy(None);
        }
        if let Some(headers) = builder.headers_mut() {
            *headers = head.headers;
        }
        let (body, progress) = once(body);
        let request = builder.body(body).map_err(|error| unsendable(&error.to_string()))?;
        Ok((request, progress))
    }

    async fn exchange(
        &self,
        request: Request<AsyncBody>,
        progress: &Progress,
    ) -> Result<Response<Vec<u8>>, TransportError> {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner).clone();
        let response = engine.send_async(request).await.map_err(|error| classify(&error, progress))?;
        let (mut head, mut body) = response.into_parts();
        // What isahc keeps there panics when the response is cloned.
        head.extensions.clear();
        let mut reader = BodyReader::new(&self.policy, &mut head.headers)?;
        let mut chunk = vec![0; 8 * 1024];
        loop {
            match body.read(&mut chunk).await.map_err(|error| classify(&error, progress))? {
                0 => return Ok(Response::from_parts(head, reader.finish()?)),
                length => reader.push(chunk.get(..length).unwrap_or_default())?,
            }
        }
    }
}

impl Transport for HttpTransport {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.flights().check()?;
        self.allowed.get(request.uri(), |_| adapter::check_request(&self.policy, &request))?;
        adapter::complete_length(&mut request);
        if let Some(user_agent) = &self.user_agent {
            request.headers_mut().entry(header::USER_AGENT).or_insert_with(|| user_agent.clone());
        }
        // isahc would panic.
        if request.headers().values().any(|value| value.to_str().is_err()) {
            return Err(unsendable("isahc sends no header value with a byte outside of visible ASCII"));
        }
        let url = request.uri().clone();
        let outcome = match self.prepare(request) {
            Ok((request, progress)) => self.exchange(request, &progress).await,
            Err(error) => Err(error),
        };
        outcome.map_err(|error| self.proxy.place(error, &url))
    }

    async fn sleep(&self, duration: Duration) {
        // In a process that was forked nobody would end the wait. The request after it says what is wrong.
        if self.flights().check().is_ok() {
            Delay::new(duration).await;
        }
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.threads.spawn(task)
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

fn unsendable(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, reason).not_sent()
}

/// libcurl reads 0 ms as "no limit" and refuses what does not fit its number.
fn in_range(limit: Duration) -> Duration {
    limit.clamp(Duration::from_millis(1), Duration::from_millis(i32::MAX.unsigned_abs().into()))
}
