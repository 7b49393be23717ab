//! The token source against the test server, with its clock.

mod caller;
mod flight;
mod lifetime;
mod line;
mod panic;
mod refusal;
mod registry;
mod repeatable;
mod runtime;
mod secret;
mod sign_in;
mod sign_out;
mod stats;
mod store;
mod subscription;

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oauth_io::lifecycle::Event;
use oauth_io::source::TokenSourceBuilder;
use oauth_io::store::MemoryStore;
use oauth_io::{Client, ClientAuthentication, Server, TokenError, TokenResponse, TokenSource};
use oauth_testkit::{AuthorizationServer, RefreshTokenRotation, RegisteredClient};

pub(crate) use line::{Flights, Line};

use crate::testkit::world::{CALLBACK, Method, RESOURCES, World};

/// A time limit that turns a wait that never ends into a failure.
const PATIENCE: Option<Duration> = Some(Duration::from_secs(30));

/// An application that gets tokens of an hour by client credentials.
fn service() -> (Line, Client) {
    service_with(|application| application)
}

fn service_with(set_up: impl FnOnce(RegisteredClient) -> RegisteredClient) -> (Line, Client) {
    let application = RegisteredClient::client_secret_post("id", "secret").scopes(["read", "write"]);
    let line = Line::new(AuthorizationServer::new().client(set_up(application)));
    let client = client(&line, "secret");
    (line, client)
}

fn client(line: &Line, secret: impl Into<oauth_io::key::SecretSource>) -> Client {
    let server = Server::at_token_endpoint(&line.server().token_endpoint()).unwrap();
    Client::new(server, "id", ClientAuthentication::client_secret_post(secret)).unwrap()
}

fn source(line: &Line, client: &Client) -> TokenSource {
    TokenSource::new(line.clone(), client.client_credentials().scope("read")).unwrap()
}

/// A store whose leases last by the clock of the server.
fn memory(line: &Line) -> MemoryStore {
    let clock = line.server().clock();
    MemoryStore::with_clock(move || clock.now())
}

fn text(source: &TokenSource) -> Result<String, TokenError> {
    source.token_blocking(PATIENCE).map(|token| token.text().expose().to_owned())
}

/// A user who has signed in, with tokens of an hour.
struct User {
    world: World,
    line: Line,
    tokens: TokenResponse,
}

impl User {
    fn new(rotation: RefreshTokenRotation) -> Self {
        let world = World::with(Method::Post, |application| application.refresh_token_rotation(rotation));
        let request = world.client.authorization_request(CALLBACK).scope("openid read write");
        let request = RESOURCES.into_iter().fold(request, |request, resource| request.resource(resource));
        let tokens = world.send(&world.authorize(&request).unwrap().authorization_code()).unwrap();
        Self { line: Line::new(world.server.clone()), world, tokens }
    }

    fn client(&self) -> &Client {
        &self.world.client
    }

    fn builder(&self) -> TokenSourceBuilder {
        TokenSource::from_tokens(self.line.clone(), self.client(), &self.tokens)
            .user("alice")
            .dangerous_volatile_store()
    }

    /// A source of this sign-in, in memory alone.
    fn source(&self) -> TokenSource {
        self.builder().build().unwrap()
    }

    /// A store whose leases last by the clock of the server.
    fn store(&self) -> MemoryStore {
        memory(&self.line)
    }

    fn refresh_token(&self) -> String {
        self.tokens.refresh_token.as_ref().unwrap().expose().to_owned()
    }

    /// The refresh tokens that were sent, in order.
    fn refreshed_with(&self) -> Vec<String> {
        let ledger = self.world.server.ledger();
        let sent =
            ledger.requests().filter(|request| request.form_value("grant_type").as_deref() == Some("refresh_token"));
        sent.map(|request| request.expose_form_value("refresh_token").unwrap()).collect()
    }
}

/// Keeps the events of a source.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Event>>>);

impl Log {
    fn observer(&self) -> impl Fn(&Event) + Send + Sync + 'static {
        let log = self.clone();
        move |event| log.0.lock().unwrap().push(event.clone())
    }

    fn events(&self) -> Vec<Event> {
        self.0.lock().unwrap().clone()
    }

    fn count(&self, is: impl Fn(&Event) -> bool) -> usize {
        self.events().iter().filter(|event| is(event)).count()
    }

    fn await_one(&self, is: impl Fn(&Event) -> bool) {
        until(|| self.count(&is) > 0);
    }
}

/// Waits until another thread has come so far.
fn until(mut ready: impl FnMut() -> bool) {
    let end = std::time::Instant::now() + PATIENCE.unwrap();
    while !ready() {
        assert!(std::time::Instant::now() < end, "it does not come to that");
        std::thread::yield_now();
    }
}

/// Polls a future once, as if nobody waited for it.
fn polled<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Begins something that is done at once and whose end is waited for. Returns that wait.
fn begun<F: Future>(future: F) -> impl FnOnce() -> F::Output {
    let mut future = Box::pin(future);
    let first = polled(future.as_mut());
    move || match first {
        Poll::Ready(output) => output,
        Poll::Pending => oauth_io::adapter::block_on(future, PATIENCE).unwrap(),
    }
}
