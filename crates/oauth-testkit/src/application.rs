//! An application, as an administrator registers it with the authorization server.

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, SystemTime};

use crate::grant::GrantType;

/// How an application authenticates at the token endpoint. An application has exactly one method, as at PingOne.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenEndpointAuthMethod {
    /// `none`: a public client, which sends only its `client_id`.
    None,
    /// `client_secret_basic`: id and secret in the `Authorization` header and nowhere else.
    ClientSecretBasic,
    /// `client_secret_post`: id and secret in the body.
    ClientSecretPost,
}

impl TokenEndpointAuthMethod {
    /// The name of the method in metadata.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
        }
    }
}

/// A registered application: who may ask for a token, how, and for what.
///
/// A new application may use every grant that the server knows, has no scopes, and its tokens live for an hour.
///
/// ```
/// use oauth_testkit::Application;
///
/// let application = Application::client_secret_basic("billing", "s3cret").scopes(["read", "write"]);
/// assert_eq!(application.client_id(), "billing");
/// assert!(!format!("{application:?}").contains("s3cret"));
/// ```
#[derive(Clone)]
pub struct Application {
    client_id: String,
    method: TokenEndpointAuthMethod,
    /// `None` for a public client only.
    secret: Option<String>,
    previous: Option<(String, SystemTime)>,
    pub(crate) grant_types: BTreeSet<GrantType>,
    pub(crate) scopes: Vec<String>,
    pub(crate) token_lifetime: Duration,
}

impl Application {
    /// An application that sends its credentials in the `Authorization` header.
    #[must_use]
    pub fn client_secret_basic(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::with(client_id.into(), TokenEndpointAuthMethod::ClientSecretBasic, Some(client_secret.into()))
    }

    /// An application that sends its credentials in the body.
    #[must_use]
    pub fn client_secret_post(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::with(client_id.into(), TokenEndpointAuthMethod::ClientSecretPost, Some(client_secret.into()))
    }

    /// A public application: it has an id and no secret.
    #[must_use]
    pub fn none(client_id: impl Into<String>) -> Self {
        Self::with(client_id.into(), TokenEndpointAuthMethod::None, None)
    }

    fn with(client_id: String, method: TokenEndpointAuthMethod, secret: Option<String>) -> Self {
        Self {
            client_id,
            method,
            secret,
            previous: None,
            grant_types: GrantType::ALL.into_iter().collect(),
            scopes: Vec::new(),
            token_lifetime: Duration::from_secs(3600),
        }
    }

    /// The grants that this application may use, in place of all of them.
    #[must_use]
    pub fn grant_types(mut self, grant_types: impl IntoIterator<Item = GrantType>) -> Self {
        self.grant_types = grant_types.into_iter().collect();
        self
    }

    /// The scopes that this application may be granted. A request without `scope` gets all of them.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long an access token lives, in whole seconds; 3600 s by default.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// The id of the application.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The one way in which it authenticates.
    #[must_use]
    pub fn token_endpoint_auth_method(&self) -> TokenEndpointAuthMethod {
        self.method
    }

    /// Whether `candidate` is the secret, or the previous one while that is still valid.
    pub(crate) fn accepts_secret(&self, candidate: &str, now: SystemTime) -> bool {
        let previous = self.previous.as_ref().filter(|(_, until)| now < *until).map(|(secret, _)| secret);
        self.secret.iter().chain(previous).any(|secret| secret == candidate)
    }

    /// Puts `new` in the place of the secret. False for an application that has none.
    pub(crate) fn rotate(&mut self, new: String, previous_valid_until: SystemTime) -> bool {
        let Some(secret) = &mut self.secret else { return false };
        let previous = std::mem::replace(secret, new);
        self.previous = Some((previous, previous_valid_until));
        true
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application")
            .field("client_id", &self.client_id)
            .field("token_endpoint_auth_method", &self.method.as_str())
            .field("client_secret", &self.secret.as_ref().map(|_| "***"))
            .field("grant_types", &self.grant_types)
            .field("scopes", &self.scopes)
            .field("token_lifetime", &self.token_lifetime)
            .finish_non_exhaustive()
    }
}
