//! The blocking twin of this crate, with the same names.

use std::time::{Duration, SystemTime};

use oauth_core::flow::AfterFailure;
use oauth_core::{Call, Flow, Step};

use crate::{Error, TransportError, clock};

/// Sends one HTTP request and hands back the whole answer, blocking the thread meanwhile.
///
/// It keeps the promises of [`crate::Transport`].
pub trait Transport {
    /// Sends `request` and reads the whole answer.
    ///
    /// # Errors
    ///
    /// As [`crate::Transport::send`].
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError>;

    /// Waits for `duration`, as a flow that polls asks for.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    /// What time it is. A test gives its own answer here.
    fn now(&self) -> SystemTime {
        clock::now()
    }
}

impl<T: Transport + ?Sized> Transport for &T {
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        (**self).send(request)
    }

    fn sleep(&self, duration: Duration) {
        (**self).sleep(duration);
    }

    fn now(&self) -> SystemTime {
        (**self).now()
    }
}

/// Sends one request and reads its answer, as [`crate::send`] does.
///
/// # Errors
///
/// As [`crate::send`].
pub fn send<T, C>(transport: &T, call: &C) -> Result<C::Output, Error>
where
    T: Transport + ?Sized,
    C: Call + ?Sized,
{
    let sent_at = transport.now();
    let response = transport.send(call.encode(sent_at)?)?;
    Ok(call.decode((&response).into(), sent_at)?)
}

/// Runs a flow to its end, as [`crate::run`] does.
///
/// # Errors
///
/// As [`crate::run`].
pub fn run<T, F>(transport: &T, mut flow: F) -> Result<F::Output, Error>
where
    T: Transport + ?Sized,
    F: Flow,
{
    loop {
        let now = transport.now();
        match flow.step(now)? {
            Step::Done(output) => return Ok(output),
            Step::Send(request) => match transport.send(request) {
                Ok(response) => flow.receive((&response).into(), now),
                Err(error) => match flow.failed(transport.now()) {
                    AfterFailure::Continue => {}
                    _ => return Err(error.into()),
                },
            },
            Step::WaitUntil(time) => transport.sleep(time.duration_since(now).unwrap_or_default()),
            _ => return Err(Error::Unsupported),
        }
    }
}
