//! Backchannel authentication
//! ([OpenID Connect CIBA §7.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request)).

use std::time::{Duration, SystemTime};

use super::BackchannelAuthentication;
use crate::call::Parameters;
use crate::call::Response;
use crate::client::form_request::{FormEndpoint, FormRequest};
use crate::client::{Client, Destination};
use crate::error::{DecodeError, EncodeError};
use crate::server::Endpoint;
use crate::token::Scope;
use crate::wire::secret::Secret;

/// A backchannel authentication request: the server asks a user, who is reached on another device, to sign in.
#[derive(Debug, Clone)]
pub struct BackchannelAuthenticationRequest {
    hint: UserHint,
    scope: Scope,
    acr_values: Option<String>,
    binding_message: Option<String>,
    user_code: Option<Secret>,
    requested_expiry: Option<Duration>,
    resources: Vec<String>,
}

/// The identification of the user. A request has exactly one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum UserHint {
    /// `login_hint`: what the user signs in with, such as a name, a telephone number or an e-mail address.
    Login(String),
    /// `id_token_hint`: an ID token that this server issued for the user.
    IdToken(Secret),
    /// `login_hint_token`: a token that identifies the user, in a format agreed upon with the server.
    LoginToken(Secret),
}

impl FormEndpoint for BackchannelAuthenticationRequest {
    type Output = BackchannelAuthentication;

    const GRANT_TYPE: Option<&'static str> = Some("urn:openid:params:grant-type:ciba");

    fn destination(&self) -> Destination<'_> {
        Endpoint::BackchannelAuthentication.into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        if !self.scope.contains("openid") {
            return Err(EncodeError::MissingOpenidScope);
        }
        parameters.push_scope(&self.scope)?;
        match &self.hint {
            UserHint::Login(name) => parameters.push_secret("login_hint", &Secret::from(&**name))?,
            UserHint::IdToken(token) => parameters.push_secret("id_token_hint", token)?,
            UserHint::LoginToken(token) => parameters.push_secret("login_hint_token", token)?,
        }
        parameters.push_some("acr_values", self.acr_values.as_deref())?;
        parameters.push_some("binding_message", self.binding_message.as_deref())?;
        parameters.push_some("user_code", self.user_code.as_ref().map(Secret::expose))?;
        if let Some(expiry) = self.requested_expiry {
            // Zero would mean no expiry, so a fraction of a second counts as one.
            let seconds = expiry.as_secs() + u64::from(expiry.subsec_nanos() > 0);
            parameters.push("requested_expiry", &seconds.max(1).to_string())?;
        }
        self.resources.iter().try_for_each(|resource| parameters.push_resource(resource))
    }

    fn read(
        &self,
        _client: &Client,
        response: Response<'_>,
        now: SystemTime,
    ) -> Result<BackchannelAuthentication, DecodeError> {
        response.read(|members| BackchannelAuthentication::read(members, &self.scope, now))
    }
}

impl Client {
    /// Requests the authentication of a user in poll mode
    /// ([OpenID Connect CIBA §7.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request)).
    /// The scope is `openid` unless you set another. Continue with [`backchannel_token`](Self::backchannel_token).
    ///
    /// ```
    /// # use oauth_core::endpoint::UserHint;
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let hint = UserHint::Login("ada@example.com".into());
    /// let call = client.backchannel_authentication(hint).binding_message("W4SCT");
    /// let request = call.encode(now)?;
    /// assert_eq!(request.body(), b"scope=openid&login_hint=ada%40example.com&binding_message=W4SCT");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn backchannel_authentication(&self, hint: UserHint) -> FormRequest<BackchannelAuthenticationRequest> {
        self.form_request(BackchannelAuthenticationRequest {
            hint,
            scope: Scope::from("openid"),
            acr_values: None,
            binding_message: None,
            user_code: None,
            requested_expiry: None,
            resources: Vec::new(),
        })
    }
}

impl FormRequest<BackchannelAuthenticationRequest> {
    /// Requests these scopes. Encoding fails if `openid` is not among them.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Scope>) -> Self {
        self.endpoint.scope = scope.into();
        self
    }

    /// Sets the requested authentication context classes (`acr_values`), in order of preference, separated by spaces.
    #[must_use]
    pub fn acr_values(mut self, values: impl Into<String>) -> Self {
        self.endpoint.acr_values = Some(values.into());
        self
    }

    /// Sets a short text that both devices show, so that the user can see that they belong together.
    #[must_use]
    pub fn binding_message(mut self, message: impl Into<String>) -> Self {
        self.endpoint.binding_message = Some(message.into());
        self
    }

    /// Sets a secret code that the user gave to the client, so that others cannot trigger requests on the user's
    /// device.
    #[must_use]
    pub fn user_code(mut self, code: impl Into<Secret>) -> Self {
        self.endpoint.user_code = Some(code.into());
        self
    }

    /// Sets how long the user should have to decide, in whole seconds; a fraction of a second is rounded up.
    #[must_use]
    pub fn requested_expiry(mut self, expiry: Duration) -> Self {
        self.endpoint.requested_expiry = Some(expiry);
        self
    }

    /// Requests a token for this resource, an absolute URI without a fragment. May be called several times
    /// ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.endpoint.resources.push(resource.into());
        self
    }
}
