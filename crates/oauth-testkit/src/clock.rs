//! The clock of the server: it moves only when a test moves it, unless it is told to run.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// 2026-01-01T00:00:00Z, in seconds after the Unix epoch.
const START: u64 = 1_767_225_600;

/// A virtual clock. Clones show the same time.
///
/// Tokens, secrets and the ledger take their time from it; how long a [`Fault::Delay`](crate::Fault::Delay) lasts on a
/// real connection does not.
///
/// ```
/// use std::time::Duration;
/// use oauth_testkit::Clock;
///
/// let clock = Clock::new();
/// let before = clock.now();
/// clock.clone().advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), before + Duration::from_secs(60));
/// ```
#[derive(Clone, Debug)]
pub struct Clock {
    now: Arc<Mutex<SystemTime>>,
    /// When a running clock was started.
    started: Option<Instant>,
}

impl Clock {
    /// A clock that stands at 2026-01-01T00:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::starting_at(SystemTime::UNIX_EPOCH + Duration::from_secs(START))
    }

    /// A clock that stands at `start`.
    #[must_use]
    pub fn starting_at(start: SystemTime) -> Self {
        Self { now: Arc::new(Mutex::new(start)), started: None }
    }

    /// A clock that shows the time of the system and goes on by itself, for a server that people use.
    #[must_use]
    pub fn running() -> Self {
        Self { started: Some(Instant::now()), ..Self::starting_at(SystemTime::now()) }
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let now = *self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = self.started.map(|started| started.elapsed()).unwrap_or_default();
        now.checked_add(passed).unwrap_or(now)
    }

    /// Moves the clock forward. A clock at the end of what `SystemTime` can hold stays there.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).unwrap_or(*now);
    }
}

/// The whole seconds since the Unix epoch, as tokens and answers state a time.
pub(crate) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
