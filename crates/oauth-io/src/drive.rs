//! Sends one call, runs a flow.

use oauth_core::flow::AfterFailure;
use oauth_core::{Call, Flow, Step};

use crate::{Error, Transport};

/// Sends one request and reads its answer.
///
/// Lifetimes in the answer are counted from the moment before the request left, so that a token is never thought to
/// live longer than it does.
///
/// # Errors
///
/// The request cannot be built, there is no answer, or the answer is not what was asked for. Nothing is sent again.
pub async fn send<T, C>(transport: &T, call: &C) -> Result<C::Output, Error>
where
    T: Transport + ?Sized,
    C: Call + ?Sized,
{
    let sent_at = transport.now();
    let response = transport.send(call.encode(sent_at)?).await?;
    Ok(call.decode((&response).into(), sent_at)?)
}

/// Runs a flow to its end.
///
/// # Errors
///
/// As [`send`]; a request that got no answer is an error only where the flow gives up on it.
pub async fn run<T, F>(transport: &T, mut flow: F) -> Result<F::Output, Error>
where
    T: Transport + ?Sized,
    F: Flow,
{
    loop {
        let now = transport.now();
        match flow.step(now)? {
            Step::Done(output) => return Ok(output),
            Step::Send(request) => match transport.send(request).await {
                Ok(response) => flow.receive((&response).into(), now),
                Err(error) => match flow.failed(transport.now()) {
                    AfterFailure::Continue => {}
                    _ => return Err(error.into()),
                },
            },
            Step::WaitUntil(time) => transport.sleep(time.duration_since(now).unwrap_or_default()).await,
            _ => return Err(Error::Unsupported),
        }
    }
}
