//! The request that the user's browser carries to the server
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

/// An authorization request, which asks for the user's consent. Each call to [`begin`](Self::begin) starts a separate
/// sign-in, with a new `state`, `nonce` and code verifier.
///
/// `state` is always sent. PKCE with `S256` is used for every response type with a code, unless you disable it
/// ([RFC 9700 §2.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1)). A server that does not support one of
/// them ignores it ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1)). `nonce` is sent if an ID
/// token will return it: with the scope `openid`, or with a response type that contains `id_token`.
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
    /// Creates an authorization request: the user signs in and comes back to `redirect_uri` with a code
    /// ([RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1)).
    ///
    /// The redirect URI is one of the following ([RFC 8252 §7](https://www.rfc-editor.org/rfc/rfc8252.html#section-7)):
    ///
    /// * an `https` URL;
    /// * an `http` URL on `127.0.0.1` or `[::1]`, with any port. `localhost` is accepted too, but may resolve to
    ///   another machine;
    /// * a URI with a private-use scheme, such as `com.example.app:/cb` or `myapp://cb`.
    ///
    /// The server compares it with the registered one, and
    /// [`receive`](crate::authorization::AuthorizationSession::receive) with the URL at which the response arrives. It
    /// may have a query, but not with a parameter of a response (such as `code`, `state`, `error` or `iss`). An
    /// application that uses several servers needs a separate redirect URI for each of them.
    ///
    /// ```
    /// use oauth_core::authorization::AuthorizationResponse;
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Client, ClientAuthentication, Server};
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "client-id", ClientAuthentication::none())?;
    ///
    /// // Send the browser to `url`, and keep the session.
    /// let begun = client.authorization_request("https://client.example.org/cb").scope("openid").begin()?;
    /// assert!(begun.url.starts_with("https://auth.pingone.eu/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/authorize?"));
    /// # let state = begun.session.state().to_owned();
    ///
    /// // The browser comes back. Pass the URL of its request, complete or as path and query.
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
    /// Sets the `response_type`. See [`ResponseType`] for why to keep the default, `code`.
    #[must_use]
    pub fn response_type(mut self, response_type: impl Into<ResponseType>) -> Self {
        self.response_type = response_type.into();
        self
    }

    /// Requests these scopes; `openid` requests an ID token. Without this, or with an empty scope, the server chooses.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Scope>) -> Self {
        self.scope = Some(scope.into()).filter(|scope| !scope.is_empty());
        self
    }

    /// Sets how the response is returned: `query`, `fragment`, `form_post`, or another mode of the server. The server's
    /// default is the query for a code, and the fragment for tokens.
    #[must_use]
    pub fn response_mode(self, response_mode: impl Into<String>) -> Self {
        self.with("response_mode", response_mode.into())
    }

    /// Sets how the server interacts with the user: `none` (fail instead of showing a page), `login`, `consent`,
    /// `select_account` or `create`; several values are separated by spaces.
    #[must_use]
    pub fn prompt(self, prompt: impl Into<String>) -> Self {
        self.with("prompt", prompt.into())
    }

    /// Sets a hint about who the user is, such as an e-mail address or a user name. It is readable in the URL.
    #[must_use]
    pub fn login_hint(self, login_hint: impl Into<String>) -> Self {
        self.with("login_hint", login_hint.into())
    }

    /// Limits the time since the user signed in, in whole seconds; zero requires a new sign-in. The ID token must then
    /// contain the time of the sign-in (`auth_time`). If that is too long ago, redeeming the code fails
    /// ([OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation), rule
    /// 13). The tolerance is 30 seconds.
    ///
    /// The age is measured when the code is redeemed. With a short limit, set [`began_at`](Self::began_at): the age is
    /// then measured at the start of the sign-in, and the time that the user spends at the server does not count.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Sets the `default_max_age` that the client is registered with. It is not sent, but checked like
    /// [`max_age`](Self::max_age), unless that is set.
    #[must_use]
    pub fn registered_max_age(mut self, max_age: Duration) -> Self {
        self.registered_max_age = Some(max_age);
        self
    }

    /// Rejects an ID token without the time of the user's sign-in (`auth_time`), for a client that is registered with
    /// `require_auth_time`.
    #[must_use]
    pub fn require_auth_time(mut self) -> Self {
        self.auth_time = AuthTime::Required;
        self
    }

    /// Sets the time when the sign-in begins, from which [`max_age`](Self::max_age) is measured.
    #[must_use]
    pub fn began_at(mut self, now: SystemTime) -> Self {
        self.began_at = Some(now);
        self
    }

    /// Appends text of your own to the `state`, for a shared redirect URI that routes responses to several deployments.
    /// The `state` is then a random part, a dot and the text, and is compared as a whole. The text must be visible
    /// ASCII and is readable in the URL. Read it back with
    /// [`unverified_state_text`](crate::authorization::AuthorizationResponse::unverified_state_text) or
    /// [`AuthorizationSession::state_text`](crate::authorization::AuthorizationSession::state_text).
    #[must_use]
    pub fn state_text(mut self, text: impl Into<String>) -> Self {
        self.state_text = Some(text.into());
        self
    }

    /// Omits the redirect URI from this request and the token request, if only one is registered
    /// ([RFC 6749 §3.1.2.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.2.3)). The response must still
    /// arrive there.
    #[must_use]
    pub fn omit_redirect_uri(mut self) -> Self {
        if self.redirect == Redirect::Sent {
            self.redirect = Redirect::Omitted;
        }
        self
    }

    /// Sets the requested authentication context classes, in order of preference, separated by spaces
    /// ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)).
    #[must_use]
    pub fn acr_values(self, acr_values: impl Into<String>) -> Self {
        self.with("acr_values", acr_values.into())
    }

    /// Requests what a resource demands before it grants access
    /// ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)). Its scopes are added to those of the
    /// request, and the smaller `max_age` applies.
    ///
    /// The resource decides which scopes these are. If you do not trust it with that, use
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
    /// // The resource responded with 401 and these headers.
    /// if let Some(step_up) = challenges(&headers).iter().find_map(|challenge| challenge.step_up()) {
    ///     let begun = request.step_up(&step_up).begin()?;
    ///     assert!(begun.url.contains("acr_values=phr") && begun.url.contains("max_age=5"));
    /// }
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn step_up(self, step_up: &StepUp) -> Self {
        self.stepped_up(step_up, None)
    }

    /// Like [`step_up`](Self::step_up), but adds only the resource's scopes that are in `allowed`.
    #[must_use]
    pub fn step_up_within(self, step_up: &StepUp, allowed: impl Into<Scope>) -> Self {
        self.stepped_up(step_up, Some(&allowed.into()))
    }

    fn stepped_up(mut self, step_up: &StepUp, allowed: Option<&Scope>) -> Self {
        self.max_age = step_up.max_age.into_iter().chain(self.max_age).min();
        if let Some(wanted) = &step_up.scope {
            let asked = self.scope.take().unwrap_or_default();
            self.scope = Some(asked.widened(wanted, allowed)).filter(|scope| !scope.is_empty());
        }
        match step_up.acr_values.as_slice() {
            [] => self,
            values => self.acr_values(values.join(" ")),
        }
    }

    /// Sets an ID token of the user who is expected to sign in. It is readable in the URL.
    #[must_use]
    pub fn id_token_hint(self, id_token: impl Into<Secret>) -> Self {
        self.with("id_token_hint", id_token)
    }

    /// Sets the user's languages, in order of preference, separated by spaces (BCP 47).
    #[must_use]
    pub fn ui_locales(self, ui_locales: impl Into<String>) -> Self {
        self.with("ui_locales", ui_locales.into())
    }

    /// Requests individual claims, as a JSON object
    /// ([OpenID Connect Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    #[must_use]
    pub fn claims(self, claims: impl Into<String>) -> Self {
        self.with("claims", claims.into())
    }

    /// Requests these authorization details, as a JSON array
    /// ([RFC 9396 §3](https://www.rfc-editor.org/rfc/rfc9396.html#section-3)).
    #[must_use]
    pub fn authorization_details(self, details: impl Into<String>) -> Self {
        self.with("authorization_details", details.into())
    }

    /// Requests access to this resource, an absolute URI without a fragment. May be called several times
    /// ([RFC 8707 §2.1](https://www.rfc-editor.org/rfc/rfc8707.html#section-2.1)).
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resources.push(resource.into());
        self
    }

    takes_extra_parameters!();

    /// Disables PKCE, for a server that rejects it.
    ///
    /// An attacker who obtains the code can then redeem it if the client has no secret, and can inject a stolen code
    /// into another user's sign-in if there is no ID token to detect it.
    #[must_use]
    pub fn dangerous_without_pkce(mut self) -> Self {
        self.pkce = Pkce::Without;
        self
    }

    /// Sends the code verifier itself as the challenge (PKCE `plain`), for a server that supports no other method
    /// ([RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.2)).
    ///
    /// Anyone who sees the request can then redeem the code.
    #[must_use]
    pub fn dangerous_plain_pkce(mut self) -> Self {
        self.pkce = Pkce::Plain;
        self
    }

    /// Accepts a response without `state`, for a server that drops it. A wrong `state` is still rejected.
    ///
    /// The session is then identified by the browser's cookie alone. An attacker who makes the browser call the
    /// redirect URI with the attacker's code is stopped by PKCE or the `nonce`, or not at all
    /// ([RFC 9700 §4.7.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.7.1)).
    #[must_use]
    pub fn dangerous_without_state(mut self) -> Self {
        self.state = State::MayBeMissing;
        self
    }

    /// Allows an `http` redirect URI on another host, such as `http://homeassistant.local:8123/cb`.
    ///
    /// Code and `state` travel unencrypted. Anyone on the network path can read them, and only PKCE keeps them from
    /// redeeming the code.
    #[must_use]
    pub fn dangerous_http_redirect_uri(mut self) -> Self {
        self.http = Http::Allowed;
        self
    }

    /// Makes the server show the code to the user instead of redirecting: the redirect URI is
    /// `urn:ietf:wg:oauth:2.0:oob`. Pass the code that the user copies to
    /// [`dangerous_receive_code`](crate::authorization::AuthorizationSession::dangerous_receive_code).
    ///
    /// Users who are used to copying codes can be tricked into giving one to an attacker. Most servers have dropped
    /// this flow. Use a loopback redirect ([RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)) or
    /// the device grant instead.
    #[must_use]
    pub fn dangerous_out_of_band(mut self) -> Self {
        "urn:ietf:wg:oauth:2.0:oob".clone_into(&mut self.redirect_uri);
        self.redirect = Redirect::OutOfBand;
        self
    }

    /// Omits `nonce`, for a server that does not return it in its ID tokens.
    ///
    /// With PKCE, a code is still bound to this sign-in. An ID token in the authorization response can only be bound by
    /// the `nonce`: if the response type includes one, this has no effect.
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
