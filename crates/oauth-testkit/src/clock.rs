//! The clock of the server.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// 2026-01-01T00:00:00Z, in seconds since the Unix epoch.
const START: u64 = 1_767_225_600;

/// The clock of a server, which a test can advance. All clones share the same time.
///
/// A server that is called in memory has a stopped one, which moves only when a test advances it. A `TestServer` has one
/// that follows the system time, because the application under test reads that: a token of 2026-01-01 would be expired for
/// it. [`AuthorizationServer::with_clock`](crate::AuthorizationServer::with_clock) sets another one.
///
/// The lifetimes of tokens and secrets, the times in the ledger and the `Date` of a `TestServer` follow this clock. A
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
pub struct Clock(Arc<Mutex<Hands>>);

/// What the clones share.
#[derive(Debug)]
struct Hands {
    now: SystemTime,
    /// Since when a running clock runs on from `now`.
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
        Self(Arc::new(Mutex::new(Hands { now: start, started: None })))
    }

    /// A clock that follows the system time, as that of a `TestServer` does. A test can advance it as well.
    #[must_use]
    pub fn running() -> Self {
        let clock = Self::new();
        clock.run();
        clock
    }

    /// The current time of the clock.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let hands = self.hands();
        let passed = hands.started.map(|started| started.elapsed()).unwrap_or_default();
        hands.now.checked_add(passed).unwrap_or(hands.now)
    }

    /// Moves the clock forward. At the end of the range of `SystemTime` it stays where it is.
    pub fn advance(&self, by: Duration) {
        let mut hands = self.hands();
        hands.now = hands.now.checked_add(by).unwrap_or(hands.now);
    }

    /// Sets all clones to the system time, and lets them follow it.
    pub(crate) fn run(&self) {
        *self.hands() = Hands { now: SystemTime::now(), started: Some(Instant::now()) };
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
