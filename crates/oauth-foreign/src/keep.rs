//! A struct with a transport.

use oauth_io::{AnyTransport, Call, Error, send};

/// An application that keeps any transport, without a type parameter.
#[derive(Debug, Clone)]
pub struct Keeper {
    transport: AnyTransport,
}

impl Keeper {
    /// Creates an application with this transport.
    #[must_use]
    pub fn new(transport: AnyTransport) -> Self {
        Self { transport }
    }

    /// Sends a call.
    /// # Errors
    /// The same as [`send`].
    pub async fn ask<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        send(&self.transport, call).await
    }
}
