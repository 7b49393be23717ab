//! Token revocation ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009.html)).

use std::time::SystemTime;

use crate::call::Parameters;
use crate::call::Response;
use crate::client::form_request::{FormEndpoint, FormRequest};
use crate::client::{Client, Destination};
use crate::error::{DecodeError, EncodeError};
use crate::server::Endpoint;
use crate::wire::secret::Secret;

/// A token revocation request.
#[derive(Debug, Clone)]
pub struct Revocation {
    token: Secret,
    token_type_hint: Option<String>,
}

impl Client {
    /// Revokes a refresh token or an access token, and the tokens that depend on it
    /// ([RFC 7009 §2](https://www.rfc-editor.org/rfc/rfc7009.html#section-2)).
    ///
    /// On success, the token is no longer valid; the server does not reveal whether it was valid before. After a 503,
    /// it is still valid: the error is [`DecodeError::Unavailable`], and [`retry_after`](DecodeError::retry_after)
    /// tells when to try again.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::NorthAmerica, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let refresh_token = Secret::new("45ghiukldjahdnhzdauz");
    /// let request = client.revoke(&refresh_token).token_type_hint("refresh_token").encode(now)?;
    /// assert_eq!(request.body(), b"token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn revoke(&self, token: &Secret) -> FormRequest<Revocation> {
        self.form_request(Revocation { token: token.clone(), token_type_hint: None })
    }
}

impl FormRequest<Revocation> {
    /// Authorizes the request with a bearer token instead of the client's credentials, for a server that requires one.
    #[must_use]
    pub fn authorized_by(self, access_token: &Secret) -> Self {
        self.with_bearer(access_token)
    }

    /// Sets the type of the token, `access_token` or `refresh_token`. This only speeds up the server's lookup.
    #[must_use]
    pub fn token_type_hint(mut self, hint: impl Into<String>) -> Self {
        self.endpoint.token_type_hint = Some(hint.into());
        self
    }
}

impl FormEndpoint for Revocation {
    type Output = ();

    /// A successful response has no specified body, so any type is accepted.
    const ACCEPT: &'static str = "*/*";

    fn destination(&self) -> Destination<'_> {
        Endpoint::Revocation.into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_secret("token", &self.token)?;
        parameters.push_some("token_type_hint", self.token_type_hint.as_deref())
    }

    /// Reads the status only: servers send various bodies on success, such as none, `{}`, `OK` or a page.
    fn read(&self, _client: &Client, response: Response<'_>, _now: SystemTime) -> Result<(), DecodeError> {
        match response.status() {
            status if status.is_success() => Ok(()),
            _ => Err(response.failure()),
        }
    }
}
