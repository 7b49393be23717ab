//! At most one flight for a value that many change.

use std::sync::Arc;

use super::watched::Watched;

/// A value that a flight works for.
pub(crate) trait Workload {
    /// Whether a flight must run.
    fn wants_flight(&self) -> bool;
}

/// Who hears of a flight that ends before its work is done.
pub(crate) trait Crew {
    /// The flight has ended: its task was dropped, or panicked. Calls [`SingleFlight::crashed`].
    fn crashed(&self);
}

/// A value, everybody who waits for it to change, and whether a flight works for it.
///
/// The mark that a flight is there is set and cleared under the lock of the value. So nobody finds a flight that has just
/// decided to end, and no work is left lying. Callers and the resting flight wait apart: a caller that asks does not wake
/// all others.
pub(crate) struct SingleFlight<T> {
    board: Watched<Board<T>>,
    /// Counts what the flight was told while it was resting.
    told: Watched<u64>,
    /// Planted, to see that a test finds it: the mark is cleared after the flight has looked for work.
    #[cfg(test)]
    clears_late: bool,
}

struct Board<T> {
    value: T,
    flight: Flight,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flight {
    None,
    Working,
    Resting,
}

/// Who has to hear of a change.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wakes {
    /// Everybody who waits looks again.
    pub(crate) callers: bool,
    /// The flight looks again if it is resting.
    pub(crate) flight: bool,
}

/// How the flight goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// It has something to do.
    Work,
    /// It waits, for a time or for a change.
    Rest,
    /// It ends.
    Land,
}

impl<T: Workload> SingleFlight<T> {
    /// Creates a value without a flight.
    pub(crate) fn new(value: T) -> Self {
        Self {
            board: Watched::new(Board { value, flight: Flight::None }),
            told: Watched::new(0),
            #[cfg(test)]
            clears_late: false,
        }
    }

    /// Changes the value. Returns whether the caller has to start a flight now: with [`Landing::new`], at once.
    pub(crate) fn tell<R>(&self, change: impl FnOnce(&mut T) -> (R, Wakes)) -> (R, bool) {
        let (outcome, starts, rouses) = self.board.update(|board| {
            let (outcome, wakes) = change(&mut board.value);
            let starts = board.flight == Flight::None && board.value.wants_flight();
            let rouses = board.flight == Flight::Resting && wakes.flight;
            if starts || rouses {
                board.flight = Flight::Working;
            }
            ((outcome, starts, rouses), wakes.callers)
        });
        if rouses {
            self.told.change(|told| *told = told.wrapping_add(1));
        }
        (outcome, starts)
    }

    /// Looks at the value. Nobody hears of it.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&mut T) -> R) -> R {
        self.board.update(|board| (look(&mut board.value), false))
    }

    /// Waits until `ready` returns something, or nobody works: then for `None`.
    pub(crate) async fn until<R>(&self, mut ready: impl FnMut(&T) -> Option<R> + Unpin) -> Option<R> {
        self.board
            .until(|board| match ready(&board.value) {
                Some(outcome) => Some(Some(outcome)),
                None => (board.flight == Flight::None).then_some(None),
            })
            .await
    }

    /// Waits until `ready` returns something, or nobody works, or the flight is resting: then for `None`.
    pub(crate) async fn worked<R>(&self, mut ready: impl FnMut(&T) -> Option<R> + Unpin) -> Option<R> {
        self.board
            .until(|board| match ready(&board.value) {
                Some(outcome) => Some(Some(outcome)),
                None => (board.flight != Flight::Working).then_some(None),
            })
            .await
    }

    /// Waits until nobody works and `is_over`.
    pub(crate) async fn landed(&self, mut is_over: impl FnMut(&T) -> bool + Unpin) {
        self.board.until(|board| (board.flight == Flight::None && is_over(&board.value)).then_some(())).await;
    }

    /// Changes the value, and everybody who waits looks again.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        self.board.change(|board| change(&mut board.value))
    }

    /// Waits until `ready` returns something, whoever works.
    pub(crate) async fn changed<R>(&self, mut ready: impl FnMut(&T) -> Option<R> + Unpin) -> R {
        self.board.until(|board| ready(&board.value)).await
    }

    /// The flight looks what to do next. Returns also what to [rest](Self::roused) with.
    pub(crate) fn next<R>(&self, look: impl FnOnce(&mut T) -> (R, Next, Wakes)) -> (R, u64) {
        // Before the value: what is told after this look is not missed.
        let told = self.told.update(|told| (*told, false));
        #[cfg(test)]
        if self.clears_late {
            let ((outcome, next, wakes), told) = (self.board.update(|board| (look(&mut board.value), false)), told);
            return self.next_late(outcome, next, wakes, told);
        }
        let outcome = self.board.update(|board| {
            let (outcome, next, wakes) = look(&mut board.value);
            board.flight = next.into();
            // Those who wait for a flight that ends or rests look again.
            (outcome, wakes.callers || next != Next::Work)
        });
        (outcome, told)
    }

    #[cfg(test)]
    #[allow(dead_code, reason = "for `tests/interleavings`")]
    pub(crate) fn enters_late(self) -> Self {
        Self { board: self.board.enters_late(), ..self }
    }

    #[cfg(test)]
    #[allow(dead_code, reason = "for `tests/interleavings`")]
    pub(crate) fn clears_late(self) -> Self {
        Self { clears_late: true, ..self }
    }

    #[cfg(test)]
    fn next_late<R>(&self, outcome: R, next: Next, wakes: Wakes, told: u64) -> (R, u64) {
        self.board.update(|board| {
            board.flight = next.into();
            ((), wakes.callers || next != Next::Work)
        });
        (outcome, told)
    }

    /// Waits until the flight is told something after the look that returned this number.
    pub(crate) async fn roused(&self, since: u64) {
        self.told.until(|told| (*told != since).then_some(())).await;
    }

    /// The flight has ended before its work was done. Everybody who waits looks again.
    pub(crate) fn crashed<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        self.board.change(|board| {
            board.flight = Flight::None;
            change(&mut board.value)
        })
    }
}

impl From<Next> for Flight {
    fn from(next: Next) -> Self {
        match next {
            Next::Work => Self::Working,
            Next::Rest => Self::Resting,
            Next::Land => Self::None,
        }
    }
}

/// Whatever ends a flight, its own end or that of its runtime: its crew hears of it.
///
/// It is made before the flight is handed over, so that a task which is dropped before its first poll is noticed too.
pub(crate) struct Landing<C: Crew> {
    crew: Arc<C>,
    has_landed: bool,
}

impl<C: Crew> Landing<C> {
    /// Goes with a flight of this crew.
    pub(crate) fn new(crew: &Arc<C>) -> Self {
        Self { crew: Arc::clone(crew), has_landed: false }
    }

    pub(crate) fn crew(&self) -> &Arc<C> {
        &self.crew
    }

    /// The flight ended as it should: the mark was cleared in the same step.
    pub(crate) fn land(mut self) {
        self.has_landed = true;
    }
}

impl<C: Crew> Drop for Landing<C> {
    fn drop(&mut self) {
        if !self.has_landed {
            self.crew.crashed();
        }
    }
}
