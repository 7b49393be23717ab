//! The JWT bearer grant ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1)).

use std::borrow::Cow;

use crate::call::Parameters;
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::EncodeError;
use crate::key::SecretSource;

/// The JWT bearer grant: exchanges a signed JWT for an access token.
#[derive(Debug, Clone)]
pub struct JwtBearer {
    assertion: SecretSource,
}

impl Grant for JwtBearer {
    fn grant_type(&self) -> Cow<'static, str> {
        "urn:ietf:params:oauth:grant-type:jwt-bearer".into()
    }

    fn repeatable(&self) -> bool {
        true
    }

    fn identifies_itself(&self) -> bool {
        true
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_assertion("assertion", &self.assertion)
    }
}

impl Client {
    /// Exchanges a JWT for an access token on behalf of the JWT's subject
    /// ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1)).
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let request = client.jwt_bearer("eyJhbGciOiJFUzI1NiJ9.eyJpc3Mi.J9l-ZhwP").scope("read").encode(now)?;
    /// let expected = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&scope=read\
    ///                 &assertion=eyJhbGciOiJFUzI1NiJ9.eyJpc3Mi.J9l-ZhwP";
    /// assert_eq!(request.body(), expected.as_bytes());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn jwt_bearer(&self, assertion: impl Into<SecretSource>) -> TokenRequest<JwtBearer> {
        self.token_request(JwtBearer { assertion: assertion.into() })
    }
}
