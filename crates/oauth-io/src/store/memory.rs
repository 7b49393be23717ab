//! A store in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use oauth_core::lifecycle::{Lease, LeaseId, Record, Version, Written};

use super::{StoreError, TokenStore};
use crate::clock;

/// A store in the memory of this process, for tests and for sources that share their tokens. Clones share one content.
///
/// It is not durable.
#[derive(Clone)]
pub struct MemoryStore {
    content: Arc<Mutex<Content>>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

#[derive(Default)]
struct Content {
    records: HashMap<String, (Version, Record)>,
    leases: HashMap<String, Held>,
    writes: u64,
}

struct Held {
    /// `None` for a pause, which nobody holds.
    by: Option<LeaseId>,
    until: SystemTime,
}

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(|| clock::now().wall())
    }

    /// Creates an empty store whose leases last by this clock, such as that of a test.
    pub fn with_clock(clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { content: Arc::default(), clock: Arc::new(clock) }
    }

    /// Forgets every record, as a store does that is restarted without its data.
    pub fn clear(&self) {
        self.content().records.clear();
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        // Each change is one assignment.
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MemoryStore {
    async fn load(&self, key: &str) -> Result<Option<(Version, Record)>, StoreError> {
        Ok(self.content().records.get(key).cloned())
    }

    async fn compare_and_set(
        &self,
        key: &str,
        replaces: Option<&Version>,
        record: &Record,
    ) -> Result<Written, StoreError> {
        let mut content = self.content();
        match (content.records.get(key), replaces) {
            (None, Some(_)) => return Ok(Written::Gone),
            (Some((version, theirs)), replaces) if replaces != Some(version) => {
                return Ok(Written::Is(version.clone(), theirs.clone()));
            }
            _ => {}
        }
        content.writes += 1;
        let version = Version::new(content.writes.to_string());
        content.records.insert(key.to_owned(), (version.clone(), record.clone()));
        Ok(Written::Stored(version))
    }

    async fn lease(&self, key: &str, id: LeaseId, length: Duration) -> Result<Lease, StoreError> {
        /// A lease is mostly given back after one request.
        const LOOK_AGAIN: Duration = Duration::from_millis(100);
        let now = (self.clock)();
        let mut content = self.content();
        match content.leases.get(key).filter(|held| held.until > now) {
            Some(Held { by: None, until }) => {
                return Ok(Lease::Paused { left: until.duration_since(now).unwrap_or_default() });
            }
            Some(Held { by: Some(holder), .. }) if *holder != id => return Ok(Lease::Taken { look_again: LOOK_AGAIN }),
            _ => {}
        }
        let until = now.checked_add(length).unwrap_or(now);
        content.leases.insert(key.to_owned(), Held { by: Some(id), until });
        Ok(Lease::Held)
    }

    async fn release(&self, key: &str, id: LeaseId, pause: Option<Duration>) {
        let mut content = self.content();
        if content.leases.get(key).is_some_and(|held| held.by == Some(id)) {
            content.leases.remove(key);
            if let Some(until) = pause.and_then(|pause| (self.clock)().checked_add(pause)) {
                content.leases.insert(key.to_owned(), Held { by: None, until });
            }
        }
    }

    fn is_durable(&self) -> bool {
        false
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryStore").field("records", &self.content().records.len()).finish_non_exhaustive()
    }
}
