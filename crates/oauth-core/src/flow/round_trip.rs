//! One request and its response. All requests of all flows go through this.

use std::time::SystemTime;

use super::{AfterFailure, Failure, Flow, FlowError, Step};
use crate::call::{Call, Draft, Proof, Response, Sent};
use crate::error::{DecodeError, EncodeError};
use crate::key::{NotSupplied, Supplied};

/// A single [`Call`] as a flow: it drafts the request, has it signed, sends it and decodes the response. All other
/// flows are built on it.
///
/// The request is sent once. It is repeated only in these cases, at most once for each, with new signatures:
///
/// * The server requires a nonce in the DPoP proof
///   ([RFC 9449 §8](https://www.rfc-editor.org/rfc/rfc9449.html#section-8)).
/// * The transport reports that provably nothing was sent ([`Failure::NotSent`]).
///
/// ```
/// use oauth_core::flow::{Flow as _, RoundTrip, Step};
/// use oauth_core::pingone::Region;
/// use oauth_core::{Client, ClientAuthentication, Server};
/// # let now = std::time::SystemTime::UNIX_EPOCH;
///
/// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
/// let mut flow = RoundTrip::new(client.client_credentials());
/// let Step::Send(request) = flow.step(now)? else { panic!("a secret needs nothing") };
/// # let response = http::Response::new(br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer"}"#);
/// flow.receive((&response).into(), now);
/// assert!(matches!(flow.step(now)?, Step::Done(_)));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RoundTrip<C: Call> {
    call: C,
    state: State<C::Output>,
    sent_at: SystemTime,
    proof: Option<Proof>,
    sent: Option<Box<Sent>>,
    repeated_for_nonce: bool,
    repeated_unsent: bool,
}

#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "one of them lives at a time, and a box would be an allocation for each response"
)]
enum State<T> {
    Ready,
    Drafted(Box<Draft>),
    Asked(Box<Draft>),
    Sent,
    Received(Result<T, DecodeError>),
    Failed(EncodeError),
    Over,
}

impl<C: Call> RoundTrip<C> {
    /// Creates the flow of this call.
    pub fn new(call: C) -> Self {
        Self {
            call,
            state: State::Ready,
            sent_at: SystemTime::UNIX_EPOCH,
            proof: None,
            sent: None,
            repeated_for_nonce: false,
            repeated_unsent: false,
        }
    }

    /// Returns the call.
    pub fn call(&self) -> &C {
        &self.call
    }

    /// Returns when the request was sent: [`SystemTime::UNIX_EPOCH`] if it was not.
    pub fn sent_at(&self) -> SystemTime {
        self.sent_at
    }

    /// Returns the error of the response, for a flow that may continue in spite of it.
    pub(super) fn error(&self) -> Option<&DecodeError> {
        match &self.state {
            State::Received(Err(error)) => Some(error),
            _ => None,
        }
    }

    /// Returns whether the request was sent and its result is not known yet.
    pub(super) fn is_sent(&self) -> bool {
        matches!(self.state, State::Sent)
    }

    /// Asks for what the draft lacks, or sends it.
    fn transmit(&mut self, mut draft: Draft, now: SystemTime) -> Result<Step<C::Output>, FlowError> {
        if let Some(need) = draft.need()? {
            self.state = State::Asked(Box::new(draft));
            return Ok(Step::Need(need));
        }
        self.proof = draft.take_proof();
        self.keep_sent(draft.take_sent());
        self.sent_at = now;
        let request = draft.finish()?;
        self.state = State::Sent;
        Ok(Step::Send(request))
    }

    /// Keeps what authenticates the client, and notes whether the same assertion from elsewhere goes out once more.
    fn keep_sent(&mut self, sent: Option<Box<Sent>>) {
        let before = std::mem::replace(&mut self.sent, sent);
        let foreign = |sent: &Option<Box<Sent>>| sent.as_ref().and_then(|sent| sent.foreign.clone());
        let again = match (foreign(&before), foreign(&self.sent)) {
            (Some(before), Some(now)) => self.repeated_for_nonce && before.expose() == now.expose(),
            _ => false,
        };
        if let Some(sent) = &mut self.sent {
            sent.again = again;
        }
    }

    /// Starts again with the same call, as polling does.
    pub(super) fn again(&mut self) {
        self.state = State::Ready;
        (self.repeated_for_nonce, self.repeated_unsent) = (false, false);
    }
}

impl<C: Call> Flow for RoundTrip<C> {
    type Output = C::Output;

    fn step(&mut self, now: SystemTime) -> Result<Step<C::Output>, FlowError> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Ready => {
                let draft = self.call.draft(now)?;
                self.transmit(draft, now)
            }
            State::Drafted(draft) => self.transmit(*draft, now),
            State::Received(outcome) => Ok(Step::Done(outcome?)),
            State::Failed(error) => Err(error.into()),
            State::Over => Err(FlowError::Ended),
            waiting @ (State::Asked(_) | State::Sent) => {
                self.state = waiting;
                Err(FlowError::Ended)
            }
        }
    }

    fn receive(&mut self, response: Response<'_>, received_at: SystemTime) {
        if !self.is_sent() {
            return;
        }
        let response = response.received_at(received_at).of_sent(self.sent.as_deref());
        let outcome = self.call.decode(response, self.sent_at);
        // Compare with the nonce that was sent: another response may have changed the client's nonce since.
        let demanded = outcome.as_ref().err().and_then(DecodeError::dpop_nonce);
        let lacked = demanded.is_some_and(|nonce| self.proof.as_ref().is_some_and(|proof| proof.lacks(nonce)));
        let repeats = lacked && !self.repeated_for_nonce;
        self.state = if repeats { State::Ready } else { State::Received(outcome) };
        self.repeated_for_nonce |= repeats;
    }

    fn failed(&mut self, failure: Failure, _now: SystemTime) -> AfterFailure {
        if !self.is_sent() {
            return AfterFailure::GiveUp;
        }
        if failure == Failure::NotSent && !self.repeated_unsent {
            self.repeated_unsent = true;
            self.state = State::Ready;
            return AfterFailure::Continue;
        }
        self.state = State::Over;
        AfterFailure::GiveUp
    }

    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, _now: SystemTime) {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Asked(mut draft) => {
                self.state = match draft.supply(supplied) {
                    Ok(()) => State::Drafted(draft),
                    Err(error) => State::Failed(error),
                }
            }
            other => self.state = other,
        }
    }
}
