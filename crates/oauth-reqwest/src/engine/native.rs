//! reqwest where there are sockets: over hyper and tokio.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use http::Response;
use oauth_io::adapter::{self, BodyReader, Runtime};
use oauth_io::{Policy, SpawnError, Task, TransportError, TransportErrorKind};
use reqwest::{Client, ClientBuilder, Request, redirect, retry};
use tokio::runtime::Handle;

use super::failure::failed;
use super::{Configure, USER_AGENT, unusable};

/// reqwest's clients: one for callers and one for flights, because a connection belongs to the runtime on which it was
/// opened. So the requests of callers, on whatever runtime they are, and those of flights never share one.
#[derive(Clone)]
pub(crate) struct Engine {
    clients: Arc<RwLock<Arc<Clients>>>,
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
    fn new(callers: Client) -> Arc<Self> {
        let (flights, plain_callers, plain_flights) = Default::default();
        Arc::new(Self { callers, flights, plain_callers, plain_flights })
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
        self.runtime.run(async move { engine.exchange(request, &policy).await }).await?
    }

    async fn exchange(&self, request: Request, policy: &Policy) -> Result<Response<Vec<u8>>, TransportError> {
        let asked = request.url().clone();
        let proxies = if asked.scheme() == "http" { Proxies::None } else { Proxies::Configured };
        let client = self.client(policy, proxies)?;
        let mut response = client.execute(request).await.map_err(failed)?;
        if *response.url() != asked {
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

    /// The client for this thread and for a URL of this kind.
    fn client(&self, policy: &Policy, proxies: Proxies) -> Result<Client, TransportError> {
        let clients = Arc::clone(&self.clients.read().unwrap_or_else(PoisonError::into_inner));
        let Some(make) = &self.make else { return Ok(clients.callers.clone()) };
        let place = match (self.runtime.is_here(), proxies) {
            (false, Proxies::Configured) => return Ok(clients.callers.clone()),
            (true, Proxies::Configured) => &clients.flights,
            (false, Proxies::None) => &clients.plain_callers,
            (true, Proxies::None) => &clients.plain_flights,
        };
        if let Some(client) = place.get() {
            return Ok(client.clone());
        }
        let client = build(&**make, policy, proxies)?;
        Ok(place.get_or_init(|| client).clone())
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
