//! The blocking twin of this crate, with the same names. It works inside an async runtime too, where it blocks that
//! thread like any other blocking call.
//!
//! ```no_run
//! use oauth_hyper::blocking::{HttpTransport, send};
//! use oauth_hyper::pingone::Region;
//! use oauth_hyper::{Client, ClientAuthentication, Server};
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

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::Connect;
use oauth_io::{Policy, Task, Transport as _, TransportError};

use crate::Connector;

#[doc(no_inline)]
pub use oauth_io::blocking::*;

/// Sends requests by hyper, within the limits of a [`Policy`], and blocks the thread meanwhile. Cheap to clone; clones
/// share their connections.
///
/// The requests run on a runtime and a thread of the transport's own, which begin with the first request.
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
    #[cfg(feature = "rustls")]
    pub fn with_proxy(proxy: &http::Uri, policy: Policy) -> Result<Self, TransportError> {
        crate::HttpTransport::with_proxy(proxy, policy).map(Self)
    }

    /// A transport over a connector of yours, as [`crate::HttpTransport::with_engine`].
    pub fn with_engine<C: Connector>(connector: C, policy: Policy) -> Self {
        Self(crate::HttpTransport::with_engine(connector, policy))
    }

    /// A transport over a finished client, as [`crate::HttpTransport::dangerous_with_client`].
    pub fn dangerous_with_client<C>(client: Client<C, Full<Bytes>>, policy: Policy) -> Self
    where
        C: Connect + Clone + Send + Sync + 'static,
    {
        Self(crate::HttpTransport::dangerous_with_client(client, policy))
    }

    /// Refuses new requests and waits for those under way on other threads, for at most `limit`.
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::shutdown`].
    pub fn shutdown(&self, limit: Duration) -> Result<(), TransportError> {
        self.0.runtime().shutdown_blocking(limit)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let transport = self.0.clone();
        self.0.runtime().block_on(async move { transport.send(request).await })?
    }

    fn wait_for(&self, task: Task) -> Result<(), TransportError> {
        self.0.runtime().block_on(task)
    }
}
