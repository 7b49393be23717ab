//! The blocking twin of this crate, with the same names. It works inside an async runtime too, where it blocks that
//! thread like any other blocking call.
//!
//! ```no_run
//! use oauth_isahc::blocking::{HttpTransport, send};
//! use oauth_isahc::pingone::Region;
//! use oauth_isahc::{Client, ClientAuthentication, Server};
//!
//! # fn token() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
//! let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
//! let tokens = send(&HttpTransport::new()?, &client.client_credentials())?;
//! println!("valid for {:?}", tokens.expires_in);
//! # Ok(())
//! # }
//! ```

use std::time::Duration;

use http::{Request, Response};
use isahc::{HttpClient, HttpClientBuilder};
use oauth_io::adapter::block_on;
use oauth_io::{Policy, Transport as _, TransportError};

#[doc(no_inline)]
pub use oauth_io::blocking::*;

/// Sends requests by isahc, within the limits of a [`Policy`], and blocks the thread meanwhile. Cheap to clone; clones
/// share their connections.
#[derive(Debug, Clone)]
pub struct HttpTransport(crate::HttpTransport);

impl HttpTransport {
    /// A transport with the default limits.
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::new`].
    pub fn new() -> Result<Self, TransportError> {
        crate::HttpTransport::new().map(Self)
    }

    /// A transport with limits of your choice.
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::new`].
    pub fn with_policy(policy: Policy) -> Result<Self, TransportError> {
        crate::HttpTransport::with_policy(policy).map(Self)
    }

    /// A transport through this proxy, as [`crate::HttpTransport::with_proxy`].
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::with_proxy`].
    pub fn with_proxy(proxy: &http::Uri, policy: Policy) -> Result<Self, TransportError> {
        crate::HttpTransport::with_proxy(proxy, policy).map(Self)
    }

    /// A transport over an engine of yours, as [`crate::HttpTransport::with_engine`].
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::with_engine`].
    pub fn with_engine(
        configure: impl Fn(HttpClientBuilder) -> HttpClientBuilder + Send + Sync + 'static,
        policy: Policy,
    ) -> Result<Self, TransportError> {
        crate::HttpTransport::with_engine(configure, policy).map(Self)
    }

    /// A transport over a finished client, as [`crate::HttpTransport::with_client`].
    #[must_use]
    pub fn with_client(client: HttpClient, policy: Policy) -> Self {
        Self(crate::HttpTransport::with_client(client, policy))
    }

    /// Makes the engine anew, as [`crate::HttpTransport::renew_engine`].
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::renew_engine`].
    pub fn renew_engine(&self) -> Result<(), TransportError> {
        self.0.renew_engine()
    }

    /// Refuses new requests and waits for those under way on other threads, for at most `limit`.
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::shutdown`].
    pub fn shutdown(&self, limit: Duration) -> Result<(), TransportError> {
        self.0.flights().shutdown_blocking(limit)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let sent = async {
            let _flight = self.0.flights().begin()?;
            self.0.send(request).await
        };
        block_on(sent, None)?
    }
}
