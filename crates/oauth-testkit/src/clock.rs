//! The clock of the server: it moves only when a test moves it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

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
        Self { now: Arc::new(Mutex::new(start)) }
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the clock forward. A clock at the end of what `SystemTime` can hold stays there.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).unwrap_or(*now);
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
