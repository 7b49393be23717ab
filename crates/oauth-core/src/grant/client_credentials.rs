//! The client credentials grant ([RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4)).

use std::borrow::Cow;

use crate::call::Parameters;
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::EncodeError;

/// The client credentials grant: gets a token for the client itself, without a user.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct ClientCredentials;

impl Grant for ClientCredentials {
    fn grant_type(&self) -> Cow<'static, str> {
        "client_credentials".into()
    }

    fn repeatable(&self) -> bool {
        true
    }

    fn parameters(&self, _parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        Ok(())
    }
}

impl Client {
    /// Asks for a token for the client itself
    /// ([RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4)).
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::NorthAmerica, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let request = client.client_credentials().scope("read write").encode(now)?;
    /// assert_eq!(request.body(), b"grant_type=client_credentials&scope=read+write");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn client_credentials(&self) -> TokenRequest<ClientCredentials> {
        self.token_request(ClientCredentials)
    }
}
