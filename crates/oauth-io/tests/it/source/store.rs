//! Stores that refuse, hang, forget and are shared.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

use oauth_io::lifecycle::{Event, Lease, LeaseId, Record, Version, Written};
use oauth_io::store::{MemoryStore, StoreError, TokenStore};
use oauth_io::{TokenError, TokenSource};
use oauth_testkit::RefreshTokenRotation;

use super::{Log, PATIENCE, User, memory, service, text, until};

/// A store that fails in the way that a test wants. Clones are one store.
#[derive(Clone)]
pub(crate) struct Faulty(Arc<Inner>);

struct Inner {
    store: MemoryStore,
    faults: Mutex<Faults>,
}

#[derive(Default)]
struct Faults {
    refuses_reads: bool,
    refuses_writes: bool,
    is_unreadable: bool,
    holds_writes: bool,
    hangs: bool,
    held: usize,
    loads: usize,
    writes: usize,
    wakers: Vec<Waker>,
}

impl Faulty {
    pub(crate) fn new(store: MemoryStore) -> Self {
        Self(Arc::new(Inner { store, faults: Mutex::default() }))
    }

    fn set(&self, change: impl FnOnce(&mut Faults)) {
        let wakers = {
            let mut faults = self.0.faults.lock().unwrap();
            change(&mut faults);
            std::mem::take(&mut faults.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    fn get<R>(&self, look: impl FnOnce(&Faults) -> R) -> R {
        look(&self.0.faults.lock().unwrap())
    }

    pub(crate) fn hold_writes(&self) {
        self.set(|faults| faults.holds_writes = true);
    }

    pub(crate) fn let_go(&self) {
        self.set(|faults| (faults.holds_writes, faults.hangs) = (false, false));
    }

    pub(crate) fn held(&self) -> usize {
        self.get(|faults| faults.held)
    }

    async fn until(&self, mut ready: impl FnMut(&Faults) -> bool) {
        self.set(|faults| faults.held += 1);
        poll_fn(|context| {
            let mut faults = self.0.faults.lock().unwrap();
            if ready(&faults) {
                return Poll::Ready(());
            }
            faults.wakers.push(context.waker().clone());
            Poll::Pending
        })
        .await;
        self.set(|faults| faults.held -= 1);
    }
}

impl TokenStore for Faulty {
    async fn load(&self, key: &str) -> Result<Option<(Version, Record)>, StoreError> {
        self.set(|faults| faults.loads += 1);
        self.until(|faults| !faults.hangs).await;
        if self.get(|faults| faults.refuses_reads) {
            return Err(StoreError::new("is away"));
        }
        let found = self.0.store.load(key).await?;
        let is_unreadable = self.get(|faults| faults.is_unreadable);
        Ok(found.map(|(version, record)| (version, if is_unreadable { Record::Unreadable } else { record })))
    }

    async fn compare_and_set(&self, key: &str, of: Option<&Version>, record: &Record) -> Result<Written, StoreError> {
        self.set(|faults| faults.writes += 1);
        self.until(|faults| !faults.hangs && !faults.holds_writes).await;
        if self.get(|faults| faults.refuses_writes) {
            return Err(StoreError::new("is read-only"));
        }
        self.0.store.compare_and_set(key, of, record).await
    }

    async fn lease(&self, key: &str, id: LeaseId, length: Duration) -> Result<Lease, StoreError> {
        self.until(|faults| !faults.hangs).await;
        if self.get(|faults| faults.refuses_reads) {
            return Err(StoreError::new("is away"));
        }
        self.0.store.lease(key, id, length).await
    }

    async fn release(&self, key: &str, id: LeaseId, pause: Option<Duration>) {
        self.0.store.release(key, id, pause).await;
    }

    fn is_durable(&self) -> bool {
        false
    }
}

#[test]
fn a_second_process_takes_the_token_from_the_store() {
    let (line, client) = service();
    let store = memory(&line);
    let source = || {
        let request = client.client_credentials().scope("read");
        TokenSource::builder(line.clone(), request).store(store.clone()).build().unwrap()
    };
    let first = source();
    let token = text(&first).unwrap();
    line.await_landing();
    assert_eq!(text(&source()).unwrap(), token);
    assert_eq!(line.sent(), 1);
    // With another scope, it does not answer for the new key.
    let other = TokenSource::builder(line.clone(), client.client_credentials().scope("write")).store(store.clone());
    assert_ne!(text(&other.build().unwrap()).unwrap(), token);
    // With another secret, the token stays.
    let replaced = super::client(&line, "another");
    let restarted =
        TokenSource::builder(line.clone(), replaced.client_credentials().scope("read")).store(store.clone());
    assert_eq!(text(&restarted.build().unwrap()).unwrap(), token);
}

#[test]
fn a_repeatable_grant_goes_on_without_a_store_that_cannot_be_read() {
    let (line, client) = service();
    let (store, log) = (Faulty::new(memory(&line)), Log::default());
    store.set(|faults| (faults.refuses_reads, faults.refuses_writes) = (true, true));
    let request = client.client_credentials().scope("read");
    let source = TokenSource::builder(line.clone(), request).store(store).observe(log.observer()).build().unwrap();
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let source = source.clone();
            thread::spawn(move || text(&source).unwrap())
        })
        .collect();
    let tokens: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    line.await_landing();
    assert_eq!(line.sent(), 1);
    assert_eq!(log.count(|event| matches!(event, Event::Failed(_))), 1);
}

#[test]
fn a_store_that_cannot_be_read_signs_nobody_out() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let store = Faulty::new(user.store());
    let first = user.builder().store(store.clone()).build().unwrap();
    user.line.await_landing();
    drop(first);
    store.set(|faults| faults.refuses_reads = true);
    let next = TokenSource::of_sign_in(user.line.clone(), user.client());
    let next = next.user("alice").store(store.clone()).dangerous_volatile_store().build().unwrap();
    let error = text(&next).unwrap_err();
    assert!(matches!(&error, TokenError::Store(_)) && error.to_string().contains("is away"), "{error}");
    assert!(!error.needs_sign_in());

    // Nor one whose record is sealed with a key that is gone: it is not written over.
    store.set(|faults| (faults.refuses_reads, faults.is_unreadable, faults.writes) = (false, true, 0));
    user.line.pass(60);
    let error = text(&next).unwrap_err();
    assert!(matches!(&error, TokenError::Store(_)) && !error.needs_sign_in(), "{error:?}");
    assert_eq!(store.get(|faults| faults.writes), 0);

    store.set(|faults| faults.is_unreadable = false);
    user.line.pass(60);
    assert_eq!(text(&next).unwrap(), user.tokens.access_token.expose());
}

#[test]
fn a_pair_that_the_store_does_not_take_is_kept_and_written_later() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let (store, log) = (Faulty::new(user.store()), Log::default());
    let source = user.builder().store(store.clone()).observe(log.observer()).build().unwrap();
    user.line.await_landing();
    let first = text(&source).unwrap();
    user.line.pass(3_450);
    user.line.wait_for_test();
    // The intent is written; the answer cannot be.
    user.line.close_answers();
    assert_eq!(text(&source).unwrap(), first);
    user.line.await_held(1);
    store.set(|faults| faults.refuses_writes = true);
    user.line.open();
    log.await_one(|event| *event == Event::NotSaved);
    for _ in 0..14 {
        assert_eq!(text(&source).unwrap(), first, "nobody gets what is not saved");
        user.line.pass(10);
    }
    user.line.pass(20);
    let error = text(&source).unwrap_err();
    assert!(matches!(&error, TokenError::Store(_)) && error.to_string().contains("read-only"), "{error}");
    assert!(source.stats().unsaved);
    store.set(|faults| faults.refuses_writes = false);
    // The longest pause between two tries is a minute.
    for _ in 0..13 {
        user.line.await_landing_or_rest();
        user.line.pass(10);
    }
    log.await_one(|event| *event == Event::Saved);
    assert_ne!(text(&source).unwrap(), first);
    assert_eq!(user.refreshed_with().len(), 1, "one request in all of that time");
}

#[test]
fn an_unsaved_token_is_used_if_that_was_chosen() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let store = Faulty::new(user.store());
    let builder = user.builder().store(store.clone()).settings(|settings| settings.use_unsaved());
    let source = builder.build().unwrap();
    user.line.await_landing();
    user.line.wait_for_test();
    user.line.pass(3_600);
    user.line.close_answers();
    let waiting = {
        let source = source.clone();
        thread::spawn(move || text(&source))
    };
    user.line.await_held(1);
    store.set(|faults| faults.refuses_writes = true);
    user.line.open();
    assert!(waiting.join().unwrap().is_ok());
}

/// Who waits for the save hears that it failed, and does not wait for the store to be well.
#[test]
fn a_save_that_fails_is_told_to_whoever_waits() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let store = Faulty::new(user.store());
    let source = user.builder().store(store.clone()).build().unwrap();
    user.line.await_landing();
    user.line.wait_for_test();
    user.line.pass(3_600);
    user.line.close_answers();
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let source = source.clone();
            thread::spawn(move || text(&source))
        })
        .collect();
    user.line.await_held(1);
    store.hold_writes();
    user.line.open();
    until(|| store.held() == 1);
    until(|| source.metrics().waits == 4);
    store.set(|faults| faults.refuses_writes = true);
    store.let_go();
    for caller in callers {
        let error = caller.join().unwrap().unwrap_err();
        assert!(matches!(error, TokenError::Store(_)), "{error:?}");
    }
}

#[test]
fn a_store_that_hangs_has_a_limit() {
    let (line, client) = service();
    let store = Faulty::new(memory(&line));
    store.set(|faults| faults.hangs = true);
    let request = client.client_credentials().scope("read");
    let source = TokenSource::builder(line.clone(), request).store(store.clone()).build().unwrap();
    let waiting = {
        let source = source.clone();
        thread::spawn(move || text(&source))
    };
    until(|| store.held() == 1);
    line.close();
    line.expire(2);
    line.await_held(1);
    line.expire(0);
    line.open();
    assert!(waiting.join().unwrap().is_ok());
    store.let_go();
}

#[test]
fn a_store_that_forgets_is_written_again_and_signs_nobody_out() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let (store, log) = (user.store(), Log::default());
    let source = user.builder().store(store.clone()).observe(log.observer()).build().unwrap();
    user.line.await_landing();
    store.clear();
    user.line.pass(3_600);
    assert!(text(&source).is_ok());
    log.await_one(|event| *event == Event::StoreForgot);
    user.line.await_landing();
    user.line.pass(3_600);
    assert!(text(&source).is_ok());
    assert_eq!(user.refreshed_with().len(), 2);
}

#[test]
fn a_shutdown_makes_a_last_try_to_save() {
    for is_well_again in [true, false] {
        let user = User::new(RefreshTokenRotation::Rotating);
        let store = Faulty::new(user.store());
        let source = user.builder().store(store.clone()).build().unwrap();
        user.line.await_landing();
        user.line.wait_for_test();
        user.line.pass(3_600);
        user.line.close_answers();
        let waiting = {
            let source = source.clone();
            thread::spawn(move || text(&source))
        };
        user.line.await_held(1);
        store.set(|faults| faults.refuses_writes = true);
        user.line.open();
        assert!(waiting.join().unwrap().is_err());
        let writes = store.get(|faults| faults.writes);
        store.set(|faults| faults.refuses_writes = !is_well_again);
        let outcome = source.shutdown_blocking(PATIENCE.unwrap());
        assert!(store.get(|faults| faults.writes) > writes);
        if is_well_again {
            outcome.unwrap();
            let next = TokenSource::of_sign_in(user.line.clone(), user.client());
            let next = next.user("alice").store(store).dangerous_volatile_store().build().unwrap();
            assert!(text(&next).is_ok());
            assert_eq!(user.refreshed_with().len(), 1);
        }
    }
}
