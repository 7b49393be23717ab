//! Callers on runtimes of tokio, and without one.

use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use http::{Request, Response};
use oauth_io::adapter::Runtime;
use oauth_io::{Now, SpawnError, Task, TokenSource, Transport, TransportError};
use oauth_testkit::AuthorizationServer;
use tokio::runtime::Builder;

use super::{PATIENCE, client, service, text};

/// The test server behind flights that run as those of an adapter do.
#[derive(Clone)]
struct Hangar {
    server: AuthorizationServer,
    runtime: Runtime,
}

impl Transport for Hangar {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        tokio::task::yield_now().await;
        Ok(self.server.respond(request).response)
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

    fn now(&self) -> Now {
        self.server.clock().now().into()
    }
}

fn hangar(runtime: Runtime) -> (Hangar, TokenSource) {
    let (line, _) = service();
    let hangar = Hangar { server: line.server().clone(), runtime };
    let source = TokenSource::new(hangar.clone(), client(&line, "secret").client_credentials().scope("read")).unwrap();
    (hangar, source)
}

fn current_thread() -> tokio::runtime::Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_static_source_outlives_the_runtime_that_used_it_first() {
    static SOURCE: OnceLock<TokenSource> = OnceLock::new();
    let (hangar, source) = hangar(Runtime::new());
    let source = SOURCE.get_or_init(|| source);
    let first = current_thread().block_on(source.token()).unwrap();
    hangar.server.clock().advance(Duration::from_secs(3_600));
    let second = current_thread().block_on(source.token()).unwrap();
    assert_ne!(first.text().expose(), second.text().expose());
}

/// The flight of the first runtime died with it, which is noticed and not waited for.
#[test]
fn a_flight_on_the_runtime_of_a_caller_is_replaced_on_the_next_one() {
    let (_, source) = hangar(Runtime::of_callers());
    let first = current_thread();
    first.block_on(async {
        let mut token = Box::pin(source.token());
        assert!(super::polled(token.as_mut()).is_pending());
    });
    drop(first);
    assert!(current_thread().block_on(source.token()).is_ok());
}

#[test]
fn any_executor_can_poll_it() {
    let (_, source) = hangar(Runtime::new());
    assert!(oauth_io::adapter::block_on(source.token(), PATIENCE).unwrap().is_ok());
}

#[test]
fn a_blocking_call_inside_async_code_neither_panics_nor_hangs() {
    let (hangar, source) = hangar(Runtime::new());
    let runtime = current_thread();
    assert!(runtime.block_on(async { text(&source) }).is_ok());
    // Nor does one whose limit is a timer of the runtime that it blocks.
    hangar.server.clock().advance(Duration::from_secs(3_600));
    runtime.block_on(async {
        source.shutdown_blocking(Duration::from_millis(1)).unwrap();
    });
    assert!(runtime.block_on(async { tokio::spawn(async move { text(&source).is_err() }).await.unwrap() }));
}

#[test]
fn no_caller_blocks_a_current_thread_runtime() {
    let (_, source) = hangar(Runtime::new());
    tokio::task::LocalSet::new().block_on(&current_thread(), async {
        let beside = tokio::task::spawn_local(async { 7 });
        assert!(source.token().await.is_ok());
        assert_eq!(beside.await.unwrap(), 7);
    });
}

#[test]
fn callers_on_many_runtimes_share_one_request() {
    let (hangar, source) = hangar(Runtime::new());
    let callers: Vec<_> = (0..8)
        .map(|number| {
            let source = source.clone();
            thread::spawn(move || {
                if number % 2 == 0 {
                    text(&source)
                } else {
                    current_thread().block_on(source.token()).map(|token| token.text().expose().to_owned())
                }
            })
        })
        .collect();
    let tokens: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap().unwrap()).collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    assert_eq!(hangar.server.ledger().count(), 1);
}

/// A program gives its source a transport that asks the source for a token.
#[test]
fn a_source_that_is_asked_by_its_own_request_says_so() {
    #[derive(Clone)]
    struct Asks(Hangar, std::sync::Arc<OnceLock<TokenSource>>);
    impl Transport for Asks {
        async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
            let source = self.1.get().unwrap();
            assert!(source.is_own_request());
            for error in [source.token().await.unwrap_err(), source.renew_now().await.unwrap_err()] {
                assert!(matches!(error, oauth_io::TokenError::OwnRequest), "{error:?}");
            }
            self.0.send(request).await
        }

        async fn sleep(&self, duration: Duration) {
            self.0.sleep(duration).await;
        }

        fn spawn(&self, task: Task) -> Result<(), SpawnError> {
            self.0.spawn(task)
        }

        fn can_spawn(&self) -> bool {
            true
        }

        fn now(&self) -> Now {
            self.0.now()
        }
    }

    let (line, client) = service();
    let hangar = Hangar { server: line.server().clone(), runtime: Runtime::new() };
    let asks = Asks(hangar, std::sync::Arc::default());
    let source = TokenSource::new(asks.clone(), client.client_credentials().scope("read")).unwrap();
    asks.1.set(source.clone()).unwrap();
    assert!(!source.is_own_request());
    assert!(text(&source).is_ok());
}
