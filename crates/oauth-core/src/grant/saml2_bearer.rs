//! The SAML 2.0 bearer grant ([RFC 7522 §2.1](https://www.rfc-editor.org/rfc/rfc7522.html#section-2.1)).

use std::borrow::Cow;

use crate::call::Parameters;
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::EncodeError;
use crate::key::SecretSource;

/// The SAML 2.0 bearer grant: exchanges a SAML 2.0 assertion for an access token.
#[derive(Debug, Clone)]
pub struct Saml2Bearer {
    assertion: SecretSource,
}

impl Grant for Saml2Bearer {
    fn grant_type(&self) -> Cow<'static, str> {
        "urn:ietf:params:oauth:grant-type:saml2-bearer".into()
    }

    fn repeatable(&self) -> bool {
        true
    }

    fn identifies_itself(&self) -> bool {
        true
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_saml("assertion", &self.assertion)
    }
}

impl Client {
    /// Exchanges a SAML 2.0 assertion for an access token on behalf of the assertion's subject
    /// ([RFC 7522 §2.1](https://www.rfc-editor.org/rfc/rfc7522.html#section-2.1)). Pass the assertion as XML; it is
    /// sent in base64url.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let request = client.saml2_bearer("<saml:Assertion/>").encode(now)?;
    /// assert!(request.body().ends_with(b"saml2-bearer&assertion=PHNhbWw6QXNzZXJ0aW9uLz4"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn saml2_bearer(&self, assertion: impl Into<SecretSource>) -> TokenRequest<Saml2Bearer> {
        self.token_request(Saml2Bearer { assertion: assertion.into() })
    }
}
