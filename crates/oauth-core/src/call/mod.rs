//! One request and its response.

mod bare_request;
mod context;
mod draft;
pub(crate) mod extras;
pub(crate) mod pairs;
mod parameters;
mod redact;
mod response;
mod sent;

use std::sync::Arc;
use std::time::SystemTime;

pub(crate) use bare_request::{bare_request, with_bearer, with_json};
pub use context::RequestContext;
pub(crate) use draft::Proof;
pub use draft::{Draft, Place};
pub(crate) use extras::Extras;
pub(crate) use parameters::About;
pub use parameters::Parameters;
pub use response::Response;
pub(crate) use sent::{Sent, SignedAssertion};

pub use crate::wire::deviation::Deviation;
pub use crate::wire::extra::Extra;

use crate::error::{DecodeError, EncodeError};

/// One request and its response, without the transmission in between.
///
/// The value that builds the request also reads the response, because it holds what the response is checked against,
/// such as the requested scope or the issuer. You can implement this trait for an extension of the protocol.
///
/// ```
/// use oauth_core::pingone::Region;
/// use oauth_core::{Call as _, Client, ClientAuthentication, Server};
/// # fn send(_: http::Request<Vec<u8>>) -> http::Response<&'static [u8]> {
/// #     http::Response::new(br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}"#)
/// # }
/// # let now = std::time::SystemTime::UNIX_EPOCH;
/// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
///
/// let call = client.client_credentials();
/// let response = send(call.encode(now)?);
/// let tokens = call.decode((&response).into(), now)?;
/// assert_eq!(tokens.access_token.expose(), "2YotnFZFEjr1zCsicMWpAA");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub trait Call {
    /// The content of a successful response.
    type Output;

    /// Drafts the request, without the signatures and secrets that come from elsewhere. Each transmission needs a new
    /// draft with the current time.
    ///
    /// A call without signatures builds its request and returns `Ok(request.into())`.
    ///
    /// # Errors
    ///
    /// The request is invalid: the server has no such endpoint, or a parameter or header is invalid or reserved for the
    /// protocol.
    fn draft(&self, now: SystemTime) -> Result<Draft, EncodeError>;

    /// Builds the request, if every key is in memory and every secret is available. `now` is the time of the
    /// transmission; encode again for each attempt.
    ///
    /// Do not log the request: its body may contain credentials, and the `Debug` output of `http::Request` includes the
    /// body.
    ///
    /// # Errors
    ///
    /// The same as for [`draft`](Self::draft); or a signature or a secret must be supplied from elsewhere.
    fn encode(&self, now: SystemTime) -> Result<http::Request<Vec<u8>>, EncodeError> {
        self.draft(now)?.into_request()
    }

    /// Reads the response. Lifetimes are counted from `sent_at`, the time when the request was sent, so that a token is
    /// never assumed to live longer than it does.
    ///
    /// # Errors
    ///
    /// The server rejected the request or is not available; or the response is not a valid OAuth response or fails a
    /// check.
    fn decode(&self, response: Response<'_>, sent_at: SystemTime) -> Result<Self::Output, DecodeError>;
}

macro_rules! forward_call {
    ($($pointer:ty),+) => {$(
        impl<C: Call + ?Sized> Call for $pointer {
            type Output = C::Output;

            fn draft(&self, now: SystemTime) -> Result<Draft, EncodeError> {
                (**self).draft(now)
            }

            fn encode(&self, now: SystemTime) -> Result<http::Request<Vec<u8>>, EncodeError> {
                (**self).encode(now)
            }

            fn decode(&self, response: Response<'_>, sent_at: SystemTime) -> Result<C::Output, DecodeError> {
                (**self).decode(response, sent_at)
            }
        }
    )+};
}

forward_call!(&C, Box<C>, Arc<C>);
