//! The lifecycles of a source, or of all sources of a registry: one for each key, and not too many.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oauth_core::Now;
use oauth_core::lifecycle::GrantKey;

use super::error::TokenError;
use super::shared::Shared;
use super::state::MOST;
use crate::process::Process;

/// The lifecycles of a source, or of all sources of a registry.
pub(super) struct Pool {
    /// There are never more.
    most: usize,
    /// What nobody holds and nobody asked for is dropped after this time. `None`: when its place is needed.
    idle: Option<Duration>,
    pub(super) process: Arc<Process>,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_key: BTreeMap<GrantKey, Entry>,
    /// When the idle ones were last looked for.
    swept: Option<Now>,
}

struct Entry {
    shared: Arc<Shared>,
    /// When it was last asked for.
    used: Now,
    /// It can be requested again, or loaded from a store.
    is_kept: bool,
}

impl Pool {
    pub(super) fn new(most: usize, idle: Option<Duration>) -> Self {
        Self { most, idle, process: Arc::default(), entries: Mutex::default() }
    }

    /// For one source: what differs in its scope or resource.
    pub(super) fn of_one() -> Self {
        Self::new(MOST, None)
    }

    /// Returns the lifecycle of this key, which is made at its first use.
    ///
    /// # Errors
    ///
    /// It cannot be made; there are too many that cannot be dropped; or the process was forked.
    pub(super) fn shared(
        &self,
        key: &GrantKey,
        is_kept: bool,
        now: Now,
        make: impl FnOnce() -> Result<Shared, TokenError>,
    ) -> Result<Arc<Shared>, TokenError> {
        let mut entries = self.lock()?;
        if let Some(entry) = entries.by_key.get_mut(key) {
            entry.used = now;
            return Ok(Arc::clone(&entry.shared));
        }
        let dropped = self.make_room(&mut entries, now)?;
        let shared = Arc::new(make()?);
        let entry = Entry { shared: Arc::clone(&shared), used: now, is_kept };
        entries.by_key.insert(key.clone(), entry);
        drop(entries);
        // Outside of the lock: a store or a transport may go with it.
        drop(dropped);
        Ok(shared)
    }

    /// Returns the lifecycle of this key, if there is one.
    pub(super) fn known(&self, key: &GrantKey, now: Now) -> Result<Option<Arc<Shared>>, TokenError> {
        let mut entries = self.lock()?;
        Ok(entries.by_key.get_mut(key).map(|entry| {
            entry.used = now;
            Arc::clone(&entry.shared)
        }))
    }

    /// Returns the lifecycles of these grants.
    pub(super) fn all(&self, of: impl Fn(&GrantKey) -> bool) -> Result<Vec<Arc<Shared>>, TokenError> {
        let entries = self.lock()?;
        let all = entries.by_key.values().map(|entry| &entry.shared);
        Ok(all.filter(|shared| of(&shared.grant)).map(Arc::clone).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.lock().map_or(0, |entries| entries.by_key.len())
    }

    /// Drops what is idle, and more if the place is needed.
    fn make_room(&self, entries: &mut Entries, now: Now) -> Result<Vec<Entry>, TokenError> {
        let mut dropped = self.sweep(entries, now);
        if entries.by_key.len() < self.most {
            return Ok(dropped);
        }
        // The longest unused first, and a tenth at once, so that this is not done for each new key. What rests after a
        // failure goes last: its next life would not know that it has to rest.
        let mut idle: Vec<(bool, Now, GrantKey)> = entries
            .by_key
            .iter()
            .filter(|(_, entry)| entry.can_be_dropped(now))
            .map(|(key, entry)| (entry.is_resting(now), entry.used, key.clone()))
            .collect();
        idle.sort_by(|(resting, used, _), (other_resting, other_used, _)| {
            resting.cmp(other_resting).then_with(|| used.wall().cmp(&other_used.wall()))
        });
        let surplus = entries.by_key.len() + 1 - self.most.max(1);
        let resting_from = idle.iter().position(|(resting, ..)| *resting).unwrap_or(idle.len());
        let number = surplus.max(resting_from.min(self.most / 10));
        dropped.extend(idle.into_iter().take(number).filter_map(|(_, _, key)| entries.by_key.remove(&key)));
        if entries.by_key.len() >= self.most {
            return Err(TokenError::TooMany { most: self.most });
        }
        Ok(dropped)
    }

    fn sweep(&self, entries: &mut Entries, now: Now) -> Vec<Entry> {
        let Some(idle) = self.idle else { return Vec::new() };
        let is_due = entries.swept.is_none_or(|swept| now.age_of(swept).perhaps >= idle / 8);
        if !is_due {
            return Vec::new();
        }
        entries.swept = Some(now);
        let is_over = |entry: &Entry| {
            now.age_of(entry.used).perhaps >= idle && entry.can_be_dropped(now) && !entry.is_resting(now)
        };
        let over: Vec<GrantKey> =
            entries.by_key.iter().filter(|(_, entry)| is_over(entry)).map(|(key, _)| key.clone()).collect();
        over.iter().filter_map(|key| entries.by_key.remove(key)).collect()
    }

    fn lock(&self) -> Result<MutexGuard<'_, Entries>, TokenError> {
        self.process.look().map_err(TokenError::Transport)?;
        Ok(self.entries.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Entry {
    /// Nobody holds it, no flight works for it, and nothing is lost with it. A sign-in that has ended is not lost.
    fn can_be_dropped(&self, now: Now) -> bool {
        Arc::strong_count(&self.shared) == 1 && self.shared.state.look(|state| state.can_be_dropped(self.is_kept, now))
    }

    fn is_resting(&self, now: Now) -> bool {
        self.shared.state.look(|state| state.is_resting(now))
    }
}
