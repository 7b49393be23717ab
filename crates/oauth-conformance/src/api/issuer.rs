//! The server that issues the tokens, in memory.

use std::future::{Future, pending};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::{Request, Response};
use oauth_io::adapter::Threads;
use oauth_io::source::TokenSourceBuilder;
use oauth_io::{
    Client, ClientAuthentication, Now, Server, SpawnError, Task, TokenSource, Transport, TransportError,
    TransportErrorKind,
};
use oauth_testkit::{AuthorizationServer, Endpoint, RegisteredClient};

/// A transport to the test server, without a network. Clones share everything.
#[derive(Clone)]
pub struct Issuer(Arc<Inner>);

struct Inner {
    server: AuthorizationServer,
    threads: Threads,
    is_down: AtomicBool,
}

impl Issuer {
    /// A server with one client.
    #[must_use]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let application = RegisteredClient::client_secret_post("id", "secret").scopes(["read", "write"]);
        let server = AuthorizationServer::new().client(application);
        Self(Arc::new(Inner { server, threads: Threads::new(), is_down: AtomicBool::new(false) }))
    }

    /// A source of tokens for the scope `read`, which has one that is ten minutes old.
    #[must_use]
    pub fn warm(&self) -> TokenSource {
        let source = self.source("secret");
        source.token_blocking(Some(Duration::from_secs(30))).unwrap();
        self.pass(600);
        source
    }

    /// A source of tokens for the scope `read`, which has none yet.
    #[must_use]
    pub fn source(&self, secret: &str) -> TokenSource {
        self.builder(secret).build().unwrap()
    }

    /// As [`source`](Self::source), with more to choose.
    pub fn builder(&self, secret: &str) -> TokenSourceBuilder {
        self.over(self.clone(), secret)
    }

    /// As [`builder`](Self::builder), over another transport to the same server.
    pub fn over(&self, transport: impl Transport + 'static, secret: &str) -> TokenSourceBuilder {
        let server = Server::at_token_endpoint(&self.server().token_endpoint()).unwrap();
        TokenSource::builder(transport, client(server, secret).client_credentials().scope("read"))
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &AuthorizationServer {
        &self.0.server
    }

    /// Takes the server away.
    pub fn goes_down(&self) {
        self.0.is_down.store(true, Ordering::SeqCst);
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.server().clock().advance(Duration::from_secs(seconds));
    }

    /// The number of token requests.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.server().ledger().count_at(Endpoint::Token)
    }
}

/// The client of the test server.
pub(crate) fn client(server: Server, secret: &str) -> Client {
    Client::new(server, "id", ClientAuthentication::client_secret_post(secret.to_owned())).unwrap()
}

impl Transport for Issuer {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        if self.0.is_down.load(Ordering::SeqCst) {
            return Err(TransportError::new(TransportErrorKind::Connect, "").not_sent());
        }
        Ok(self.server().respond(request).response)
    }

    async fn sleep(&self, duration: Duration) {
        self.server().clock().advance(duration);
    }

    /// The clock stands still while something is under way.
    fn limit(&self, _: Duration) -> impl Future<Output = ()> + Send {
        pending()
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.0.threads.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        true
    }

    fn now(&self) -> Now {
        self.server().clock().now().into()
    }
}
