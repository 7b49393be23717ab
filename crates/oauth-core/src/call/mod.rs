//! One request and its answer.

mod bare_request;
pub(crate) mod carry;
pub(crate) mod extras;
mod parameters;
mod response;

use std::time::SystemTime;

use http::{HeaderMap, HeaderValue, header};

pub(crate) use bare_request::{bare_request, with_bearer, with_json};
pub(crate) use extras::Extras;
pub use parameters::Parameters;
pub(crate) use response::Encoding;
pub use response::Response;

use crate::error::{DecodeError, EncodeError};

/// One request and its answer, without the sending between them.
///
/// The value that builds the request also reads the answer, because it holds what the answer is checked against: the
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
    /// What a successful answer holds.
    type Output;

    /// Builds the request. `now` is for what is dated; each transmission is encoded anew.
    ///
    /// The body may hold credentials, and `http::Request` prints its body: do not log the request as it is.
    ///
    /// # Errors
    ///
    /// The request cannot be sent as it was asked for: the server has no such endpoint, a parameter or header is
    /// invalid or belongs to the protocol.
    fn encode(&self, now: SystemTime) -> Result<http::Request<Vec<u8>>, EncodeError>;

    /// Reads the answer. `now` is the time from which lifetimes are counted: to be on the safe side, the time when the
    /// request was sent.
    ///
    /// # Errors
    ///
    /// The server said no, the answer is not one of OAuth, or it fails a check.
    fn decode(&self, response: Response<'_>, now: SystemTime) -> Result<Self::Output, DecodeError>;
}

/// What every request to an authorization server wants: JSON, and not compressed, so that its size is known.
pub(crate) fn accept_json(headers: &mut HeaderMap) {
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
}
