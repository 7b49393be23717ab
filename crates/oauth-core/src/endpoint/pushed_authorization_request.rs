//! Pushed authorization requests ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126.html)).

use std::fmt;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use crate::authorization::{AuthorizationRequest, AuthorizationSession, Prepared};
use crate::call::{Deviation, Extra, Parameters, Response};
use crate::client::form_request::{FormEndpoint, FormRequest};
use crate::client::{Client, Destination};
use crate::error::{DecodeError, EncodeError, Problem};
use crate::server::Endpoint;
use crate::token::lifetime;
use crate::wire::secret::Secret;

/// A pushed authorization request: the client sends the parameters to the server directly, so that the browser only
/// carries a reference to them.
#[derive(Debug)]
pub struct PushedAuthorizationRequest(Prepared);

/// The response to a pushed request: send the browser to `url`, and keep `session` until it comes back.
#[non_exhaustive]
pub struct PushedAuthorizationResponse {
    /// The URL for the user's browser. It can be used once.
    pub url: String,
    /// The session that the response is checked against. Store it in this user's browser session.
    pub session: AuthorizationSession,
    /// The reference to the request, which `url` already contains.
    pub request_uri: Secret,
    /// How long the server keeps the request. `None` if the response does not contain it.
    pub expires_in: Option<Duration>,
    /// When the server discards the request: `expires_in` after the `sent_at` passed to `decode`.
    pub expires_at: Option<SystemTime>,
    /// The members without a field here.
    pub extra: Extra,
    /// The response's deviations from the standard that did not affect its meaning.
    pub deviations: Vec<Deviation>,
}

impl AuthorizationRequest {
    /// Pushes the request to the server ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126.html#section-2)), with
    /// random bytes from the operating system. The client authenticates, and the parameters cannot be read or modified
    /// in the browser.
    ///
    /// ```
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # fn send(_: http::Request<Vec<u8>>) -> http::Response<&'static [u8]> {
    /// #     http::Response::new(br#"{"request_uri":"urn:ietf:params:oauth:request_uri:6esc","expires_in":60}"#)
    /// # }
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::Canada, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "s6BhdRkqt3", ClientAuthentication::client_secret_basic("secret"))?;
    ///
    /// let call = client.authorization_request("https://client.example.org/cb").push()?;
    /// let response = send(call.encode(now)?);
    /// let pushed = call.decode((&response).into(), now)?;
    /// let query = "client_id=s6BhdRkqt3&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc";
    /// assert!(pushed.url.ends_with(query));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The redirect URI, the scope, a resource or a parameter is invalid, or a parameter is reserved for the protocol.
    /// The server has no issuer, or has no token endpoint to redeem the code at. Its metadata lists PKCE methods, but
    /// not the one in use. No random bytes are available.
    pub fn push(&self) -> Result<FormRequest<PushedAuthorizationRequest>, EncodeError> {
        let random = self.client().random().bytes().ok_or(EncodeError::NoRandomness)?;
        self.push_from(&random)
    }

    /// Pushes the request to the server, with random bytes from your own cryptographically secure generator. Use them
    /// only once: they determine `state`, `nonce` and the code verifier.
    ///
    /// # Errors
    ///
    /// The same as for [`push`](Self::push).
    pub fn push_with(&self, random: [u8; 96]) -> Result<FormRequest<PushedAuthorizationRequest>, EncodeError> {
        self.push_from(&Zeroizing::new(random))
    }

    fn push_from(&self, random: &[u8; 96]) -> Result<FormRequest<PushedAuthorizationRequest>, EncodeError> {
        Ok(self.client().form_request(PushedAuthorizationRequest(Prepared::new(self, random)?)))
    }
}

impl FormEndpoint for PushedAuthorizationRequest {
    type Output = PushedAuthorizationResponse;

    const REPEATS_CLIENT_ID: bool = true;

    const RESERVED: &'static [&'static str] = Prepared::RESERVED;

    fn destination(&self) -> Destination<'_> {
        Endpoint::PushedAuthorizationRequest.into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.append(&self.0.pairs)
    }

    fn read(&self, client: &Client, response: Response<'_>, now: SystemTime) -> Result<Self::Output, DecodeError> {
        let dialect = client.server().dialect();
        response.read(|mut members| {
            let field = "request_uri";
            let request_uri = members.require_secret(field)?;
            let expires_in =
                members.optional("expires_in", |node| lifetime::read(node, dialect.expires_in_unit(), dialect, now))?;
            let pairs = self.0.reference(&request_uri, dialect);
            let missing = |_| Problem::Missing { field: Endpoint::Authorization.name() };
            let url = client.front_channel_url(Endpoint::Authorization, &pairs).map_err(missing)?;
            let (extra, deviations) = members.finish();
            Ok(PushedAuthorizationResponse {
                url,
                session: self.0.session.duplicate(),
                request_uri,
                expires_in,
                expires_at: expires_in.and_then(|lifetime| now.checked_add(lifetime)),
                extra,
                deviations,
            })
        })
    }
}

/// Omits the URL, which contains the reference.
impl fmt::Debug for PushedAuthorizationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url: _, session, request_uri, expires_in, expires_at, extra, deviations } = self;
        f.debug_struct("PushedAuthorizationResponse")
            .field("session", session)
            .field("request_uri", request_uri)
            .field("expires_in", expires_in)
            .field("expires_at", expires_at)
            .field("extra", extra)
            .field("deviations", deviations)
            .finish_non_exhaustive()
    }
}
