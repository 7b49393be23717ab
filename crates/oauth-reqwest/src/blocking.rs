//! The blocking twin of this crate, with the same names. Not for use inside an async runtime, where reqwest panics.
//!
//! ```no_run
//! use oauth_reqwest::blocking::{HttpTransport, send};
//! use oauth_reqwest::pingone::Region;
//! use oauth_reqwest::{Client, ClientAuthentication, Server};
//!
//! # fn token() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
//! let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
//! let tokens = send(&HttpTransport::new()?, &client.client_credentials())?;
//! println!("valid for {:?}", tokens.expires_in);
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::io::{self, Read as _};

use oauth_io::{BodyReader, Policy, TransportError, TransportErrorKind};
use reqwest::blocking::{Client, ClientBuilder, Response};
use reqwest::{redirect, retry};

use crate::engine::failed;
use crate::request::check;
use crate::transport::unusable;

#[doc(no_inline)]
pub use oauth_io::blocking::*;

/// Sends requests by reqwest, within the limits of a [`Policy`], and blocks the thread meanwhile. Cheap to clone; clones
/// share their connections.
#[derive(Clone)]
pub struct HttpTransport {
    engine: Client,
    policy: Policy,
}

impl HttpTransport {
    /// A transport with the default limits.
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::new`].
    pub fn new() -> Result<Self, TransportError> {
        Self::with_policy(Policy::new())
    }

    /// A transport with limits of your choice.
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::new`].
    pub fn with_policy(policy: Policy) -> Result<Self, TransportError> {
        Self::with_engine(Client::builder(), policy)
    }

    /// A transport over an engine of yours, as [`crate::HttpTransport::with_engine`].
    ///
    /// # Errors
    ///
    /// As [`crate::HttpTransport::with_engine`].
    pub fn with_engine(engine: ClientBuilder, policy: Policy) -> Result<Self, TransportError> {
        let engine = restrain(engine, &policy).build().map_err(unusable)?;
        Ok(Self::dangerous_with_client(engine, policy))
    }

    /// A transport over a finished client, as [`crate::HttpTransport::dangerous_with_client`].
    #[must_use]
    pub fn dangerous_with_client(engine: Client, policy: Policy) -> Self {
        Self { engine, policy }
    }
}

impl Transport for HttpTransport {
    fn send(&self, mut request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        let url = check(&self.policy, &mut request)?;
        let (head, body) = request.into_parts();
        let mut request = reqwest::blocking::Request::new(head.method, url.clone());
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        // Only here does it count for the body too; set on the client, it would begin anew with every read.
        *request.timeout_mut() = Some(self.policy.total_time());

        let response = self.engine.execute(request).map_err(failed)?;
        if *response.url() != url {
            return Err(TransportError::new(TransportErrorKind::Redirected, ""));
        }
        let mut answer = http::Response::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = response.headers().clone();
        let reader = self.policy.body(response.headers())?;
        *answer.body_mut() = read(response, reader)?;
        Ok(answer)
    }
}

/// Without the engine, as for the async transport.
impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("policy", &self.policy).finish_non_exhaustive()
    }
}

fn read(mut response: Response, mut reader: BodyReader) -> Result<Vec<u8>, TransportError> {
    let mut chunk = vec![0; 8 * 1024];
    loop {
        match response.read(&mut chunk).map_err(broken)? {
            0 => return Ok(reader.finish()),
            length => reader.push(chunk.get(..length).unwrap_or_default())?,
        }
    }
}

/// reqwest wraps its own error here.
fn broken(error: io::Error) -> TransportError {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => failed(error),
        Err(error) => TransportError::from_engine(TransportErrorKind::Interrupted, &error),
    }
}

/// As for the async engine, whose builder is another type.
fn restrain(engine: ClientBuilder, policy: &Policy) -> ClientBuilder {
    let engine = engine
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(policy.connect_time());
    if policy.allows_http_loopback() { engine.no_proxy() } else { engine }
}
