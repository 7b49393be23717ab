//! What the store has, as far as is known.

use std::time::Duration;

use super::job::LeaseId;
use super::random::Random;
use super::record::Version;
use crate::time::Now;

const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The record as the store has it. Each change in memory is an edition of the record; an edition is saved once the store
/// has taken it or a later one.
#[derive(Debug, Clone, Default)]
pub(super) struct Mirror {
    pub(super) version: Option<Version>,
    pub(super) edition: u64,
    pub(super) saved: u64,
    /// The edition that is being written.
    pub(super) writing: u64,
    /// Writes in a row that failed.
    pub(super) failures: u32,
    /// The next write is due at this time.
    pub(super) rest: Option<Now>,
    pub(super) lease: Option<LeaseId>,
    /// The lease that was asked for last. The answer may have been lost.
    pub(super) asked: Option<LeaseId>,
    /// For how long nobody gets the lease after us.
    pub(super) pause: Option<Duration>,
    /// There is a record that cannot be read, so nothing is written over it.
    pub(super) is_unreadable: bool,
    /// The last edition since the sign-in whose write had no result. The store may have had it.
    pub(super) perhaps: Option<u64>,
    /// An operation failed that a repeatable grant does not wait for, and that was reported.
    pub(super) has_failed: bool,
}

impl Mirror {
    /// Begins a new edition.
    pub(super) fn touch(&mut self) -> u64 {
        self.edition += 1;
        self.edition
    }

    /// The store has what is in memory, or need not have it.
    pub(super) fn is_current(&mut self) {
        self.saved = self.edition;
    }

    pub(super) fn is_behind(&self) -> bool {
        self.edition > self.saved
    }

    pub(super) fn stored(&mut self, version: Version) {
        self.version = Some(version);
        self.saved = self.saved.max(self.writing);
        (self.failures, self.rest, self.perhaps) = (0, None, None);
    }

    /// A write failed, or its outcome is not known.
    pub(super) fn failed(&mut self, random: &mut Random, now: Now) {
        self.failures = self.failures.saturating_add(1);
        self.perhaps = Some(self.writing);
        let longest = Duration::from_millis(200 << self.failures.min(9)).min(LONGEST_PAUSE);
        self.rest = Some(now.plus(longest / 2 + random.up_to(longest / 2)));
    }

    pub(super) fn resting(&self, now: Now) -> Option<Now> {
        self.rest.filter(|at| !at.reached(now))
    }
}
