//! Sends one call, runs a flow.

use oauth_core::flow::{AfterFailure, Failure, RoundTrip};
use oauth_core::{Call, Flow, Step};

use crate::{Error, Transport};

/// Sends one request and reads its response.
///
/// Lifetimes in the response are counted from the moment before the request left, so that a token is never thought to
/// live longer than it does.
///
/// The request goes out once. It goes out once more if provably nothing of it was sent, or if the server demands a nonce
/// in a proof of possession; see [`RoundTrip`].
///
/// # Errors
///
/// The request cannot be built, a key did not sign, there is no response, or the response is not what was asked for.
pub async fn send<T, C>(transport: &T, call: &C) -> Result<C::Output, Error>
where
    T: Transport + ?Sized,
    C: Call + ?Sized,
{
    run(transport, RoundTrip::new(call)).await
}

/// Runs a flow to its end. Run `&mut flow` to ask the flow afterwards what it holds.
///
/// # Errors
///
/// As [`send`]; a request without a response is an error only if the flow gives up on it.
pub async fn run<T, F>(transport: &T, mut flow: F) -> Result<F::Output, Error>
where
    T: Transport + ?Sized,
    F: Flow,
{
    let mut now = transport.now().wall();
    loop {
        match flow.step(now)? {
            Step::Done(output) => return Ok(output),
            Step::Need(need) => {
                let supplied = transport.provide(&need).await;
                now = transport.now().wall();
                flow.supply(supplied, now);
            }
            Step::Send(request) => {
                let outcome = transport.send(request).await;
                now = transport.now().wall();
                match outcome {
                    Ok(response) => flow.receive((&response).into(), now),
                    Err(error) => {
                        let failure = if error.may_have_been_received() {
                            Failure::MayHaveBeenReceived
                        } else {
                            Failure::NotSent
                        };
                        if flow.failed(failure, now) != AfterFailure::Continue {
                            return Err(error.into());
                        }
                    }
                }
            }
            Step::WaitUntil(time) => {
                transport.sleep(time.duration_since(now).unwrap_or_default()).await;
                now = transport.now().wall();
            }
            _ => return Err(Error::Unsupported),
        }
    }
}
