//! A transport that lives by the embedded server's clock.

use std::time::Duration;

use http::{Request, Response};
use oauth_reqwest::{Now, Transport, TransportError};
use oauth_testkit::Clock;

/// Sends as another transport does; to wait is to put the clock forward. A flow of minutes then takes no time.
#[derive(Debug)]
pub struct VirtualTime<T> {
    transport: T,
    clock: Clock,
}

impl<T> VirtualTime<T> {
    /// The clock is that of the embedded server.
    pub fn new(transport: T, clock: Clock) -> Self {
        Self { transport, clock }
    }
}

impl<T: Transport> Transport for VirtualTime<T> {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.transport.send(request).await
    }

    async fn sleep(&self, duration: Duration) {
        println!("(waiting {duration:?})");
        self.clock.advance(duration);
    }

    fn now(&self) -> Now {
        self.clock.now().into()
    }
}
