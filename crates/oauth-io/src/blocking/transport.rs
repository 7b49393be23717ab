//! The contract between this library and an HTTP engine that blocks.

use std::sync::Arc;
use std::time::Duration;

use oauth_core::Now;

use crate::{TransportError, clock};

/// Sends one HTTP request and returns the whole response, blocking the thread meanwhile.
///
/// It keeps the promises of [`crate::Transport`].
pub trait Transport: Send + Sync {
    /// Sends `request` and reads the whole response.
    ///
    /// # Errors
    ///
    /// As [`crate::Transport::send`].
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError>;

    /// Waits for `duration`.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    /// What time it is. A test implements it with a clock of its own.
    fn now(&self) -> Now {
        clock::now()
    }
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<T: Transport + ?Sized> Transport for $pointer {
            fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
                (**self).send(request)
            }

            fn sleep(&self, duration: Duration) {
                (**self).sleep(duration);
            }

            fn now(&self) -> Now {
                (**self).now()
            }
        }
    )*};
}

forward!(&T, Box<T>, Arc<T>);
