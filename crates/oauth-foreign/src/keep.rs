//! A transport in a struct.

use oauth_io::{AnyTransport, Call, Error, send};

/// An application that keeps any transport, without a type parameter.
#[derive(Debug, Clone)]
pub struct Keeper {
    transport: AnyTransport,
}

impl Keeper {
    /// Keeps a transport.
    #[must_use]
    pub fn new(transport: AnyTransport) -> Self {
        Self { transport }
    }

    /// Sends a call over it.
    ///
    /// # Errors
    ///
    /// As [`send`].
    pub async fn ask<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        send(&self.transport, call).await
    }
}
