//! What is remembered between flights: failures, requests and looks into the store.

use std::collections::VecDeque;
use std::time::Duration;

use super::failure::FailureKind;
use super::job::CredentialId;
use super::random::Random;
use super::settings::{Setting, Settings};
use crate::time::Now;

/// The longest pause between two attempts that failed.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(30);
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
/// The pause after the server refused the client itself.
const AFTER_CLIENT_FAULT: Duration = Duration::from_secs(60);
/// The same if the credential is known: then nothing is sent until it has changed, and asking for it costs little.
const BEFORE_NEW_CREDENTIAL: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Default)]
pub(super) struct Memories {
    /// No request is sent before this time.
    pub(super) not_before: Option<Now>,
    pub(super) failures: u32,
    pub(super) since: Option<Now>,
    pub(super) kind: Option<FailureKind>,
    /// The last requests that brought no token.
    fruitless: VecDeque<Now>,
    /// When the record was last seen.
    pub(super) looked: Option<Now>,
    /// The credential that the server refused.
    pub(super) credential: Option<CredentialId>,
}

impl Memories {
    /// Forgets what was about the tokens of the sign-in before. What is about the server or the client stays.
    pub(super) fn new_sign_in(&mut self) {
        self.looked = None;
        let stays = matches!(
            self.kind,
            Some(
                FailureKind::ClientFault
                    | FailureKind::Paused
                    | FailureKind::SameCredential
                    | FailureKind::TooMany
                    | FailureKind::Unavailable
            )
        );
        if !stays {
            self.well();
        }
    }

    pub(super) fn resting(&self, now: Now) -> Option<Now> {
        self.not_before.filter(|at| !at.reached(now))
    }

    /// When the next request may begin, if not now.
    pub(super) fn too_many(&self, settings: &Settings, now: Now) -> Option<Now> {
        let limit = settings.count(Setting::RequestsPerMinute);
        let at = usize::try_from(limit).ok().and_then(|limit| self.fruitless.len().checked_sub(limit))?;
        let oldest = *self.fruitless.get(at)?;
        // Counted from now: by the wall clock, a minute after the oldest may have passed already.
        let left = MINUTE.checked_sub(now.age_of(oldest).certain).filter(|left| !left.is_zero())?;
        Some(now.plus(left))
    }

    /// Notes a request. It counts as fruitless until it has brought a token.
    pub(super) fn requested(&mut self, settings: &Settings, now: Now) {
        self.fruitless.push_back(now);
        while self.fruitless.len() as u64 > settings.count(Setting::RequestsPerMinute) {
            self.fruitless.pop_front();
        }
    }

    /// The last request brought a token, or was not sent after all.
    pub(super) fn was_none(&mut self) {
        self.fruitless.pop_back();
    }

    /// Notes a failure. Returns how long to rest.
    pub(super) fn failed(
        &mut self,
        kind: FailureKind,
        retry_after: Option<Duration>,
        settings: &Settings,
        random: &mut Random,
        now: Now,
    ) -> Duration {
        self.failures = self.failures.saturating_add(1);
        self.since.get_or_insert(now);
        self.kind = Some(kind);
        let longest = Duration::from_millis(200 << self.failures.min(8)).min(LONGEST_PAUSE);
        match (kind, retry_after) {
            (_, Some(after)) => after.min(settings.duration(Setting::LongestRetryAfter)).max(SHORTEST_PAUSE),
            (FailureKind::ClientFault, None) if self.credential.is_none() => AFTER_CLIENT_FAULT,
            (FailureKind::ClientFault | FailureKind::SameCredential, None) => BEFORE_NEW_CREDENTIAL,
            (_, None) => (longest / 4 + random.up_to(longest - longest / 4)).max(SHORTEST_PAUSE),
        }
    }

    /// Notes a success. Returns whether it ends a time of failures.
    pub(super) fn well(&mut self) -> bool {
        let was_failing = self.failures > 0;
        (self.failures, self.since, self.kind, self.not_before) = (0, None, None, None);
        was_failing
    }
}
