//! Points in time by two clocks.

use std::time::{Duration, SystemTime};

/// The furthest that [`Now::plus`] and [`Now::back`] move a point in time: 1,000 years, which every platform's clock
/// can represent.
const FAR: Duration = Duration::from_secs(1_000 * 31_556_952);

/// The offset of every steady reading. A steady clock often starts with the process, and a time before that must be
/// distinguishable from the clock's zero.
const ORIGIN: Duration = Duration::from_secs(1 << 62);

/// A point in time by two clocks: the wall clock, which can be set and can jump, and a steady clock, which cannot.
///
/// This crate reads neither clock; `oauth-io` does, and tests set their own time. [`From<SystemTime>`](Self::from)
/// creates a point in time by the wall clock alone, such as one loaded from storage.
///
/// Two steady readings are comparable only if they are from the same clock in the same process.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use oauth_core::Now;
///
/// let minute = Duration::from_secs(60);
/// let then = Now::new(SystemTime::UNIX_EPOCH, Duration::ZERO, false);
/// // The machine slept for an hour, or its clock was set: one minute is certain, an hour is possible.
/// let now = Now::new(SystemTime::UNIX_EPOCH + 60 * minute, minute, false);
/// assert_eq!((now.age_of(then).certain, now.age_of(then).perhaps), (minute, 60 * minute));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    wall: SystemTime,
    steady: Option<Steady>,
}

/// A reading of the steady clock, offset by [`ORIGIN`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Steady {
    reading: Duration,
    counts_sleep: bool,
}

/// The time between two points in time, on which two clocks may disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Age {
    /// The time that has certainly passed.
    pub certain: Duration,
    /// The time that may have passed: the longer of the two clocks' ages.
    pub perhaps: Duration,
}

impl Now {
    /// Creates a point in time by both clocks. `steady` is the time since an arbitrary fixed point. `counts_sleep` is
    /// whether the steady clock advances while the machine sleeps.
    #[must_use]
    pub const fn new(wall: SystemTime, steady: Duration, counts_sleep: bool) -> Self {
        Self { wall, steady: Some(Steady { reading: ORIGIN.saturating_add(steady), counts_sleep }) }
    }

    /// Returns the time by the wall clock.
    #[must_use]
    pub const fn wall(self) -> SystemTime {
        self.wall
    }

    /// Returns the time since `then`; zero if `then` is later.
    ///
    /// If the steady clock counts sleep, it alone determines both ages. If it stops during sleep, it determines the
    /// certain age, and the other is the longer of both clocks' ages. If either point in time has no steady reading,
    /// the wall clock determines both.
    #[must_use]
    pub fn age_of(self, then: Self) -> Age {
        let wall = self.wall.duration_since(then.wall).unwrap_or_default();
        match (self.steady, then.steady) {
            (Some(now), Some(then)) => {
                let certain = now.reading.saturating_sub(then.reading);
                let perhaps = if now.counts_sleep { certain } else { certain.max(wall) };
                Age { certain, perhaps }
            }
            _ => Age { certain: wall, perhaps: wall },
        }
    }

    /// Returns the point in time `by` earlier, by both clocks; at most 1,000 years.
    #[must_use]
    pub fn back(self, by: Duration) -> Self {
        let by = by.min(FAR);
        let earliest = || self.wall.min(SystemTime::UNIX_EPOCH);
        self.moved(self.wall.checked_sub(by).unwrap_or_else(earliest), |reading| reading.saturating_sub(by))
    }

    /// Returns the point in time `by` later, by both clocks; at most 1,000 years.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        let by = by.min(FAR);
        self.moved(self.wall.checked_add(by).unwrap_or(self.wall), |reading| reading.saturating_add(by))
    }

    /// Returns whether this point in time has come at `now`, by either clock.
    #[must_use]
    pub fn reached(self, now: Self) -> bool {
        self.until(now).is_zero()
    }

    /// Returns the time from `now` until this point in time, by the clock that says less; zero once either clock has
    /// reached it.
    ///
    /// A wall clock that is set ahead ends a wait too early. One that is set back does not lengthen it.
    #[must_use]
    pub fn until(self, now: Self) -> Duration {
        let wall = self.wall.duration_since(now.wall).unwrap_or_default();
        match (self.steady, now.steady) {
            (Some(then), Some(now)) => wall.min(then.reading.saturating_sub(now.reading)),
            _ => wall,
        }
    }

    /// Returns whether `end` has not come by any clock that [`age_of`](Self::age_of) looks at: the possible age of a point
    /// in time is then less than the time from there to `end`.
    #[inline]
    pub(crate) fn is_certainly_before(self, end: Self) -> bool {
        match (self.steady, end.steady) {
            (Some(now), Some(end_reading)) => {
                now.reading < end_reading.reading && (now.counts_sleep || self.wall < end.wall)
            }
            _ => self.wall < end.wall,
        }
    }

    fn moved(self, wall: SystemTime, change: impl FnOnce(Duration) -> Duration) -> Self {
        Self { wall, steady: self.steady.map(|steady| Steady { reading: change(steady.reading), ..steady }) }
    }
}

impl From<SystemTime> for Now {
    /// Creates a point in time by the wall clock alone.
    fn from(wall: SystemTime) -> Self {
        Self { wall, steady: None }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Now;

    const EPOCH: SystemTime = SystemTime::UNIX_EPOCH;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// A point in time, in seconds by the wall clock and by a steady clock that stops in sleep.
    fn at(wall: u64, steady: u64) -> Now {
        Now::new(EPOCH + seconds(wall), seconds(steady), false)
    }

    /// The same with a steady clock that counts sleep.
    fn sleepless(wall: u64, steady: u64) -> Now {
        Now::new(EPOCH + seconds(wall), seconds(steady), true)
    }

    fn stored(wall: u64) -> Now {
        Now::from(EPOCH + seconds(wall))
    }

    /// The certain and the possible age, in seconds.
    fn ages(now: Now, then: Now) -> (u64, u64) {
        let age = now.age_of(then);
        (age.certain.as_secs(), age.perhaps.as_secs())
    }

    #[test]
    fn both_clocks_agree() {
        assert_eq!(ages(at(1_060, 70), at(1_000, 10)), (60, 60));
        assert_eq!(ages(sleepless(1_060, 70), sleepless(1_000, 10)), (60, 60));
    }

    #[test]
    fn the_machine_slept() {
        assert_eq!(ages(at(4_600, 70), at(1_000, 10)), (60, 3_600), "the machine slept, or its clock was set");
        assert_eq!(ages(sleepless(4_600, 3_610), sleepless(1_000, 10)), (3_600, 3_600));
    }

    #[test]
    fn the_wall_clock_was_set_ahead() {
        assert_eq!(ages(at(900_000, 70), at(1_000, 10)), (60, 899_000));
        assert_eq!(
            ages(sleepless(900_000, 70), sleepless(1_000, 10)),
            (60, 60),
            "a clock that counts sleep decides alone"
        );
    }

    #[test]
    fn the_wall_clock_was_set_back() {
        assert_eq!(ages(at(5, 70), at(1_000, 10)), (60, 60));
        assert_eq!(ages(sleepless(5, 70), sleepless(1_000, 10)), (60, 60));
    }

    #[test]
    fn a_stored_time_has_an_age_by_the_wall_clock_alone() {
        assert_eq!(ages(at(1_060, 1), stored(1_000)), (60, 60), "the process is only a second old");
        assert_eq!(ages(sleepless(1_060, 1), stored(1_000)), (60, 60));
        assert_eq!(ages(stored(1_060), at(1_000, 1)), (60, 60));
        assert_eq!(ages(stored(940), stored(1_000)), (0, 0), "it is in the future");
    }

    #[test]
    fn a_time_before_the_start_of_the_process_keeps_its_age() {
        let now = at(10_000, 3);
        assert_eq!(ages(now, now.back(seconds(3_600))), (3_600, 3_600));
        assert_eq!(ages(now.plus(seconds(5)), now.back(seconds(3_600))), (3_605, 3_605));
    }

    #[test]
    fn back_and_plus_are_inverse() {
        for now in [at(10_000, 3), sleepless(10_000, 3), stored(10_000)] {
            assert_eq!(now.back(seconds(70)).plus(seconds(70)), now);
            assert_eq!(now.plus(seconds(70)).back(seconds(70)), now);
            assert_eq!(now.plus(seconds(70)).wall(), EPOCH + seconds(10_070));
        }
    }

    #[test]
    fn a_time_is_reached_by_either_clock() {
        let due = at(1_000, 10).plus(seconds(60));
        for (now, left) in [
            (at(1_000, 10), 60),
            (at(1_020, 30), 40),
            (at(1_060, 70), 0),
            // The wall clock was set ahead, or the machine slept.
            (at(1_060, 20), 0),
            (at(1_050, 20), 10),
            // The wall clock was set back.
            (at(900, 70), 0),
            (at(900, 30), 40),
            (stored(1_030), 30),
            (stored(1_060), 0),
        ] {
            assert_eq!(due.until(now), seconds(left), "{now:?}");
            assert_eq!(due.reached(now), left == 0, "{now:?}");
        }
    }

    #[test]
    fn extreme_times_do_not_panic() {
        let long = [Duration::ZERO, Duration::from_nanos(1), seconds(u64::MAX / 2), seconds(u64::MAX), Duration::MAX];
        // The earliest and latest time that the platform's clock can represent, within a factor of two.
        let (mut earliest, mut latest) = (EPOCH, EPOCH);
        for power in (0..64).rev() {
            earliest = earliest.checked_sub(seconds(1 << power)).unwrap_or(earliest);
            latest = latest.checked_add(seconds(1 << power)).unwrap_or(latest);
        }
        let mut moments: Vec<Now> = [earliest, EPOCH, latest].map(Now::from).to_vec();
        for wall in [earliest, EPOCH, latest] {
            moments.extend(long.map(|steady| Now::new(wall, steady, false)));
            moments.extend(long.map(|steady| Now::new(wall, steady, true)));
        }
        for now in &moments {
            for by in long {
                let (later, earlier) = (now.plus(by), now.back(by));
                assert!(later.wall() >= now.wall() && earlier.wall() <= now.wall());
                assert!(later.reached(later) && earlier.reached(*now), "{now:?} {by:?}");
            }
            for then in &moments {
                let age = now.age_of(*then);
                assert!(age.certain <= age.perhaps);
                assert_eq!(then.reached(*now), then.until(*now).is_zero());
            }
        }
    }

    #[test]
    fn an_endless_wait_does_not_end_early() {
        let now = at(1_000, 10);
        assert!(!now.plus(Duration::MAX).reached(now.plus(seconds(900 * 31_556_952))));
        assert!(now.plus(Duration::MAX).reached(now.plus(super::FAR)));
    }

    #[test]
    fn before_an_end_the_possible_age_is_less_than_the_time_to_it() {
        let at = |wall: u64, steady: Option<u64>, counts_sleep| match steady {
            Some(steady) => Now::new(EPOCH + seconds(wall), seconds(steady), counts_sleep),
            None => Now::from(EPOCH + seconds(wall)),
        };
        for counts_sleep in [false, true] {
            for since in [at(100, Some(10), counts_sleep), at(100, None, counts_sleep)] {
                for wall in [0, 99, 100, 149, 150, 151, 10_000] {
                    for steady in [None, Some(0), Some(10), Some(59), Some(60), Some(61), Some(9_000)] {
                        let now = at(wall, steady, counts_sleep);
                        for length in [1, 50, 100] {
                            let length = seconds(length);
                            let expected = now.age_of(since).perhaps < length;
                            assert_eq!(
                                now.is_certainly_before(since.plus(length)),
                                expected,
                                "{since:?} {now:?} {length:?}"
                            );
                        }
                    }
                }
            }
        }
    }
}
