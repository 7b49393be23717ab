//! Flows: what takes more than one step.

mod discovery;
mod discovery_error;
mod error;
mod inspected;
mod polling;
mod round_trip;
mod step;
mod waiting;

use std::time::SystemTime;

pub use discovery::Discovery;
pub use discovery_error::DiscoveryError;
pub use error::FlowError;
pub use inspected::Inspected;
pub use polling::Polling;
pub use round_trip::RoundTrip;
pub use step::{AfterFailure, Failure, Step};
pub use waiting::{WaitReason, Waiting};

use crate::call::Response;
use crate::key::{NotSupplied, Supplied};

/// Several steps that together have one outcome. The flow says what to do next; a driver does that.
///
/// Call [`step`](Self::step) until it is done. After [`Step::Send`], report what became of the request by
/// [`receive`](Self::receive) or [`failed`](Self::failed) before the next step; after [`Step::Need`], meet the need by
/// [`supply`](Self::supply). A step that is asked for too early is [`FlowError::Ended`] and loses nothing.
pub trait Flow {
    /// What the flow ends with.
    type Output;

    /// What to do now.
    ///
    /// # Errors
    ///
    /// A request cannot be built, a response ended the flow, it is over already, or it waits for what became of its
    /// last step.
    fn step(&mut self, now: SystemTime) -> Result<Step<Self::Output>, FlowError>;

    /// The response to the request of the last step arrived. The flow keeps when it was sent.
    fn receive(&mut self, response: Response<'_>, received_at: SystemTime);

    /// There was no response to the request of the last step. Says whether the flow goes on all the same.
    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure;

    /// What the last step needed was supplied, or could not be.
    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime);
}

/// A flow that is driven by reference can be asked afterwards what it holds.
impl<F: Flow + ?Sized> Flow for &mut F {
    type Output = F::Output;

    fn step(&mut self, now: SystemTime) -> Result<Step<F::Output>, FlowError> {
        (**self).step(now)
    }

    fn receive(&mut self, response: Response<'_>, received_at: SystemTime) {
        (**self).receive(response, received_at);
    }

    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure {
        (**self).failed(failure, now)
    }

    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime) {
        (**self).supply(supplied, now);
    }
}
