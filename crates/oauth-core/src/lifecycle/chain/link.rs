//! One refresh token of a chain, as this process knows it.

use std::time::{Duration, SystemTime};

use super::super::record::{AttemptId, Candidate, Used};
use crate::time::Now;
use crate::wire::secret::Secret;

/// A refresh token, and in which editions of the record this process added it and changed it last.
#[derive(Debug, Clone)]
pub(in super::super) struct Link {
    pub(in super::super) candidate: Candidate,
    /// If this edition was not saved, nobody else has the token. What the store had and has no more is spent.
    pub(super) added: u64,
    pub(super) changed: u64,
    /// When this process first knew of its present state.
    pub(super) seen: Now,
}

/// An intent of ours, and what it replaced, so that it can be taken back.
#[derive(Debug, Clone)]
pub(in super::super) struct Mark {
    pub(in super::super) token: Secret,
    pub(in super::super) at: Now,
    pub(super) by: AttemptId,
    pub(super) before: Used,
    pub(super) changed: u64,
}

impl Link {
    pub(super) fn new(candidate: Candidate, edition: u64, now: Now) -> Self {
        Self { candidate, added: edition, changed: edition, seen: now }
    }

    pub(super) fn is(&self, token: &Secret) -> bool {
        self.candidate.token.expose() == token.expose()
    }

    pub(super) fn set(&mut self, used: Used, edition: u64, now: Now) {
        (self.candidate.used, self.changed, self.seen) = (used, edition, now);
    }

    /// How long ago it was sent first. The wall clock alone would never say so if it was set back since.
    pub(super) fn sent_age(&self, now: Now) -> Option<Duration> {
        let Used::Sent { at, .. } = self.candidate.used else { return None };
        Some(wall_age(at, now).max(now.age_of(self.seen).certain))
    }

    /// How long ago it was sent last, as far as this process knows.
    pub(super) fn last_sent_age(&self, now: Now) -> Option<Duration> {
        match self.candidate.used {
            Used::Sent { again: true, .. } => Some(now.age_of(self.seen).certain),
            _ => self.sent_age(now),
        }
    }

    /// Whether it was sent once, less than `within` ago by both clocks.
    pub(super) fn may_be_sent_again(&self, within: Duration, now: Now) -> bool {
        let Used::Sent { at, again: false, .. } = self.candidate.used else { return false };
        let is_past = now.wall() >= at;
        is_past && self.sent_age(now).is_some_and(|age| age < within)
    }
}

fn wall_age(then: SystemTime, now: Now) -> Duration {
    now.wall().duration_since(then).unwrap_or_default()
}
