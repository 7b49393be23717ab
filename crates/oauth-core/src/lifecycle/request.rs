//! Token requests and lifecycles.

use super::grant_details::GrantDetails;
use super::token_key::TokenKey;
use crate::client::Client;
use crate::error::EncodeError;
use crate::grant::{Grant, RefreshToken, TokenRequest};
use crate::wire::secret::Secret;

impl<G: Grant> TokenRequest<G> {
    /// Returns the key of the access token that this request asks for: everything in it that is not secret. See
    /// [`TokenKey`].
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Client, ClientAuthentication, Server};
    /// use oauth_core::lifecycle::TokenKey;
    ///
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let request = client.client_credentials().scope("write read");
    /// assert_eq!(request.token_key()?, TokenKey::new().scope("read write"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The request is invalid.
    pub fn token_key(&self) -> Result<TokenKey, EncodeError> {
        let parameters = self.plain()?;
        let mut key = TokenKey::new();
        for (name, value) in &parameters {
            key = match name.as_str() {
                // The grant is named by the grant key.
                "grant_type" => key,
                "scope" => key.scope(value.as_str()),
                "resource" => key.resource(value),
                "audience" => key.audience(value),
                "authorization_details" => key.authorization_details(value),
                name => key.parameter(name, value),
            };
        }
        let extras = self.extras();
        for (name, value) in extras.parameters() {
            key = match name.as_str() {
                "resource" => key.resource(value),
                "audience" => key.audience(value),
                "claims" => key.claims(value),
                name => key.parameter(name, value),
            };
        }
        Ok(extras.headers().iter().fold(key, |key, (name, value)| key.header(name, value)))
    }
}

impl Client {
    /// Renews with a refresh token of [`With::RefreshToken`](super::With::RefreshToken): the response is checked against
    /// the sign-in, and the resources of the sign-in are requested again.
    #[must_use]
    pub fn renewal(&self, token: &Secret, details: &GrantDetails) -> TokenRequest<RefreshToken> {
        let (scope, first) = (details.granted_scope.as_ref(), details.first_claims.as_ref());
        let grant = RefreshToken::of_sign_in(self, token, scope, first);
        self.token_request(grant).repeating(details.resources.clone())
    }
}
