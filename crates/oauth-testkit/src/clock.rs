//! The virtual clock of the server.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// 2026-01-01T00:00:00Z, in seconds since the Unix epoch.
const START: u64 = 1_767_225_600;

/// A virtual clock, which moves only when a test advances it. All clones share the same time.
///
/// The lifetimes of tokens and secrets and the times in the ledger follow this clock. A
/// [`Fault::Delay`](crate::Fault::Delay) on a real connection does not.
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
    /// The start of a running clock.
    started: Option<Instant>,
}

impl Clock {
    /// A stopped clock that shows 2026-01-01T00:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::starting_at(SystemTime::UNIX_EPOCH + Duration::from_secs(START))
    }

    /// A stopped clock that shows `start`.
    #[must_use]
    pub fn starting_at(start: SystemTime) -> Self {
        Self { now: Arc::new(Mutex::new(start)), started: None }
    }

    /// A clock that follows the system time, for a server that is used interactively.
    #[must_use]
    pub fn running() -> Self {
        Self { started: Some(Instant::now()), ..Self::starting_at(SystemTime::now()) }
    }

    /// The current time of the clock.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let now = *self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = self.started.map(|started| started.elapsed()).unwrap_or_default();
        now.checked_add(passed).unwrap_or(now)
    }

    /// Moves the clock forward. At the end of the range of `SystemTime` it stays where it is.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).unwrap_or(*now);
    }
}

/// The whole seconds since the Unix epoch: the format of times in tokens and responses.
pub(crate) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
