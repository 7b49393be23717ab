//! The request that a user's browser carries to the server
//! ([RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1)).

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{AuthorizationRedirect, Prepared, ResponseType};
use crate::authorization::StepUp;
use crate::call::Extras;
use crate::call::extras::takes_extra_parameters;
use crate::client::Client;
use crate::error::EncodeError;
use crate::server::Endpoint;
use crate::token::Scope;
use crate::wire::secret::Secret;

/// A request for the user's consent. Every sign-in begins with one of its own: [`begin`](Self::begin) draws a new
/// `state`, `nonce` and code verifier each time.
///
/// `state` is always sent, and PKCE with `S256` wherever a code is asked for, unless it is switched off by name
/// ([RFC 9700 §2.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1)); a server that does not know one of them
/// ignores it ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1)). `nonce` is sent where an ID
/// token will bring it back: with the scope `openid`, or a response type that holds `id_token`.
#[derive(Clone)]
pub struct AuthorizationRequest {
    pub(super) client: Client,
    pub(super) redirect_uri: String,
    pub(super) response_type: ResponseType,
    pub(super) scope: Option<Scope>,
    pub(super) max_age: Option<Duration>,
    pub(super) resources: Vec<String>,
    pub(super) optional: Vec<(&'static str, Secret)>,
    pub(super) pkce: Pkce,
    pub(super) nonce: Nonce,
    pub(super) extras: Extras,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pkce {
    S256,
    Without,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nonce {
    Sent,
    Without,
}

impl Client {
    /// Asks the user, who comes back to `redirect_uri` with a code
    /// ([RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1)).
    ///
    /// The redirect URI is `https`, or `http` on `127.0.0.1` or `[::1]` with any port, or of a private-use scheme such
    /// as `com.example.app:/cb` ([RFC 8252 §7](https://www.rfc-editor.org/rfc/rfc8252.html#section-7)); `localhost` is
    /// taken, but it may resolve to another machine. The server compares it with what was registered.
    ///
    /// ```
    /// use oauth_core::authorization::AuthorizationResponse;
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Client, ClientAuthentication, Server};
    /// # fn session_of_the_browser() {}
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "client-id", ClientAuthentication::none())?;
    ///
    /// // Send the browser to `url`, and keep the session meanwhile.
    /// let begun = client.authorization_request("https://client.example.org/cb").scope("openid").begin()?;
    /// assert!(begun.url.starts_with("https://auth.pingone.eu/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/authorize?"));
    /// # let state = begun.session.state().to_owned();
    ///
    /// // The browser comes back.
    /// # let callback = format!("https://client.example.org/cb?code=SplxlOBeZQQYbYS6WxSbIA&state={state}");
    /// let response = AuthorizationResponse::from_url(&callback)?;
    /// let authorized = begun.session.receive(&client, response)?;
    /// let call = authorized.authorization_code();
    /// # let _ = call;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn authorization_request(&self, redirect_uri: impl Into<String>) -> AuthorizationRequest {
        AuthorizationRequest {
            client: self.clone(),
            redirect_uri: redirect_uri.into(),
            response_type: ResponseType::CODE,
            scope: None,
            max_age: None,
            resources: Vec::new(),
            optional: Vec::new(),
            pkce: Pkce::S256,
            nonce: Nonce::Sent,
            extras: Extras::default(),
        }
    }
}

impl AuthorizationRequest {
    /// Asks for another response than a code. See there why not to.
    #[must_use]
    pub fn response_type(mut self, response_type: impl Into<ResponseType>) -> Self {
        self.response_type = response_type.into();
        self
    }

    /// Asks for these scopes; `openid` asks for an ID token. Without it, or with an empty scope, the server chooses.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Scope>) -> Self {
        self.scope = Some(scope.into()).filter(|scope| !scope.is_empty());
        self
    }

    /// How the response comes back: `query`, `fragment`, `form_post`, or whatever the server knows. Without it, it is
    /// the query for a code, and the fragment where there are tokens.
    #[must_use]
    pub fn response_mode(self, response_mode: impl Into<String>) -> Self {
        self.with("response_mode", response_mode.into())
    }

    /// What the server is to do with the user: `none` to be silent or fail, `login`, `consent`, `select_account`,
    /// `create`; several of them separated by spaces.
    #[must_use]
    pub fn prompt(self, prompt: impl Into<String>) -> Self {
        self.with("prompt", prompt.into())
    }

    /// Who the user probably is: an e-mail address, a user name. It is readable in the URL.
    #[must_use]
    pub fn login_hint(self, login_hint: impl Into<String>) -> Self {
        self.with("login_hint", login_hint.into())
    }

    /// How long ago the user may have signed in, in whole seconds; zero makes them sign in now. The ID token must then
    /// say when it was (`auth_time`). How long ago it was is for whoever reads the ID token: nothing here compares it.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// The wanted classes of authentication, the best first, separated by spaces
    /// ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)).
    #[must_use]
    pub fn acr_values(self, acr_values: impl Into<String>) -> Self {
        self.with("acr_values", acr_values.into())
    }

    /// Asks for what a resource wants before it gives access
    /// ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)); its scopes are added to those that are
    /// asked for already.
    ///
    /// ```
    /// # use oauth_core::error::challenges;
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Client, ClientAuthentication, Server};
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "client-id", ClientAuthentication::none())?;
    /// # let mut headers = http::HeaderMap::new();
    /// # let line = r#"Bearer error="insufficient_user_authentication", acr_values="phr", max_age="5""#;
    /// # headers.append("www-authenticate", line.parse()?);
    /// let request = client.authorization_request("https://client.example.org/cb").scope("openid");
    /// // The resource answered 401, and these are the headers of its answer.
    /// if let Some(step_up) = challenges(&headers).iter().find_map(|challenge| challenge.step_up()) {
    ///     let begun = request.step_up(&step_up).begin()?;
    ///     assert!(begun.url.contains("acr_values=phr") && begun.url.contains("max_age=5"));
    /// }
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn step_up(mut self, step_up: &StepUp) -> Self {
        self.max_age = step_up.max_age.or(self.max_age);
        if let Some(wanted) = &step_up.scope {
            let asked = self.scope.take().unwrap_or_default();
            let missing = wanted.iter().filter(|scope| !asked.contains(scope));
            self.scope = Some(asked.iter().chain(missing).collect());
        }
        match step_up.acr_values.as_slice() {
            [] => self,
            values => self.acr_values(values.join(" ")),
        }
    }

    /// An ID token of the user whose sign-in is expected. It is readable in the URL.
    #[must_use]
    pub fn id_token_hint(self, id_token: impl Into<Secret>) -> Self {
        self.with("id_token_hint", id_token)
    }

    /// The languages that the user reads, the best first, separated by spaces (BCP 47).
    #[must_use]
    pub fn ui_locales(self, ui_locales: impl Into<String>) -> Self {
        self.with("ui_locales", ui_locales.into())
    }

    /// Asks for single claims, by a JSON object (OpenID Connect Core §5.5).
    #[must_use]
    pub fn claims(self, claims: impl Into<String>) -> Self {
        self.with("claims", claims.into())
    }

    /// Asks for these details of authorization, a JSON array
    /// ([RFC 9396 §3](https://www.rfc-editor.org/rfc/rfc9396.html#section-3)).
    #[must_use]
    pub fn authorization_details(self, details: impl Into<String>) -> Self {
        self.with("authorization_details", details.into())
    }

    /// Asks for access to this resource, an absolute URI without a fragment. May be called several times
    /// ([RFC 8707 §2.1](https://www.rfc-editor.org/rfc/rfc8707.html#section-2.1)).
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resources.push(resource.into());
        self
    }

    takes_extra_parameters!();

    /// Leaves out PKCE, for a server that refuses it.
    ///
    /// Whoever gets hold of the code can then redeem it, where the client has no secret; and a stolen code can be put
    /// into another user's sign-in, where there is no ID token to tell by.
    #[must_use]
    pub fn dangerous_without_pkce(mut self) -> Self {
        self.pkce = Pkce::Without;
        self
    }

    /// Leaves out `nonce`, for a server that does not repeat it in its ID tokens.
    ///
    /// With PKCE a code is still bound to this sign-in. An ID token that comes through the browser has nothing else to
    /// be bound by: where one is asked for, this changes nothing.
    #[must_use]
    pub fn dangerous_without_nonce(mut self) -> Self {
        self.nonce = Nonce::Without;
        self
    }

    /// Begins a sign-in, with random bytes from the operating system.
    ///
    /// # Errors
    ///
    /// The redirect URI, the scope, a resource or a parameter is invalid, a parameter belongs to the protocol, the
    /// server has no authorization endpoint or takes pushed requests only, or there are no random bytes.
    pub fn begin(&self) -> Result<AuthorizationRedirect, EncodeError> {
        let random = self.client.random().bytes().ok_or(EncodeError::NoRandomness)?;
        self.begin_from(&random)
    }

    /// Begins a sign-in with random bytes of your own, from a generator fit for keys. They are used this once: whoever
    /// knows them knows `state`, `nonce` and the code verifier.
    ///
    /// # Errors
    ///
    /// As [`begin`](Self::begin).
    pub fn begin_with(&self, random: [u8; 96]) -> Result<AuthorizationRedirect, EncodeError> {
        self.begin_from(&Zeroizing::new(random))
    }

    fn begin_from(&self, random: &[u8; 96]) -> Result<AuthorizationRedirect, EncodeError> {
        if self.client.server().metadata().require_pushed_authorization_requests == Some(true) {
            return Err(EncodeError::PushRequired);
        }
        let prepared = Prepared::new(self, random)?;
        let url = self.client.front_channel_url(Endpoint::Authorization, &prepared.pairs)?;
        Ok(AuthorizationRedirect { url, session: prepared.session })
    }

    fn with(mut self, name: &'static str, value: impl Into<Secret>) -> Self {
        self.optional.retain(|(each, _)| *each != name);
        self.optional.push((name, value.into()));
        self
    }

    pub(super) fn optional(&self, name: &str) -> Option<&str> {
        self.optional.iter().find_map(|(each, value)| (*each == name).then(|| value.expose()))
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("client", &self.client)
            .field("redirect_uri", &self.redirect_uri)
            .field("response_type", &self.response_type)
            .field("scope", &self.scope)
            .field("optional", &self.optional)
            .field("extras", &self.extras)
            .finish_non_exhaustive()
    }
}
