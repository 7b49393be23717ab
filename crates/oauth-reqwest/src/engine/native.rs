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

/// reqwest's client, once for callers and once for flights: a connection belongs to the runtime on which it was opened.
/// So the requests of callers, on whatever runtime they are, and those of flights never share one.
#[derive(Clone)]
pub(crate) struct Engine {
    clients: Arc<RwLock<Arc<Clients>>>,
    /// Of a finished client there is only one.
    make: Option<Arc<dyn Configure>>,
    runtime: Runtime,
}

struct Clients {
    callers: Client,
    flights: OnceLock<Client>,
}

impl Clients {
    fn new(callers: Client) -> Arc<Self> {
        Arc::new(Self { callers, flights: OnceLock::new() })
    }
}

impl Engine {
    pub(crate) fn new(configure: impl Configure, policy: &Policy) -> Result<Self, TransportError> {
        let client = build(&configure, policy)?;
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
        let clients = Clients::new(build(&**make, policy)?);
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
        let client = self.client(policy)?;
        let asked = request.url().clone();
        let mut response = client.execute(request).await.map_err(failed)?;
        if *response.url() != asked {
            return Err(TransportError::new(TransportErrorKind::Redirected, ""));
        }
        let mut reader = BodyReader::new(policy, response.headers())?;
        let mut whole = Response::new(Vec::new());
        *whole.status_mut() = response.status();
        *whole.headers_mut() = std::mem::take(response.headers_mut());
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            reader.push(&chunk)?;
        }
        *whole.body_mut() = reader.finish();
        Ok(whole)
    }

    /// The client for this thread. That of the flights is made when their thread first asks for it.
    fn client(&self, policy: &Policy) -> Result<Client, TransportError> {
        let clients = Arc::clone(&self.clients.read().unwrap_or_else(PoisonError::into_inner));
        let Some(make) = self.make.as_ref().filter(|_| self.runtime.is_here()) else {
            return Ok(clients.callers.clone());
        };
        if let Some(client) = clients.flights.get() {
            return Ok(client.clone());
        }
        let client = build(&**make, policy)?;
        Ok(clients.flights.get_or_init(|| client).clone())
    }
}

/// Our name, then the user's settings, then what a transport must not do is turned off.
fn build(
    configure: &(impl Fn(ClientBuilder) -> ClientBuilder + ?Sized),
    policy: &Policy,
) -> Result<Client, TransportError> {
    let engine = configure(Client::builder().user_agent(adapter::user_agent(policy, USER_AGENT)))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(adapter::connect_time(policy));
    let engine = if adapter::allows_http_loopback(policy) { engine.no_proxy() } else { engine };
    engine.build().map_err(unusable)
}
