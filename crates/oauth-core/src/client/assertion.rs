//! A token that somebody else issued, wherever it comes from
//! ([RFC 7521 §4.1](https://www.rfc-editor.org/rfc/rfc7521.html#section-4.1)).

use std::fmt;
use std::sync::Arc;

use crate::error::EncodeError;
use crate::wire::secret::Secret;

/// An assertion: a text that stands for somebody, to be traded for a token.
///
/// It is either a text that stays as it is, or is asked for anew each time a request is built, because such texts are
/// short-lived: a signer makes them, or a file holds them that another program replaces.
///
/// ```
/// use oauth_core::client::Assertion;
/// use oauth_core::pingone::Region;
/// use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};
/// # let now = std::time::SystemTime::UNIX_EPOCH;
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
/// # fn sign() -> Result<String, std::fmt::Error> { Ok("a.b.c".to_owned()) }
///
/// let call = client.jwt_bearer(Assertion::from_fn(|| sign().map(Secret::new)));
/// assert!(call.encode(now)?.body().ends_with(b"&assertion=a.b.c"));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Assertion(Source);

#[derive(Clone)]
enum Source {
    Text(Secret),
    Ask(Arc<dyn Fn() -> Result<Secret, String> + Send + Sync>),
}

impl Assertion {
    /// This very text.
    pub fn new(text: impl Into<Secret>) -> Self {
        Self(Source::Text(text.into()))
    }

    /// Whatever `ask` says, each time a request is built.
    ///
    /// If it fails, the request cannot be built: [`EncodeError::Assertion`] has the text of its error, which ends up in
    /// logs and must hold no secret.
    pub fn from_fn<F, E>(ask: F) -> Self
    where
        F: Fn() -> Result<Secret, E> + Send + Sync + 'static,
        E: fmt::Display,
    {
        Self(Source::Ask(Arc::new(move || ask().map_err(|error| error.to_string()))))
    }

    /// The text of this moment.
    pub(crate) fn get(&self) -> Result<Secret, EncodeError> {
        match &self.0 {
            Source::Text(text) => Ok(text.clone()),
            Source::Ask(ask) => ask().map_err(|reason| EncodeError::Assertion { reason }),
        }
    }
}

impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Text(_) => "Assertion(a text)",
            Source::Ask(_) => "Assertion(asked for each time)",
        })
    }
}

impl From<Secret> for Assertion {
    fn from(text: Secret) -> Self {
        Self::new(text)
    }
}

impl From<&Secret> for Assertion {
    fn from(text: &Secret) -> Self {
        Self::new(text.clone())
    }
}

impl From<&str> for Assertion {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Assertion {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}
