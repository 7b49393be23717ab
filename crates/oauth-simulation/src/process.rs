//! A process: a lifecycle, the shell around it, and its clocks.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, SystemTime};

use oauth_core::Now;
use oauth_core::lifecycle::{
    Attempt, CredentialId, Generation, Lifecycle, Outcome, Record, Snapshot, TokenKey, Tokens, Version, Work,
};

use crate::scenario::s;
use crate::server::SignIn;

/// What the steady clock says at the beginning of a run. No process sleeps for longer in all.
const STEADY: u64 = s(30 * 24 * 3600);

/// A time of the run by the clocks of a process.
pub(crate) fn at(t: u64, skew: i64, slept: u64) -> Now {
    let wall = SystemTime::UNIX_EPOCH + Duration::from_millis(1_000_000_000_000_u64.saturating_add_signed(skew) + t);
    Now::new(wall, Duration::from_millis(STEADY + t - slept), false)
}

/// A caller that waits.
#[derive(Debug, Clone)]
pub(crate) struct Waiter {
    /// Its number.
    pub(crate) id: u64,
    /// For which token.
    pub(crate) key: TokenKey,
    /// At which generation it asked.
    pub(crate) after: Generation,
    /// Since when.
    pub(crate) since: u64,
    /// The token that a resource refused, if that is why it waits.
    pub(crate) refused: Option<String>,
}

/// What the flight is at.
#[derive(Debug, Clone)]
pub(crate) struct Busy {
    /// The number of the piece of work.
    pub(crate) attempt: Attempt,
    /// The work.
    pub(crate) work: Work,
    /// The time by the wall clock when it was begun.
    pub(crate) sent_at: SystemTime,
    /// The credential that it was begun with.
    pub(crate) credential: CredentialId,
}

/// A worker process.
#[derive(Debug)]
pub(crate) struct Process {
    /// The machine.
    pub(crate) lifecycle: Lifecycle,
    /// Whether it runs.
    pub(crate) is_up: bool,
    /// Grows whenever it is killed.
    pub(crate) life: u64,
    /// Whether a flight is there.
    pub(crate) is_flying: bool,
    /// Grows with each flight.
    pub(crate) flight: u64,
    /// The caller that began the flight.
    pub(crate) owner: Option<u64>,
    /// What the flight is at; `None` if it waits or decides.
    pub(crate) busy: Option<Busy>,
    /// The time until which the flight sleeps.
    pub(crate) wakes_at: Option<u64>,
    /// Callers that wait.
    pub(crate) waiters: Vec<Waiter>,
    /// What the cached path reads.
    pub(crate) snapshots: HashMap<TokenKey, Snapshot>,
    /// How far its wall clock is off.
    pub(crate) skew: i64,
    /// How long its machine slept.
    pub(crate) slept: u64,
    /// It does nothing until then.
    pub(crate) frozen_until: u64,
    /// Whether its clocks ever disagreed.
    pub(crate) is_odd: bool,
    /// The secret in its settings.
    pub(crate) secret: u64,
    /// What it loaded last.
    pub(crate) loaded: Option<Outcome>,
    /// Whether the lease was the last thing that it got.
    pub(crate) was_leased: bool,
    /// The last version that it saw.
    pub(crate) known: Option<Version>,
    /// The tokens that it was last given, for a shell that gives them again.
    pub(crate) given: Option<(Tokens, u64)>,
    /// What the watch knows of it.
    pub(crate) seen: Seen,
}

/// What the watch knows of a process.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The token that it last handed out for a key, and until when that is valid.
    pub(crate) has: HashMap<TokenKey, (String, u64)>,
    /// Sign-ins that it signed out of.
    pub(crate) forgot: HashSet<SignIn>,
    /// Requests that brought nothing.
    pub(crate) fruitless: VecDeque<u64>,
    /// Refresh tokens that were refused.
    pub(crate) refused: HashSet<String>,
    /// The secret that was refused.
    pub(crate) refused_secret: Option<u64>,
    /// Of which sign-in the token was that it last renewed for a refusal, and when.
    pub(crate) for_refusal: HashMap<TokenKey, (SignIn, u64)>,
    /// No request before then, by `Retry-After`.
    pub(crate) not_before: u64,
    /// How long a token was fresh, when it was first seen.
    pub(crate) fresh_for: HashMap<String, Duration>,
    /// Requests that were made because somebody asked for one by name or a resource refused a token.
    pub(crate) is_asked: HashSet<TokenKey>,
    /// Requests of the flight at this moment.
    pub(crate) in_a_row: u64,
    /// When the process began.
    pub(crate) began: u64,
}

impl Process {
    /// Starts a process.
    pub(crate) fn new(lifecycle: Lifecycle) -> Self {
        Self {
            lifecycle,
            is_up: true,
            life: 0,
            is_flying: false,
            flight: 0,
            owner: None,
            busy: None,
            wakes_at: None,
            waiters: Vec::new(),
            snapshots: HashMap::new(),
            skew: 0,
            slept: 0,
            frozen_until: 0,
            is_odd: false,
            secret: 0,
            loaded: None,
            was_leased: false,
            known: None,
            given: None,
            seen: Seen::default(),
        }
    }

    /// Starts it again, with nothing in memory.
    pub(crate) fn restart(&mut self, lifecycle: Lifecycle, t: u64) {
        let (life, skew, slept, is_odd, secret) = (self.life, self.skew, self.slept, self.is_odd, self.secret);
        *self = Self { life, skew, slept, is_odd, secret, ..Self::new(lifecycle) };
        self.seen.began = t;
    }

    /// The time by its clocks.
    pub(crate) fn now(&self, t: u64) -> Now {
        at(t, self.skew, self.slept)
    }

    /// Reads the version out of an outcome, and turns a record that is missing into a sign-out if that bug is planted.
    pub(crate) fn through_adapter(&mut self, outcome: Outcome, absence_is_a_sign_out: bool) -> Outcome {
        use oauth_core::lifecycle::Written;
        match outcome {
            Outcome::Loaded(Ok(None)) if absence_is_a_sign_out && self.known.is_some() => {
                Outcome::Loaded(Ok(Some((Version::new("none"), Record::SignedOut { of: None }))))
            }
            Outcome::Written(Ok(Written::Gone)) if absence_is_a_sign_out => {
                Outcome::Written(Ok(Written::Is(Version::new("none"), Record::SignedOut { of: None })))
            }
            outcome => {
                if let Outcome::Loaded(Ok(Some((version, _)))) | Outcome::Written(Ok(Written::Stored(version))) =
                    &outcome
                {
                    self.known = Some(version.clone());
                }
                outcome
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_clock_goes_on_after_a_sleep_that_is_longer_than_the_run_before_it() {
        let (asleep, awake) = (at(s(100), 0, s(5000)), at(s(130), 0, s(5000)));
        assert_eq!(awake.age_of(asleep).certain, Duration::from_secs(30));
    }
}
