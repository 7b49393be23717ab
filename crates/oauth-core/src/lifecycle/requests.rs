//! How the requests of a grant are named, and how its refresh tokens are sent.

use sha2::{Digest as _, Sha256};

use super::grant_details::GrantDetails;
use super::grant_key::GrantKey;
use super::token_key::TokenKey;
use crate::client::Client;
use crate::error::EncodeError;
use crate::grant::{Grant, RefreshToken, TokenRequest};
use crate::wire::random::base64url;
use crate::wire::secret::Secret;

impl<G: Grant> TokenRequest<G> {
    /// Names the grant of this request, for a store.
    #[must_use]
    pub fn grant_key(&self) -> GrantKey {
        GrantKey::new(self.client(), self.grant().grant_type())
    }

    /// Names the access token that this request brings: everything in it that makes it a different token, but no secret.
    /// Of an extra header, which may be a secret, the hash is in the key.
    ///
    /// # Errors
    ///
    /// The request is invalid.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Client, ClientAuthentication, Server};
    /// use oauth_core::lifecycle::TokenKey;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    ///
    /// let request = client.client_credentials().scope("b a").extra_parameter("audience", "https://api.example");
    /// assert_eq!(request.token_key()?, TokenKey::new().scope("a b").audience("https://api.example"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn token_key(&self) -> Result<TokenKey, EncodeError> {
        let mut key = TokenKey::new();
        for (name, value) in self.parameters()?.into_pairs().public() {
            key = match name {
                "grant_type" => key,
                "scope" => key.scope(value),
                "resource" => key.resource(value),
                "audience" => key.audience(value),
                "claims" => key.claims(value),
                "authorization_details" => key.authorization_details(value),
                name => key.parameter(name, value),
            };
        }
        Ok(self.headers().fold(key, |key, (name, value)| key.header(name, &base64url(&Sha256::digest(value)))))
    }

    /// Returns whether the grant has a secret of its own, such as an assertion or the token of a user. Its name says then
    /// not all of what makes it.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.parameters().is_ok_and(|draft| draft.secrets().next().is_some() || draft.has_needs())
    }
}

impl Client {
    /// Renews with a refresh token of [`With::RefreshToken`](super::With::RefreshToken): the response is checked against
    /// the sign-in, and the resources of the sign-in are requested again.
    #[must_use]
    pub fn renewal(&self, token: &Secret, details: &GrantDetails) -> TokenRequest<RefreshToken> {
        let mut request = self.refresh_token(token);
        if let Some(scope) = &details.granted_scope {
            request = request.original_scope(scope.clone());
        }
        if let Some(claims) = &details.first_claims {
            request = request.signed_in(claims);
        }
        request.repeating(details.resources.clone())
    }
}
