//! What is in hand for one token key.

use std::time::Duration;

use super::held::Held;
use super::settings::{Setting, Settings};
use super::stats::State;
use crate::time::Now;

/// A renewed token that nobody gets yet, because the store does not have its refresh token.
#[derive(Debug, Clone)]
pub(super) struct Staged {
    pub(super) held: Held,
    /// The edition of the record that has it.
    pub(super) edition: u64,
    pub(super) origin: Origin,
}

/// Where a token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// From outside, with a sign-in.
    Adopted,
    Renewal {
        /// Whether its predecessor may stay in use for a while.
        overlaps: bool,
    },
}

#[derive(Debug, Clone, Default)]
pub(super) struct Slot {
    pub(super) current: Option<Held>,
    /// The predecessor, which stays in use for a while after an early renewal.
    pub(super) before: Option<Held>,
    pub(super) staged: Option<Staged>,
    /// The server refused the request for this token. It is not asked again before this time.
    pub(super) not_before: Option<Now>,
    /// When a request for a refusal was last sent.
    pub(super) refusal: Option<Now>,
    /// The state that was last reported.
    pub(super) reported: Option<State>,
}

impl Slot {
    /// The token that callers get.
    pub(super) fn in_use(&self, settings: &Settings, now: Now) -> Option<&Held> {
        self.overlapping(settings, now).or(self.current.as_ref())
    }

    /// The predecessor, while it stays in use.
    pub(super) fn overlapping(&self, settings: &Settings, now: Now) -> Option<&Held> {
        let (current, before) = (self.current.as_ref()?, self.before.as_ref()?);
        let is_new = now.age_of(current.received).perhaps < settings.duration(Setting::Overlap);
        (is_new && before.is_alive(now)).then_some(before)
    }

    pub(super) fn is_resting(&self, now: Now) -> bool {
        self.not_before.is_some_and(|at| !at.reached(now))
    }

    /// How long until a refusal may begin a renewal again.
    pub(super) fn refusal_rests(&self, settings: &Settings, now: Now) -> Option<Duration> {
        let age = now.age_of(self.refusal?).certain;
        settings.duration(Setting::RefusalSpacing).checked_sub(age).filter(|left| !left.is_zero())
    }

    pub(super) fn publish(&mut self, held: Held, overlaps: bool, settings: &Settings, now: Now) {
        let margin = settings.duration(Setting::OverlapMargin);
        let is_good = |held: &Held| !held.doubtful && held.left(now).is_none_or(|left| left >= margin);
        self.before = self.current.replace(held).filter(|before| overlaps && is_good(before));
    }
}
