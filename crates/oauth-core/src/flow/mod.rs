//! Flows: operations of one or more steps, as state machines without I/O.

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

/// An operation of one or more steps with a single outcome. The flow says what to do next, and a driver does it.
///
/// Call [`step`](Self::step) until it returns [`Step::Done`]. After [`Step::Send`], report the result with
/// [`receive`](Self::receive) or [`failed`](Self::failed) before the next step; after [`Step::Need`], with
/// [`supply`](Self::supply). Calling `step` too early returns [`FlowError::Ended`] and does not change the flow.
pub trait Flow {
    /// The outcome of the flow.
    type Output;

    /// Returns what to do next.
    ///
    /// # Errors
    ///
    /// A request cannot be built, a response ended the flow, the flow is over, or the result of the last step was not
    /// reported.
    fn step(&mut self, now: SystemTime) -> Result<Step<Self::Output>, FlowError>;

    /// Takes the response to the request of the last step. The flow remembers when the request was sent.
    fn receive(&mut self, response: Response<'_>, received_at: SystemTime);

    /// Reports that the request of the last step got no response. Returns whether the flow continues.
    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure;

    /// Takes what the last step needed, or the reason why it cannot be supplied.
    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime);
}

/// Drives a flow by reference, so that it can be inspected afterwards.
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
