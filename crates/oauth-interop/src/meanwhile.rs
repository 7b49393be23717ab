//! A flow for which waiting takes no time.

use std::time::{Duration, SystemTime};

use oauth_io::flow::{AfterFailure, Failure};
use oauth_io::key::{NotSupplied, Supplied};
use oauth_io::oauth_core::{Flow, FlowError, Response, Step};

/// Wherever the flow would wait, its clock jumps and something else happens: `user` is told how many waits there were.
pub(crate) struct Meanwhile<F, U> {
    flow: F,
    user: U,
    /// How far the clock of the flow is ahead.
    ahead: Duration,
    waits: usize,
}

impl<F: Flow, U: FnMut(usize)> Meanwhile<F, U> {
    pub(crate) fn new(flow: F, user: U) -> Self {
        Self { flow, user, ahead: Duration::ZERO, waits: 0 }
    }
}

impl<F: Flow, U: FnMut(usize)> Flow for Meanwhile<F, U> {
    type Output = F::Output;

    fn step(&mut self, now: SystemTime) -> Result<Step<F::Output>, FlowError> {
        loop {
            let ahead = now + self.ahead;
            match self.flow.step(ahead)? {
                Step::WaitUntil(time) => {
                    self.ahead += time.duration_since(ahead).unwrap_or_default();
                    self.waits += 1;
                    (self.user)(self.waits);
                }
                step => return Ok(step),
            }
        }
    }

    fn receive(&mut self, response: Response<'_>, now: SystemTime) {
        self.flow.receive(response, now + self.ahead);
    }

    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure {
        self.flow.failed(failure, now + self.ahead)
    }

    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime) {
        self.flow.supply(supplied, now + self.ahead);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits twice for a minute each, and says when it ended.
    struct Minutes(Vec<SystemTime>);

    impl Flow for Minutes {
        type Output = Vec<SystemTime>;

        fn step(&mut self, now: SystemTime) -> Result<Step<Self::Output>, FlowError> {
            self.0.push(now);
            let next = now + Duration::from_secs(60);
            Ok(if self.0.len() > 2 { Step::Done(self.0.clone()) } else { Step::WaitUntil(next) })
        }

        fn receive(&mut self, _: Response<'_>, _: SystemTime) {}

        fn supply(&mut self, _: Result<Supplied, NotSupplied>, _: SystemTime) {}

        fn failed(&mut self, _: Failure, _: SystemTime) -> AfterFailure {
            AfterFailure::GiveUp
        }
    }

    #[test]
    fn the_user_is_told_of_each_wait_and_the_clock_jumps() {
        let mut waits = Vec::new();
        let step = Meanwhile::new(Minutes(Vec::new()), |wait| waits.push(wait)).step(SystemTime::UNIX_EPOCH);
        let Ok(Step::Done(times)) = step else { panic!("it waits") };
        assert_eq!(times, [0, 60, 120].map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)));
        assert_eq!(waits, [1, 2]);
    }
}
