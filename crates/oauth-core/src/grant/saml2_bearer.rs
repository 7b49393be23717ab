//! The SAML 2.0 bearer grant ([RFC 7522 §2.1](https://www.rfc-editor.org/rfc/rfc7522.html#section-2.1)).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::call::Parameters;
use crate::client::Assertion;
use crate::client::{Client, Grant, TokenRequest};
use crate::error::EncodeError;
use crate::wire::secret::Secret;

/// The client trades a SAML 2.0 assertion for an access token.
#[derive(Debug, Clone)]
pub struct Saml2Bearer {
    assertion: Assertion,
}

impl Grant for Saml2Bearer {
    fn grant_type(&self) -> &str {
        "urn:ietf:params:oauth:grant-type:saml2-bearer"
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        let xml = self.assertion.get()?;
        // What is encoded already would be encoded twice, and the server's answer would not say so.
        if !xml.expose().starts_with('<') {
            let reason = "a SAML assertion is given as XML, which begins with <".to_owned();
            return Err(EncodeError::Assertion { reason });
        }
        parameters.push_secret("assertion", &Secret::new(URL_SAFE_NO_PAD.encode(xml.expose())))
    }
}

impl Client {
    /// Asks for a token for whom a SAML 2.0 assertion stands for
    /// ([RFC 7522 §2.1](https://www.rfc-editor.org/rfc/rfc7522.html#section-2.1)). The assertion is its XML; the request
    /// holds it in base64url.
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
    pub fn saml2_bearer(&self, assertion: impl Into<Assertion>) -> TokenRequest<Saml2Bearer> {
        self.token_request(Saml2Bearer { assertion: assertion.into() })
    }
}
