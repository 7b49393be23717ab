//! One request and its response.

mod bare_request;
mod context;
mod draft;
pub(crate) mod extras;
pub(crate) mod pairs;
mod parameters;
mod redact;
mod response;

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

pub use crate::wire::deviation::Deviation;
pub use crate::wire::extra::Extra;

use crate::error::{DecodeError, EncodeError};

/// One request and its response, without the sending between them.
///
/// The value that builds the request also reads the response, because it holds what the response is checked against: the
/// scope that was asked for, the issuer. The trait is open: an extension of the protocol can be a `Call` of your own.
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
    /// What a successful response holds.
    type Output;

    /// Drafts the request: everything but what has to be signed or asked for. Each transmission is drafted anew, with
    /// the time of that transmission.
    ///
    /// A call that signs nothing builds its request and returns `Ok(request.into())`.
    ///
    /// # Errors
    ///
    /// The request cannot be sent as it was asked for: the server has no such endpoint, a parameter or header is
    /// invalid or belongs to the protocol.
    fn draft(&self, now: SystemTime) -> Result<Draft, EncodeError>;

    /// Builds the request, if every key is in memory and every secret is at hand. `now` is the time of the transmission;
    /// encode again for each attempt.
    ///
    /// The body may hold credentials, and `http::Request` prints its body: do not log the request as it is.
    ///
    /// # Errors
    ///
    /// As [`draft`](Self::draft); or a signature or a secret has to come from elsewhere.
    fn encode(&self, now: SystemTime) -> Result<http::Request<Vec<u8>>, EncodeError> {
        self.draft(now)?.into_request()
    }

    /// Reads the response. Lifetimes are counted from `sent_at`, the time when the request was sent, so that a token is
    /// never thought to live longer than it does.
    ///
    /// # Errors
    ///
    /// The server refused, is not available, or the response is not one of OAuth or fails a check.
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
