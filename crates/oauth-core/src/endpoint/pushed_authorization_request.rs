//! Pushed authorization requests ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126.html)).

use std::fmt;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use crate::authorization::{AuthorizationRequest, AuthorizationSession, Prepared};
use crate::call::Parameters;
use crate::call::Response;
use crate::client::{Client, FormEndpoint, FormRequest};
use crate::error::{DecodeError, EncodeError, Problem};
use crate::server::Endpoint;
use crate::token::lifetime;
use crate::wire::extra::Extra;
#[cfg(feature = "getrandom")]
use crate::wire::random;
use crate::wire::secret::Secret;
use crate::wire::text::is_vschar;
use crate::wire::{form, json::Object};

/// The client hands the authorization request to the server itself, so that the browser carries only a reference to it.
#[derive(Debug)]
pub struct PushedAuthorizationRequest(Prepared);

/// The server keeps the request: send the browser to `url`, and keep `session` for the moment when it comes back.
#[non_exhaustive]
pub struct PushedAuthorizationResponse {
    /// Where the user's browser goes, once.
    pub url: String,
    /// What the response is checked against. It belongs into the session of this user and this browser.
    pub session: AuthorizationSession,
    /// The reference to the request. It is in `url` already.
    pub request_uri: Secret,
    /// How long the server keeps the request. `None` where it does not say.
    pub expires_in: Option<Duration>,
    /// When the server forgets the request: `expires_in` after the `now` that was given to `decode`.
    pub expires_at: Option<SystemTime>,
    /// The members that have no field here.
    pub extra: Extra,
}

impl AuthorizationRequest {
    /// Hands the request to the server itself ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126.html#section-2)),
    /// with random bytes from the operating system. Nobody can read or change it on the way, and the client
    /// authenticates for it.
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
    /// The redirect URI, the scope, a resource or a parameter is invalid, a parameter belongs to the protocol, or there
    /// are no random bytes.
    #[cfg(feature = "getrandom")]
    pub fn push(&self) -> Result<FormRequest<PushedAuthorizationRequest>, EncodeError> {
        let random = random::bytes().ok_or(EncodeError::NoRandomness)?;
        self.push_from(&random)
    }

    /// Hands the request to the server itself, with random bytes of your own, from a generator fit for keys. They are
    /// used this once: whoever knows them knows `state`, `nonce` and the code verifier.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
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

    fn endpoint(&self) -> Endpoint {
        Endpoint::PushedAuthorizationRequest
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.append(&self.0.form);
        Ok(())
    }

    fn read(&self, client: &Client, response: Response<'_>, now: SystemTime) -> Result<Self::Output, DecodeError> {
        let (mut object, _) = response.object()?;
        let read = request_uri(&mut object).and_then(|uri| Ok((uri, expires_in(&mut object, client, now)?)));
        let (request_uri, expires_in) = read.map_err(|problem| response.malformed(problem))?;
        let mut form = Vec::new();
        form::push("request_uri", request_uri.expose(), &mut form);
        let missing = |_| response.malformed(Problem::Missing { field: Endpoint::Authorization.name() });
        Ok(PushedAuthorizationResponse {
            url: client.front_channel_url(Endpoint::Authorization, &form).map_err(missing)?,
            session: self.0.session.duplicate(),
            request_uri,
            expires_in,
            expires_at: expires_in.and_then(|lifetime| now.checked_add(lifetime)),
            extra: Extra::rest_of(object),
        })
    }
}

fn request_uri(object: &mut Object<'_>) -> Result<Secret, Problem> {
    let field = "request_uri";
    let text = object.take_text(field)?.ok_or(Problem::Missing { field })?;
    if !is_vschar(&text) {
        return Err(Problem::InvalidValue { field, reason: "holds a character that it cannot hold" });
    }
    Ok(Secret::from(&*text))
}

fn expires_in(object: &mut Object<'_>, client: &Client, now: SystemTime) -> Result<Option<Duration>, Problem> {
    let Some(node) = object.take("expires_in") else { return Ok(None) };
    Ok(lifetime::read(&node, client.server().dialect(), now)?.0)
}

impl fmt::Debug for PushedAuthorizationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushedAuthorizationResponse")
            .field("session", &self.session)
            .field("expires_in", &self.expires_in)
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}
