//! Sends one call, runs a flow: the async driver, on the thread of the caller.

use std::time::Duration;

use oauth_core::key::{Need, NotSupplied, Supplied};
use oauth_core::{Call, Flow, Now};

use super::Transport;
use crate::wait::block_on;
use crate::{Error, TransportError};

/// Sends one request and reads its response, as [`crate::send`] does.
///
/// # Errors
///
/// As [`crate::send`], and [`TransportErrorKind::InFlight`](crate::TransportErrorKind::InFlight) inside a flight.
pub fn send<T, C>(transport: &T, call: &C) -> Result<C::Output, Error>
where
    T: Transport + ?Sized,
    C: Call + ?Sized,
{
    block_on(crate::send(&Borrowed(transport), call), None)?
}

/// Runs a flow to its end, as [`crate::run`] does.
///
/// # Errors
///
/// As [`crate::run`], and [`TransportErrorKind::InFlight`](crate::TransportErrorKind::InFlight) inside a flight.
pub fn run<T, F>(transport: &T, flow: F) -> Result<F::Output, Error>
where
    T: Transport + ?Sized,
    F: Flow,
{
    block_on(crate::run(&Borrowed(transport), flow), None)?
}

/// A blocking transport for a driver that is the only future on its thread.
struct Borrowed<'a, T: ?Sized>(&'a T);

impl<T: Transport + ?Sized> crate::Transport for Borrowed<'_, T> {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        self.0.send(request)
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration);
    }

    fn now(&self) -> Now {
        self.0.now()
    }

    async fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        self.0.provide(need)
    }
}
