//! The transport over hyper.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::connect::Connect;
use hyper_util::client::legacy::{Client, ResponseFuture};
use oauth_io::adapter::{self, BodyReader, KnownProxy, KnownUrls, Runtime};
use oauth_io::{Policy, SpawnError, Task, Transport, TransportError, TransportErrorKind};
use tokio::runtime::Handle;

use crate::connect::{self, Connector};
use crate::engine::Engines;
use crate::engine_error;
#[cfg(feature = "rustls")]
use crate::proxy::Proxied;

/// Sends requests by hyper, within the limits of a [`Policy`]. Cheap to clone; clones share their connections.
///
/// A request runs where its caller polls it: on the caller's tokio runtime. Tasks that are
/// [spawned](Transport::spawn) run on a runtime and a thread of the transport's own, with connections of their own; both
/// begin with the first task.
#[derive(Clone)]
pub struct HttpTransport {
    engines: Arc<Engines>,
    runtime: Runtime,
    policy: Policy,
    proxy: KnownProxy,
    allowed: Arc<KnownUrls<()>>,
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
        Ok(Self::with_engine(connect::default()?, policy))
    }

    /// A transport through this proxy, `http://proxy.example:3128`. Its user and its password have no place here; for them
    /// [`with_engine`](Self::with_engine) takes a connector.
    ///
    /// A request by http never goes through it. An error names it.
    ///
    /// ```
    /// use oauth_hyper::{HttpTransport, Policy};
    ///
    /// let proxy = "http://proxy.example:3128".parse()?;
    /// let transport = HttpTransport::with_proxy(&proxy, Policy::new())?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL is none of such a proxy, or as [`new`](Self::new).
    #[cfg(feature = "rustls")]
    pub fn with_proxy(proxy: &http::Uri, policy: Policy) -> Result<Self, TransportError> {
        let connector = connect::with_tls(Proxied::new(proxy, connect::tcp())?)?;
        Ok(Self { proxy: KnownProxy::named(proxy.clone()), ..Self::with_engine(connector, policy) })
    }

    /// A transport over a connector of yours: a proxy with a password, authorities or a client certificate of your own.
    ///
    /// ```no_run
    /// # #[cfg(feature = "rustls")]
    /// # fn transport() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use std::time::Duration;
    ///
    /// use oauth_hyper::hyper_rustls::HttpsConnectorBuilder;
    /// use oauth_hyper::hyper_util::client::legacy::connect::HttpConnector;
    /// use oauth_hyper::hyper_util::client::legacy::connect::proxy::Tunnel;
    /// use oauth_hyper::rustls::crypto::aws_lc_rs;
    /// use oauth_hyper::rustls::pki_types::pem::PemObject as _;
    /// use oauth_hyper::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    /// use oauth_hyper::rustls::{ClientConfig, RootCertStore};
    /// use oauth_hyper::{HttpTransport, Policy};
    ///
    /// let mut roots = RootCertStore::empty();
    /// for authority in CertificateDer::pem_file_iter("authorities.pem")? {
    ///     roots.add(authority?)?;
    /// }
    /// let certificates = CertificateDer::pem_file_iter("client.pem")?.collect::<Result<_, _>>()?;
    /// let key = PrivateKeyDer::from_pem_file("client.key")?;
    /// let tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
    ///     .with_safe_default_protocol_versions()?
    ///     .with_root_certificates(roots)
    ///     .with_client_auth_cert(certificates, key)?;
    ///
    /// let mut tcp = HttpConnector::new();
    /// tcp.enforce_http(false);
    /// let proxy = "http://proxy.example:3128".parse()?;
    /// // user:password in Base64
    /// let tunnel = Tunnel::new(proxy, tcp).with_auth("Basic dXNlcjpwYXNzd29yZA==".parse()?);
    /// let connector =
    ///     HttpsConnectorBuilder::new().with_tls_config(tls).https_only().enable_http1().wrap_connector(tunnel);
    ///
    /// let policy = Policy::new().connect_timeout(Duration::from_secs(2)).timeout(Duration::from_secs(5));
    /// let transport = HttpTransport::with_engine(connector, policy);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A certificate that is broken is an error of `authority?` or `add`, and none is left out. Without a `Tunnel`, hand
    /// `tcp` to `wrap_connector`. A tunnel of yours takes http through the proxy too, if the policy allows http; that of
    /// `with_proxy` does not.
    ///
    /// It takes the connector and not a finished client because it makes two: one for the requests of callers and one for
    /// [spawned](Transport::spawn) tasks. All limits hold, the time to connect included. A layer inside the connector that
    /// follows redirects or repeats requests would be beyond this crate's reach.
    pub fn with_engine<C: Connector>(connector: C, policy: Policy) -> Self {
        Self::over(Engines::new(connector, adapter::connect_time(&policy)), policy)
    }

    /// A transport over a finished client, which **must** have been built with `retry_canceled_requests(false)`.
    ///
    /// Otherwise it sends a request again on another connection by itself. These are lost, too:
    ///
    /// * [Spawned](Transport::spawn) tasks share the client's connections, and those belong to the runtime on which they
    ///   were opened. A task over a connection of a runtime that is blocked times out, and one over a connection of a
    ///   runtime that ends loses its response, although the server has read the request.
    /// * [`Policy::connect_timeout`] has no effect; set it in the connector.
    pub fn dangerous_with_client<C>(client: Client<C, Full<Bytes>>, policy: Policy) -> Self
    where
        C: Connect + Clone + Send + Sync + 'static,
    {
        Self::over(Engines::finished(client), policy)
    }

    fn over(engines: Engines, policy: Policy) -> Self {
        let (runtime, proxy, allowed) = (Runtime::new(), KnownProxy::unknown(), Arc::default());
        Self { engines: Arc::new(engines), runtime, policy, proxy, allowed }
    }

    /// Runs [spawned](Transport::spawn) tasks on the tokio runtime of the caller who spawns them, and not on a thread of
    /// the transport's own: for a simulator, or a test with a paused clock.
    ///
    /// A caller who blocks then blocks the tasks too, and they end with the caller's runtime.
    #[must_use]
    pub fn spawning_on_callers_runtime(mut self) -> Self {
        self.runtime = Runtime::of_callers();
        self
    }

    /// Refuses to [spawn](Transport::spawn) from now on, and waits until what was spawned has ended, for at most `limit`.
    ///
    /// A process that ends without it ends its tasks where they are, perhaps between a response and its storage.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Timeout`] if tasks are still under way after `limit`.
    pub async fn shutdown(&self, limit: Duration) -> Result<(), TransportError> {
        self.runtime.shutdown(limit).await
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Sends on the current runtime.
    async fn exchange(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let engine = if self.runtime.is_here() { self.engines.of_flights() } else { self.engines.of_callers() };
        // Begun here, so that the request is in no future of ours, which would be larger and moved with it.
        let response = engine(request.map(|body| Full::new(Bytes::from(body))));
        match tokio::time::timeout(adapter::total_time(&self.policy), self.read(response)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(TransportError::new(TransportErrorKind::Timeout, "")),
        }
    }

    async fn read(&self, response: ResponseFuture) -> Result<Response<Vec<u8>>, TransportError> {
        let response = response.await.map_err(|error| engine_error::failed(&error))?;
        let (mut head, mut body) = response.into_parts();
        let mut reader = BodyReader::new(&self.policy, &mut head.headers)?;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| engine_error::broken(&error))?;
            if let Some(chunk) = frame.data_ref() {
                reader.push(chunk)?;
            }
        }
        Ok(Response::from_parts(head, reader.finish()?))
    }
}

impl Transport for HttpTransport {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.runtime.check()?;
        self.allowed.get(request.uri(), |_| adapter::check_request(&self.policy, &request))?;
        adapter::complete_request(&self.policy, &mut request, concat!("oauth-hyper/", env!("CARGO_PKG_VERSION")));
        let url = request.uri().clone();
        let outcome = if Handle::try_current().is_ok() {
            self.exchange(request).await
        } else {
            let transport = self.clone();
            let exchange = self.runtime.run(async move { transport.exchange(request).await });
            Box::pin(exchange).await.and_then(|outcome| outcome)
        };
        outcome.map_err(|error| self.proxy.place(error, &url))
    }

    async fn sleep(&self, duration: Duration) {
        self.runtime.sleep(duration).await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.runtime.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        true
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("policy", &self.policy).finish_non_exhaustive()
    }
}
