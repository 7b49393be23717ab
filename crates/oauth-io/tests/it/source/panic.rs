//! Panics in what a program gives to a source.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use oauth_io::key::SecretSource;
use oauth_io::lifecycle::{Lease, LeaseId, Record, Version, Written};
use oauth_io::store::{MemoryStore, StoreError, TokenStore};
use oauth_io::{Secret, TokenError, TokenSource};
use oauth_testkit::RefreshTokenRotation;

use super::{PATIENCE, User, client, memory, service, text, until};

fn panics() {
    assert!(thread::panicking(), "a panic that this test wants to see");
}

/// An observer runs with callers and in flights.
#[test]
fn an_observer_that_panics_loses_its_event_and_nothing_else() {
    let (line, client) = service();
    let request = client.client_credentials().scope("read");
    let source = TokenSource::builder(line.clone(), request).observe(|_| panics()).build().unwrap();
    let first = text(&source).unwrap();
    line.pass(3_600);
    assert_ne!(text(&source).unwrap(), first);
    assert_eq!(line.sent(), 2);
}

#[test]
fn an_observer_may_ask_the_source() {
    let (line, client) = service();
    let source = Arc::new(std::sync::OnceLock::<TokenSource>::new());
    let own = Arc::clone(&source);
    let observer = move |_: &oauth_io::lifecycle::Event| {
        if let Some(source) = own.get() {
            let _ = (source.stats(), source.token_blocking(Some(Duration::from_millis(1))));
        }
    };
    let request = client.client_credentials().scope("read");
    let built = TokenSource::builder(line.clone(), request).observe(observer).build().unwrap();
    source.set(built.clone()).unwrap();
    assert!(text(&built).is_ok());
}

#[test]
fn a_secret_whose_closure_panics_is_asked_for_again() {
    let (line, _) = service();
    let broken = Arc::new(AtomicBool::new(true));
    let breaks = Arc::clone(&broken);
    let secret = SecretSource::from_fn(move |_| {
        if breaks.load(Ordering::Relaxed) {
            panics();
        }
        Ok::<_, String>(Secret::from("secret"))
    });
    let client = client(&line, secret);
    let source = super::source(&line, &client);
    let error = text(&source).unwrap_err();
    assert!(error.is_transient() && error.to_string().contains("panicked"), "{error}");
    assert_eq!(line.sent(), 0);
    broken.store(false, Ordering::Relaxed);
    line.pass(60);
    assert!(text(&source).is_ok());
}

/// Nothing was sent, so the refresh token is not in doubt.
#[test]
fn a_panic_before_anything_is_sent_spends_no_refresh_token() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let broken = Arc::new(AtomicBool::new(true));
    let breaks = Arc::clone(&broken);
    let secret = crate::testkit::world::SECRET;
    let asked = SecretSource::from_fn(move |_| {
        if breaks.load(Ordering::Relaxed) {
            panics();
        }
        Ok::<_, String>(Secret::from(secret))
    });
    let authentication = oauth_io::ClientAuthentication::client_secret_post(asked);
    let client =
        oauth_io::Client::new(user.client().server().clone(), crate::testkit::world::ID, authentication).unwrap();
    let source = TokenSource::from_tokens(user.line.clone(), &client, &user.tokens).build().unwrap();
    user.line.pass(3_600);
    assert!(text(&source).unwrap_err().is_transient());
    broken.store(false, Ordering::Relaxed);
    user.line.pass(60);
    assert!(text(&source).is_ok());
    assert_eq!(user.refreshed_with(), [user.refresh_token()]);
}

/// A store that panics at each call while it is broken.
#[derive(Clone)]
struct Panics {
    store: MemoryStore,
    broken: Arc<AtomicBool>,
}

impl Panics {
    fn check(&self) {
        if self.broken.load(Ordering::Relaxed) {
            panics();
        }
    }
}

impl TokenStore for Panics {
    async fn load(&self, key: &str) -> Result<Option<(Version, Record)>, StoreError> {
        self.check();
        self.store.load(key).await
    }

    async fn compare_and_set(&self, key: &str, of: Option<&Version>, record: &Record) -> Result<Written, StoreError> {
        self.check();
        self.store.compare_and_set(key, of, record).await
    }

    async fn lease(&self, key: &str, id: LeaseId, length: Duration) -> Result<Lease, StoreError> {
        self.check();
        self.store.lease(key, id, length).await
    }

    async fn release(&self, key: &str, id: LeaseId, pause: Option<Duration>) {
        self.check();
        self.store.release(key, id, pause).await;
    }

    fn is_durable(&self) -> bool {
        false
    }
}

#[test]
fn a_store_that_panics_is_a_store_that_fails() {
    let (line, client) = service();
    let store = Panics { store: memory(&line), broken: Arc::new(AtomicBool::new(true)) };
    let request = client.client_credentials().scope("read");
    let source = TokenSource::builder(line.clone(), request).store(store.clone()).build().unwrap();
    assert!(text(&source).is_ok(), "a repeatable grant goes on without its store");
    assert!(source.metrics().store_failures > 0);

    let user = User::new(RefreshTokenRotation::Rotating);
    user.line.wait_for_test();
    let source = user.builder().store(store.clone()).build().unwrap();
    let error = text(&source).unwrap_err();
    assert!(matches!(&error, TokenError::Store(_)) && error.to_string().contains("panicked"), "{error}");
    store.broken.store(false, Ordering::Relaxed);
    for _ in 0..13 {
        user.line.await_landing_or_rest();
        user.line.pass(10);
    }
    until(|| !source.stats().unsaved);
    assert!(source.token_blocking(PATIENCE).is_ok());
}
