//! A flow of one request.

use std::time::SystemTime;

use super::{AfterFailure, Flow, FlowError, Step};
use crate::call::Call;
use crate::call::Response;
use crate::error::DecodeError;

/// One [`Call`] as a flow: it is sent once, and never again.
#[derive(Debug)]
pub struct Once<C: Call> {
    call: C,
    state: State<C::Output>,
}

#[derive(Debug)]
enum State<T> {
    Ready,
    Sent,
    Answered(Result<T, DecodeError>),
}

impl<C: Call> Once<C> {
    /// The flow of this one call.
    pub fn new(call: C) -> Self {
        Self { call, state: State::Ready }
    }
}

impl<C: Call> Flow for Once<C> {
    type Output = C::Output;

    fn step(&mut self, now: SystemTime) -> Result<Step<Self::Output>, FlowError> {
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Ready => Ok(Step::Send(self.call.encode(now)?)),
            State::Sent => Err(FlowError::Ended),
            State::Answered(outcome) => Ok(Step::Done(outcome?)),
        }
    }

    fn receive(&mut self, response: Response<'_>, now: SystemTime) {
        self.state = State::Answered(self.call.decode(response, now));
    }

    fn failed(&mut self, _now: SystemTime) -> AfterFailure {
        AfterFailure::GiveUp
    }
}
