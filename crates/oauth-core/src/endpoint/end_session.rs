//! Logout that the client asks for
//! ([OpenID Connect RP-Initiated Logout 1.0 §2](https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout)).

use std::fmt;
use std::time::SystemTime;

use crate::call::extras::takes_extra_parameters;
use crate::call::{Draft, Extras, Parameters};
use crate::client::Client;
use crate::error::EncodeError;
use crate::server::Endpoint;
use crate::wire::secret::Secret;
use crate::wire::url::check_redirect_uri;

/// Parameters that no extra one may be called like.
const RESERVED: [&str; 3] = ["id_token_hint", "post_logout_redirect_uri", "state"];

/// A request that ends the user's session at the server. The user's browser carries it.
#[derive(Clone)]
pub struct EndSessionRequest {
    client: Client,
    post_logout_redirect_uri: Option<String>,
    optional: Vec<(&'static str, Secret)>,
    extras: Extras,
}

impl Client {
    /// Ends the user's session at the server, after the application ended its own.
    ///
    /// ```
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Client, ClientAuthentication, Server};
    ///
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "client-id", ClientAuthentication::none())?;
    /// let url = client.end_session().post_logout_redirect_uri("https://client.example.org/bye").url()?;
    /// assert_eq!(
    ///     url,
    ///     "https://auth.pingone.eu/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/signoff\
    ///      ?client_id=client-id&post_logout_redirect_uri=https%3A%2F%2Fclient.example.org%2Fbye"
    /// );
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn end_session(&self) -> EndSessionRequest {
        let client = self.clone();
        EndSessionRequest { client, post_logout_redirect_uri: None, optional: Vec::new(), extras: Extras::default() }
    }
}

impl EndSessionRequest {
    /// The ID token of the session that ends. Servers may ask the user without it, or refuse to send them back. It is
    /// readable in the URL.
    #[must_use]
    pub fn id_token_hint(self, id_token: impl Into<Secret>) -> Self {
        self.with("id_token_hint", id_token)
    }

    /// Where the user comes back to, registered at the server as it is.
    #[must_use]
    pub fn post_logout_redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.post_logout_redirect_uri = Some(uri.into());
        self
    }

    /// A text that comes back with the user, to tell this logout from another.
    #[must_use]
    pub fn state(self, state: impl Into<Secret>) -> Self {
        self.with("state", state)
    }

    /// Whose session ends, by whatever the server knows the user or the session.
    #[must_use]
    pub fn logout_hint(self, logout_hint: impl Into<String>) -> Self {
        self.with("logout_hint", logout_hint.into())
    }

    /// The languages that the user reads, the best first, separated by spaces (BCP 47).
    #[must_use]
    pub fn ui_locales(self, ui_locales: impl Into<String>) -> Self {
        self.with("ui_locales", ui_locales.into())
    }

    takes_extra_parameters!();

    /// Where the user's browser goes.
    ///
    /// # Errors
    ///
    /// The server has no such endpoint, the redirect URI or a parameter is invalid, or a parameter belongs to the
    /// protocol.
    pub fn url(&self) -> Result<String, EncodeError> {
        let mut draft = Draft::of_parameters();
        let about = self.client.about(SystemTime::UNIX_EPOCH);
        let mut parameters = Parameters::new(&mut draft, about);
        if let Some(uri) = &self.post_logout_redirect_uri {
            let what = "post_logout_redirect_uri";
            check_redirect_uri(uri).map_err(|problem| EncodeError::InvalidRedirectUri { what, problem })?;
            parameters.push(what, uri)?;
        }
        for (name, value) in &self.optional {
            parameters.push(*name, value.expose())?;
        }
        self.extras.write_parameters(&RESERVED, about.dialect, &mut draft)?;
        self.client.front_channel_url(Endpoint::EndSession, &draft.into_pairs())
    }

    fn with(mut self, name: &'static str, value: impl Into<Secret>) -> Self {
        self.optional.retain(|(each, _)| *each != name);
        self.optional.push((name, value.into()));
        self
    }
}

impl fmt::Debug for EndSessionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndSessionRequest")
            .field("client", &self.client)
            .field("post_logout_redirect_uri", &self.post_logout_redirect_uri)
            .field("optional", &self.optional)
            .field("extras", &self.extras)
            .finish()
    }
}
