//! A process that was forked. A test cannot fork, so the process that is remembered is another one.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::{Request, Response};
use oauth_core::lifecycle::State;
use oauth_core::{Client, ClientAuthentication, Server};

use super::{TokenError, TokenSource, TokenSources};
use crate::adapter::Threads;
use crate::{SpawnError, Task, Transport, TransportError, TransportErrorKind};

#[derive(Clone, Default)]
struct Canned(Threads);

impl Transport for Canned {
    async fn send(&self, _: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        Ok(Response::new(br#"{"access_token":"A","token_type":"Bearer","expires_in":3600}"#.to_vec()))
    }

    async fn sleep(&self, _: Duration) {}

    fn limit(&self, _: Duration) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.0.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        true
    }
}

fn client() -> Client {
    let server = Server::at_token_endpoint("https://as.example/token").unwrap();
    Client::new(server, "id", ClientAuthentication::client_secret_basic("secret")).unwrap()
}

fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

fn is_forked<T>(outcome: Result<T, TokenError>) -> bool {
    matches!(outcome, Err(TokenError::Transport(error)) if error.kind() == TransportErrorKind::Forked)
}

/// Another thread may have held the lock when the process forked, so it is never taken.
#[test]
fn in_a_forked_process_every_call_that_needs_more_than_the_token_at_hand_is_an_error() {
    let source = TokenSource::new(Canned::default(), client().client_credentials()).unwrap();
    let token = source.token_blocking(None).unwrap();
    source.shared().process.pretend_fork();
    source.shared().state.look(|_| {
        assert!(ready(source.token()).is_ok(), "at hand: no lock, and no look at the process");
        assert!(is_forked(ready(source.asked())));
        assert!(is_forked(ready(source.renew_now())));
        assert!(is_forked(ready(source.token_valid_for(Duration::from_secs(7_200)))));
        assert!(is_forked(ready(source.refused(&token))));
        assert!(is_forked(source.report_refused(&token)));
        assert!(is_forked(ready(source.forget())));
        assert!(is_forked(source.credential_changed()));
        assert!(is_forked(ready(source.shutdown(Duration::ZERO))));
        assert!(is_forked(source.scoped("read")));
        assert!(is_forked(ready(source.subscribe().next())));
        assert_eq!(source.stats().state, State::Empty);
    });
}

#[test]
fn a_registry_that_was_used_notices_a_fork_too() {
    let sources = TokenSources::new(Canned::default());
    let request = client().client_credentials();
    let source = sources.get(&request).unwrap();
    assert!(source.token_blocking(None).is_ok());
    source.shared().process.pretend_fork();
    source.shared().state.look(|_| {
        assert!(is_forked(sources.get(&request)));
        assert!(is_forked(ready(sources.forget_client(&client()))));
    });
}

/// A program makes its sources, and forks its workers afterwards.
#[test]
fn what_was_made_before_a_fork_and_not_used_works_after_it() {
    let source = TokenSource::new(Canned::default(), client().client_credentials()).unwrap();
    assert!(source.shared().process.look().is_ok());
    assert!(source.scoped("read").is_ok());
    assert!(source.token_blocking(None).is_ok());
}

/// All that a source and its futures hold can be moved between threads.
#[test]
fn a_source_is_send_and_sync() {
    fn check<T: Send + Sync + Clone + 'static>() {}
    check::<TokenSource>();
    check::<TokenSources>();
    fn future<F: Future + Send>(_: F) {}
    let source = TokenSource::new(Canned::default(), client().client_credentials()).unwrap();
    future(source.token());
    future(source.renew_now());
    future(source.forget());
    future(source.shutdown(Duration::ZERO));
    future(source.subscribe().next());
    future(source.keep_warm());
}
