//! Logout initiated by the client
//! ([OpenID Connect RP-Initiated Logout 1.0 §2](https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout)).

use std::fmt;

use crate::call::extras::takes_extra_parameters;
use crate::call::{Draft, Extras, Parameters};
use crate::client::Client;
use crate::error::EncodeError;
use crate::server::Endpoint;
use crate::wire::secret::Secret;
use crate::wire::url::check_redirect_uri;

/// Names that extra parameters must not use.
const RESERVED: [&str; 3] = ["id_token_hint", "post_logout_redirect_uri", "state"];

/// A request to end the user's session at the server, sent through the user's browser.
#[derive(Clone)]
pub struct EndSessionRequest {
    client: Client,
    post_logout_redirect_uri: Option<String>,
    optional: Vec<(&'static str, Secret)>,
    extras: Extras,
}

impl Client {
    /// Creates a request to end the user's session at the server, after the application has ended its own.
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
    /// Sets the ID token of the session to end. Without it, servers may ask the user for confirmation or not redirect
    /// back. It is readable in the URL.
    #[must_use]
    pub fn id_token_hint(self, id_token: impl Into<Secret>) -> Self {
        self.with("id_token_hint", id_token)
    }

    /// Sets the URI that the user comes back to, exactly as registered at the server.
    #[must_use]
    pub fn post_logout_redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.post_logout_redirect_uri = Some(uri.into());
        self
    }

    /// Sets text that comes back with the user, to identify this logout.
    #[must_use]
    pub fn state(self, state: impl Into<Secret>) -> Self {
        self.with("state", state)
    }

    /// Sets whose session to end, by an identifier that the server knows for the user or the session.
    #[must_use]
    pub fn logout_hint(self, logout_hint: impl Into<String>) -> Self {
        self.with("logout_hint", logout_hint.into())
    }

    /// Sets the user's languages, in order of preference, separated by spaces (BCP 47).
    #[must_use]
    pub fn ui_locales(self, ui_locales: impl Into<String>) -> Self {
        self.with("ui_locales", ui_locales.into())
    }

    takes_extra_parameters!();

    /// Returns the URL for the user's browser.
    ///
    /// # Errors
    ///
    /// The server has no such endpoint, or its query already contains a parameter of the request. The redirect URI or a
    /// parameter is invalid, or a parameter is reserved for the protocol.
    pub fn url(&self) -> Result<String, EncodeError> {
        let mut draft = Draft::of_parameters();
        let about = self.client.about_nothing();
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
