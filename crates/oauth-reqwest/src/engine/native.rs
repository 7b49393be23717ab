//! reqwest where there are sockets: over hyper and tokio.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use http::Response;
use oauth_io::adapter::{self, BodyReader, Runtime};
use oauth_io::{Policy, SpawnError, Task, TransportError, TransportErrorKind};
use reqwest::{Client, ClientBuilder, Request, Url, redirect, retry};
use tokio::runtime::Handle;

use super::failure::failed;
use super::{Configure, USER_AGENT, unusable};

/// reqwest's clients: one for callers and one for flights, because a connection belongs to the runtime on which it was
/// opened. So the requests of callers, on whatever runtime they are, and those of flights never share one.
#[derive(Clone)]
pub(crate) struct Engine {
    clients: Arc<RwLock<Clients>>,
    /// Of a finished client there is only one.
    make: Option<Arc<dyn Configure>>,
    runtime: Runtime,
}

/// Each is made when it is first needed, but for the first.
struct Clients {
    callers: Client,
    flights: OnceLock<Client>,
    /// Without a proxy: http is allowed where it stays inside a network, and a proxy may be outside of it.
    plain_callers: OnceLock<Client>,
    plain_flights: OnceLock<Client>,
}

impl Clients {
    fn new(callers: Client) -> Self {
        let (flights, plain_callers, plain_flights) = Default::default();
        Self { callers, flights, plain_callers, plain_flights }
    }
}

impl Engine {
    pub(crate) fn new(configure: impl Configure, policy: &Policy) -> Result<Self, TransportError> {
        let client = build(&configure, policy, Proxies::Configured)?;
        Ok(Self { make: Some(Arc::new(configure)), ..Self::finished(client) })
    }

    pub(crate) fn finished(client: Client) -> Self {
        Self { clients: Arc::new(RwLock::new(Clients::new(client))), make: None, runtime: Runtime::new() }
    }

    /// Makes the clients anew. If that fails, those there are stay.
    pub(crate) fn renew(&self, policy: &Policy) -> Result<(), TransportError> {
        self.check()?;
        let Some(make) = &self.make else {
            let reason = "a finished client cannot be made again";
            return Err(TransportError::new(TransportErrorKind::Setup, reason).not_sent());
        };
        let clients = Clients::new(build(&**make, policy, Proxies::Configured)?);
        *self.clients.write().unwrap_or_else(PoisonError::into_inner) = clients;
        Ok(())
    }

    pub(crate) fn spawn_on_callers(&mut self) {
        self.runtime = Runtime::of_callers();
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    pub(crate) fn check(&self) -> Result<(), TransportError> {
        self.runtime.check()
    }

    pub(crate) fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.runtime.spawn(task)
    }

    pub(crate) async fn sleep(&self, duration: Duration) {
        self.runtime.sleep(duration).await;
    }

    /// Sends on the current runtime, or on that of the flights if there is none.
    pub(crate) async fn send(&self, request: Request, policy: &Policy) -> Result<Response<Vec<u8>>, TransportError> {
        if Handle::try_current().is_ok() {
            return self.exchange(request, policy).await;
        }
        let (engine, policy) = (self.clone(), policy.clone());
        let exchange = self.runtime.run(async move { engine.exchange(request, &policy).await });
        Box::pin(exchange).await?
    }

    async fn exchange(&self, request: Request, policy: &Policy) -> Result<Response<Vec<u8>>, TransportError> {
        // An engine of ours follows no redirect.
        let asked = self.make.is_none().then(|| request.url().clone());
        // Begun here, so that the request is in no future of ours, which would be larger and moved with it.
        let response = self.begin(request, policy)?;
        // reqwest's own time limit is two timers: one for the response, one for its body.
        match tokio::time::timeout(adapter::total_time(policy), Self::read(response, asked, policy)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(TransportError::new(TransportErrorKind::Timeout, "")),
        }
    }

    /// Hands the request to the client for this thread and for a URL of this kind.
    fn begin(
        &self,
        request: Request,
        policy: &Policy,
    ) -> Result<impl Future<Output = reqwest::Result<reqwest::Response>> + use<>, TransportError> {
        let clients = self.clients.read().unwrap_or_else(PoisonError::into_inner);
        let Some(make) = &self.make else { return Ok(clients.callers.execute(request)) };
        let proxies = if request.url().scheme() == "http" { Proxies::None } else { Proxies::Configured };
        let place = match (self.runtime.is_here(), proxies) {
            (false, Proxies::Configured) => return Ok(clients.callers.execute(request)),
            (true, Proxies::Configured) => &clients.flights,
            (false, Proxies::None) => &clients.plain_callers,
            (true, Proxies::None) => &clients.plain_flights,
        };
        let client = match place.get() {
            Some(client) => client,
            None => {
                let client = build(&**make, policy, proxies)?;
                place.get_or_init(|| client)
            }
        };
        Ok(client.execute(request))
    }

    async fn read(
        response: impl Future<Output = reqwest::Result<reqwest::Response>>,
        asked: Option<Url>,
        policy: &Policy,
    ) -> Result<Response<Vec<u8>>, TransportError> {
        let mut response = response.await.map_err(failed)?;
        if asked.is_some_and(|asked| *response.url() != asked) {
            return Err(TransportError::new(TransportErrorKind::Redirected, ""));
        }
        let mut reader = BodyReader::new(policy, response.headers_mut())?;
        let mut whole = Response::new(Vec::new());
        *whole.status_mut() = response.status();
        *whole.headers_mut() = std::mem::take(response.headers_mut());
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            reader.push(&chunk)?;
        }
        *whole.body_mut() = reader.finish()?;
        Ok(whole)
    }
}

/// Which proxies a client has.
#[derive(Clone, Copy)]
enum Proxies {
    /// Those of the environment, and of the user's settings.
    Configured,
    None,
}

/// Our name, then the user's settings, then what a transport must not do is turned off.
fn build(
    configure: &(impl Fn(ClientBuilder) -> ClientBuilder + ?Sized),
    policy: &Policy,
    proxies: Proxies,
) -> Result<Client, TransportError> {
    let engine = configure(Client::builder().user_agent(adapter::user_agent(policy, USER_AGENT)))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(adapter::connect_time(policy));
    let engine = match proxies {
        Proxies::Configured => engine,
        Proxies::None => engine.no_proxy(),
    };
    engine.build().map_err(unusable)
}
