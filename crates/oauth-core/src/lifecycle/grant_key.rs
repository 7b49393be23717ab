//! The name of a grant in a store and in a registry.

use std::fmt;

use super::token_key::TokenKey;
use crate::client::Client;
use crate::server::{Endpoint, Issuer};
use crate::wire::text::Shown;

/// The name of a grant: a client, its server, the grant type, and the user if there is one. It names the refresh tokens,
/// the lease and the record of the grant.
///
/// Credentials are not part of it: a token stays valid when the client's secret or key changes.
///
/// ```
/// # use oauth_core::pingone::Region;
/// # use oauth_core::{Client, ClientAuthentication, Server};
/// use oauth_core::lifecycle::GrantKey;
///
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// # let client = Client::new(server, "client-id", ClientAuthentication::none())?;
/// let user = GrantKey::new(&client, "authorization_code").user("user-17");
/// assert_ne!(user, GrantKey::new(&client, "authorization_code").user("user-18"));
/// # Ok::<_, oauth_core::ConfigError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GrantKey {
    server: String,
    client_id: String,
    grant_type: String,
    user: Option<String>,
    token: Option<TokenKey>,
}

impl GrantKey {
    /// Creates the key of a grant of this client.
    #[must_use]
    pub fn new(client: &Client, grant_type: impl Into<String>) -> Self {
        let endpoint = client.server().endpoint(Endpoint::Token);
        let server = client.server().issuer().map(Issuer::as_str).or(endpoint).unwrap_or_default().to_owned();
        Self {
            server,
            client_id: client.client_id().to_owned(),
            grant_type: grant_type.into(),
            user: None,
            token: None,
        }
    }

    /// Sets the user: the subject, or the application's own name for the user.
    #[must_use]
    pub fn user(self, user: impl Into<String>) -> Self {
        Self { user: Some(user.into()), ..self }
    }

    /// Sets the access token. Only for a repeatable grant, whose access tokens have a record and a lease each.
    #[must_use]
    pub fn token(self, key: TokenKey) -> Self {
        Self { token: Some(key), ..self }
    }

    /// Returns whether this is the key of a grant of this client, whatever the grant and the user.
    #[must_use]
    pub fn is_of(&self, client: &Client) -> bool {
        let other = Self::new(client, "");
        self.server == other.server && self.client_id == other.client_id
    }

    /// Returns the client's id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Returns the name of the user, if there is one.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Returns whether a user is named.
    #[must_use]
    pub fn has_user(&self) -> bool {
        self.user.is_some()
    }

    /// Returns the key as text, for a store: a form of names and values. Equal keys have equal texts, in all versions of
    /// this crate.
    #[must_use]
    pub fn to_text(&self) -> String {
        let named = [
            ("server", Some(&self.server)),
            ("client_id", Some(&self.client_id)),
            ("grant_type", Some(&self.grant_type)),
            ("user", self.user.as_ref()),
        ];
        let named = named.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?.as_str())));
        let token = self.token.iter().flat_map(|token| token.values());
        let pairs: Vec<(String, &str)> = named
            .map(|(name, value)| (name.to_owned(), value))
            .chain(token.map(|(name, value)| (format!("token {name}"), value)))
            .collect();
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    }
}

impl fmt::Debug for GrantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrantKey")
            .field("server", &Shown(&self.server))
            .field("client_id", &Shown(&self.client_id))
            .field("grant_type", &Shown(&self.grant_type))
            .field("user", &self.user.as_deref().map(Shown))
            .field("token", &self.token)
            .finish()
    }
}
