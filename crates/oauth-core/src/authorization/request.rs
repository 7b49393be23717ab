//! The request that a user's browser carries to the server
//! ([RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1)).

use std::fmt;
use std::time::{Duration, SystemTime};

use super::choice::{AuthTime, Http, Nonce, Pkce, Redirect, State};
use super::response_type::ResponseType;
use super::step_up::StepUp;
use crate::call::Extras;
use crate::call::extras::takes_extra_parameters;
use crate::client::Client;
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
    pub(super) redirect: Redirect,
    pub(super) http: Http,
    pub(super) response_type: ResponseType,
    pub(super) scope: Option<Scope>,
    pub(super) max_age: Option<Duration>,
    pub(super) registered_max_age: Option<Duration>,
    pub(super) auth_time: AuthTime,
    pub(super) began_at: Option<SystemTime>,
    pub(super) state_text: Option<String>,
    pub(super) state: State,
    pub(super) resources: Vec<String>,
    pub(super) optional: Vec<(&'static str, Secret)>,
    pub(super) pkce: Pkce,
    pub(super) nonce: Nonce,
    pub(super) extras: Extras,
}

impl Client {
    /// Asks the user, who comes back to `redirect_uri` with a code
    /// ([RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1)).
    ///
    /// The redirect URI is `https`, or `http` on `127.0.0.1` or `[::1]` with any port, or of a private-use scheme such
    /// as `com.example.app:/cb` or `myapp://cb` ([RFC 8252 §7](https://www.rfc-editor.org/rfc/rfc8252.html#section-7));
    /// `localhost` is taken, but it may resolve to another machine. The server compares it with what was registered, and
    /// [`receive`](crate::authorization::AuthorizationSession::receive) with the place to which the response comes. It may
    /// have a query, in which no parameter of a response can stand (`code`, `state`, `error`, `iss`). An application of
    /// several servers has another redirect URI for each of them.
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
    /// // The browser comes back. The URL is that of its request: whole, or path and query.
    /// # let url = format!("/cb?code=SplxlOBeZQQYbYS6WxSbIA&state={state}");
    /// let response = AuthorizationResponse::from_url(&url)?;
    /// let authorized = begun.session.receive(&client, response)?;
    /// let call = authorized.authorization_code();
    /// # let _ = call;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn authorization_request(&self, redirect_uri: impl Into<String>) -> AuthorizationRequest {
        AuthorizationRequest {
            client: self.clone(),
            redirect_uri: redirect_uri.into(),
            redirect: Redirect::Sent,
            http: Http::Loopback,
            response_type: ResponseType::CODE,
            scope: None,
            max_age: None,
            registered_max_age: None,
            auth_time: AuthTime::Optional,
            began_at: None,
            state_text: None,
            state: State::Required,
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
    /// say when it was (`auth_time`), and the code is not redeemed if that is longer ago
    /// ([OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation), rule
    /// 13), with a tolerance of 30 seconds.
    ///
    /// It is counted back from the redemption of the code. Who gives little time says when the sign-in
    /// [begins](Self::began_at), from which it is counted then: the minutes that a user spends at the server are not
    /// counted.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// The `default_max_age` with which the client is registered: it is not sent, and checked as
    /// [`max_age`](Self::max_age) is, unless that is set.
    #[must_use]
    pub fn registered_max_age(mut self, max_age: Duration) -> Self {
        self.registered_max_age = Some(max_age);
        self
    }

    /// Refuses an ID token that does not say when the user signed in (`auth_time`), for a client that is registered with
    /// `require_auth_time`.
    #[must_use]
    pub fn require_auth_time(mut self) -> Self {
        self.auth_time = AuthTime::Required;
        self
    }

    /// Says when the sign-in begins, from which [`max_age`](Self::max_age) is counted back.
    #[must_use]
    pub fn began_at(mut self, now: SystemTime) -> Self {
        self.began_at = Some(now);
        self
    }

    /// Adds a text of the application's own to the `state`, for one place before several deployments that routes by it:
    /// the `state` is a random part, a dot, and the text, and is compared whole. The text is visible ASCII, it is readable in
    /// the URL, and it comes back from
    /// [`unverified_state_text`](crate::authorization::AuthorizationResponse::unverified_state_text) and from
    /// [`AuthorizationSession::state_text`](crate::authorization::AuthorizationSession::state_text).
    #[must_use]
    pub fn state_text(mut self, text: impl Into<String>) -> Self {
        self.state_text = Some(text.into());
        self
    }

    /// Leaves the redirect URI out of the request, and out of the token request, if it is the only one that is registered
    /// ([RFC 6749 §3.1.2.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.2.3)). It is still the place to which
    /// the response has to come.
    #[must_use]
    pub fn omit_redirect_uri(mut self) -> Self {
        if self.redirect == Redirect::Sent {
            self.redirect = Redirect::Omitted;
        }
        self
    }

    /// The wanted classes of authentication, the best first, separated by spaces
    /// ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)).
    #[must_use]
    pub fn acr_values(self, acr_values: impl Into<String>) -> Self {
        self.with("acr_values", acr_values.into())
    }

    /// Asks for what a resource wants before it gives access
    /// ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)). Its scopes are added to those that are asked
    /// for already, and the smaller one of two `max_age` holds.
    ///
    /// The resource decides which scopes these are: if it is not trusted with that, use
    /// [`step_up_within`](Self::step_up_within).
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
    pub fn step_up(self, step_up: &StepUp) -> Self {
        self.stepped_up(step_up, |_| true)
    }

    /// As [`step_up`](Self::step_up), and of the scopes that the resource wants only those that are `allowed` are added.
    #[must_use]
    pub fn step_up_within(self, step_up: &StepUp, allowed: impl Into<Scope>) -> Self {
        let allowed = allowed.into();
        self.stepped_up(step_up, |scope| allowed.contains(scope))
    }

    fn stepped_up(mut self, step_up: &StepUp, is_allowed: impl Fn(&str) -> bool) -> Self {
        self.max_age = step_up.max_age.into_iter().chain(self.max_age).min();
        if let Some(wanted) = &step_up.scope {
            let asked = self.scope.take().unwrap_or_default();
            let missing = wanted.iter().filter(|scope| !asked.contains(scope) && is_allowed(scope));
            self.scope = Some(asked.iter().chain(missing).collect()).filter(|scope: &Scope| !scope.is_empty());
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

    /// Sends the code verifier itself as the challenge (PKCE `plain`), for a server that knows no other method
    /// ([RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.2)).
    ///
    /// Whoever sees the request can then redeem the code.
    #[must_use]
    pub fn dangerous_plain_pkce(mut self) -> Self {
        self.pkce = Pkce::Plain;
        self
    }

    /// Takes a response without `state`, for a server that drops it. A wrong `state` is still refused.
    ///
    /// The session is then found by the browser's cookie alone, and whoever makes the browser call the redirect URI with a
    /// code of their own is stopped by PKCE or the `nonce`, or not at all
    /// ([RFC 9700 §4.7.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.7.1)).
    #[must_use]
    pub fn dangerous_without_state(mut self) -> Self {
        self.state = State::MayBeMissing;
        self
    }

    /// Allows a redirect URI that is `http` on another host than this one, such as `http://homeassistant.local:8123/cb`.
    ///
    /// Code and `state` travel in the clear: whoever listens has them, and PKCE alone keeps the code from them.
    #[must_use]
    pub fn dangerous_http_redirect_uri(mut self) -> Self {
        self.http = Http::Allowed;
        self
    }

    /// Has the server show the code to the user instead of a redirect: the redirect URI is `urn:ietf:wg:oauth:2.0:oob`. The
    /// code that the user copies goes to
    /// [`dangerous_receive_code`](crate::authorization::AuthorizationSession::dangerous_receive_code).
    ///
    /// A user who copies a code to one place can be made to copy it to another. Most servers have given it up; a redirect to
    /// loopback ([RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)) and the device grant do the same.
    #[must_use]
    pub fn dangerous_out_of_band(mut self) -> Self {
        "urn:ietf:wg:oauth:2.0:oob".clone_into(&mut self.redirect_uri);
        self.redirect = Redirect::OutOfBand;
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
