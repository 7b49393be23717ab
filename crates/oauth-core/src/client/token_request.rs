//! Requests to the token endpoint, with any grant
//! ([RFC 6749 §4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4)).

use std::borrow::Cow;
use std::time::SystemTime;

use super::{Client, Destination};
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Call, Draft, Extras, Parameters, Response};
use crate::error::{DecodeError, EncodeError, OnBehalfOf, Rejection};
use crate::server::Endpoint;
use crate::token::{Asked, Scope, TokenResponse};
use crate::wire::secret::Secret;

/// A grant: its `grant_type` and its parameters. Everything else about a token request is the same for all grants.
///
/// You can implement this trait for an extension grant
/// ([RFC 6749 §4.5](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.5)):
///
/// ```
/// use oauth_core::call::Parameters;
/// use oauth_core::grant::Grant;
/// use oauth_core::pingone::Region;
/// use oauth_core::{Call as _, Client, ClientAuthentication, EncodeError, Server};
///
/// use std::borrow::Cow;
///
/// /// A grant of a server with accounts.
/// struct AccountCredentials {
///     account_id: String,
/// }
///
/// impl Grant for AccountCredentials {
///     fn grant_type(&self) -> Cow<'static, str> {
///         "account_credentials".into()
///     }
///
///     fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
///         parameters.push("account_id", &self.account_id)
///     }
/// }
///
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
/// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret")).unwrap();
/// # let now = std::time::SystemTime::UNIX_EPOCH;
/// let request = client.token_request(AccountCredentials { account_id: "A1".into() }).encode(now)?;
/// assert_eq!(request.body(), b"grant_type=account_credentials&account_id=A1");
/// # Ok::<_, EncodeError>(())
/// ```
pub trait Grant {
    /// Returns the value of `grant_type`.
    fn grant_type(&self) -> Cow<'static, str>;

    /// Adds the parameters of this grant. Add those that contain a secret with
    /// [`push_secret`](Parameters::push_secret).
    ///
    /// # Errors
    ///
    /// A parameter is invalid, or its name is already used.
    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError>;

    /// Whether the grant can be requested again without a user, as with client credentials and assertions.
    fn repeatable(&self) -> bool {
        false
    }

    /// Whether the grant itself identifies the caller, so that a [client without an identity](Client::without_identity)
    /// can use it.
    fn identifies_itself(&self) -> bool {
        false
    }

    /// Returns the scope that was requested earlier, at the start of a sign-in. If neither request nor response
    /// contains a scope, this is the granted scope.
    fn requested_scope(&self) -> Option<&Scope> {
        None
    }

    /// Returns the widest scope that this grant can yield, if known. Requesting more is an error, and a wider scope in
    /// the response is trimmed to it. If neither request nor response contains a scope, this is the granted scope.
    fn scope_limit(&self) -> Option<&Scope> {
        None
    }

    /// Checks the tokens against what the grant knows, and adds what the response omits. `now` is the time when the
    /// request was sent.
    ///
    /// # Errors
    ///
    /// The response lacks something that this grant needs, or fails one of its checks.
    fn complete(&self, tokens: TokenResponse, now: SystemTime) -> Result<TokenResponse, Rejection> {
        let _ = now;
        Ok(tokens)
    }
}

/// A token request with the grant `G`.
#[derive(Debug, Clone)]
pub struct TokenRequest<G> {
    client: Client,
    pub(crate) grant: G,
    scope: Option<Scope>,
    resources: Resources,
    authorization_details: Option<String>,
    extras: Extras,
}

/// The resources of a request.
#[derive(Debug, Clone, Default)]
struct Resources {
    /// The resources of the authorization request, to repeat.
    inherited: Vec<String>,
    /// The resources of this request, which replace the inherited ones.
    own: Vec<String>,
}

impl Resources {
    fn all(&self) -> &[String] {
        if self.own.is_empty() { &self.inherited } else { &self.own }
    }

    /// Returns the resources that later requests repeat: those that were requested first.
    fn first(&self) -> &[String] {
        if self.inherited.is_empty() { &self.own } else { &self.inherited }
    }
}

impl Client {
    /// Creates a token request with a grant of your own. The grants of the RFCs have their own methods.
    pub fn token_request<G: Grant>(&self, grant: G) -> TokenRequest<G> {
        TokenRequest {
            client: self.clone(),
            grant,
            scope: None,
            resources: Resources::default(),
            authorization_details: None,
            extras: Extras::default(),
        }
    }
}

impl<G: Grant> TokenRequest<G> {
    /// Requests these scopes. Without this, or with an empty scope, the server chooses
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3)).
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Scope>) -> Self {
        self.scope = Some(scope.into()).filter(|scope| !scope.is_empty());
        self
    }

    /// Requests a token for this resource, an absolute URI without a fragment. May be called several times
    /// ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    ///
    /// For a code or a refresh token, the resources of the authorization request are repeated unless you set others.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resources.own.push(resource.into());
        self
    }

    /// Sends no resource although the authorization request had some, for a server that supports the parameter only
    /// there. The returned tokens do not keep the resources either.
    #[must_use]
    pub fn without_resources(mut self) -> Self {
        self.resources = Resources::default();
        self
    }

    /// Requests these authorization details, as a JSON array
    /// ([RFC 9396 §6](https://www.rfc-editor.org/rfc/rfc9396.html#section-6)).
    #[must_use]
    pub fn authorization_details(mut self, details: impl Into<String>) -> Self {
        self.authorization_details = Some(details.into());
        self
    }

    takes_extra_parameters!();

    takes_extra_headers!();
}

impl<G: Grant> TokenRequest<G> {
    /// Repeats these resources, which were requested earlier.
    pub(crate) fn repeating(mut self, resources: Vec<String>) -> Self {
        self.resources.inherited = resources;
        self
    }

    fn on_behalf_of(&self) -> OnBehalfOf {
        if self.grant.repeatable() {
            OnBehalfOf::Client
        } else if self.grant.grant_type() == "refresh_token" {
            OnBehalfOf::RefreshToken
        } else {
            OnBehalfOf::User
        }
    }

    fn write(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_first("grant_type", self.grant.grant_type())?;
        if let Some(scope) = &self.scope {
            if self.grant.scope_limit().is_some_and(|limit| !scope.is_within(limit)) {
                return Err(EncodeError::ScopeTooWide);
            }
            parameters.push_scope(scope)?;
        }
        self.grant.parameters(parameters)?;
        for resource in self.resources.all() {
            parameters.push_resource(resource)?;
        }
        parameters.push_some("authorization_details", self.authorization_details.as_deref())
    }

    /// Returns the parameters of the protocol that are not secret.
    pub(crate) fn plain(&self) -> Result<Vec<(String, String)>, EncodeError> {
        self.client.plain(|parameters| self.write(parameters))
    }

    /// Returns what was added to the parameters and headers of the protocol.
    pub(crate) fn extras(&self) -> &Extras {
        &self.extras
    }

    fn secrets(&self) -> Vec<Secret> {
        self.client.secrets(|parameters| self.write(parameters))
    }
}

impl<G: Grant> Call for TokenRequest<G> {
    type Output = TokenResponse;

    fn draft(&self, now: SystemTime) -> Result<Draft, EncodeError> {
        const RESERVED: [&str; 3] = ["grant_type", "scope", "authorization_details"];
        if !self.grant.identifies_itself() {
            self.client.require_identity()?;
        }
        // A refresh token that was issued (PingOne: for the scope offline_access) works although its grant is not listed.
        if self.on_behalf_of() != OnBehalfOf::RefreshToken {
            self.client.require_grant(&self.grant.grant_type())?;
        }
        let destination = Destination::Endpoint(Endpoint::Token);
        self.client.draft_with(&destination, &self.extras, &RESERVED, now, |parameters| self.write(parameters))
    }

    fn decode(&self, response: Response<'_>, sent_at: SystemTime) -> Result<TokenResponse, DecodeError> {
        let url = self.client.server().endpoint_url(Endpoint::Token).ok();
        let secrets = || self.secrets();
        let text = url.map_or("", |url| url.as_str());
        let context = self.client.context(Endpoint::Token.name(), text, self.on_behalf_of(), &secrets);
        if let Some(url) = url {
            self.client.learn(url.uri(), response);
        }
        let response = response.with_context(&context);
        let dialect = self.client.server().dialect();
        let asked =
            Asked { scope: self.scope.as_ref().or(self.grant.requested_scope()), limit: self.grant.scope_limit() };
        response.read(|members| {
            let mut tokens = TokenResponse::read(members, dialect, asked, sent_at)?;
            tokens.resources = self.resources.first().to_vec();
            // A refresh that requested part of an unknown scope does not reveal the full scope.
            let narrowed = self.on_behalf_of() == OnBehalfOf::RefreshToken && self.scope.is_some();
            if tokens.granted_scope.is_none() && !narrowed {
                tokens.granted_scope.clone_from(&tokens.scope);
            }
            let tokens = self.grant.complete(tokens, sent_at)?;
            match tokens.deviations.first().filter(|_| dialect.is_strict()) {
                Some(deviation) => Err(deviation.problem().into()),
                None => Ok(tokens),
            }
        })
    }
}
