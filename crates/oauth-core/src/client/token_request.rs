//! A request to the token endpoint, for whatever grant
//! ([RFC 6749 §4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4)).

use std::time::SystemTime;

use http::Request;

use super::Client;
use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Extras, Parameters};
use crate::error::{DecodeError, EncodeError, Rejection};
use crate::server::Endpoint;
use crate::token::Scope;
use crate::token::TokenResponse;
use crate::wire::form::{self, Space};

/// A way to get a token: its `grant_type` and its parameters. Everything else about a token request is the same for
/// all grants.
///
/// The trait is open, so that an extension grant (RFC 6749 §4.5) needs no change here:
///
/// ```
/// use oauth_core::call::Parameters;
/// use oauth_core::grant::Grant;
/// use oauth_core::pingone::Region;
/// use oauth_core::{Call as _, Client, ClientAuthentication, EncodeError, Server};
///
/// /// A grant of a server that knows accounts.
/// struct AccountCredentials {
///     account_id: String,
/// }
///
/// impl Grant for AccountCredentials {
///     fn grant_type(&self) -> &str {
///         "account_credentials"
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
    /// The value of `grant_type`.
    fn grant_type(&self) -> &str;

    /// Adds the parameters that this grant defines.
    ///
    /// # Errors
    ///
    /// A parameter is invalid, or its name is taken.
    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError>;

    /// The most that this grant can give, where that is known. To ask for more is an error; of an answer that claims
    /// more, only this much counts; and where neither request nor answer holds a scope, this is what was granted.
    fn scope_limit(&self) -> Option<&Scope> {
        None
    }

    /// Checks what the server issued against what the grant knows, and adds what the answer leaves out.
    ///
    /// # Errors
    ///
    /// The answer lacks something that this grant needs, or fails a check of it.
    fn complete(&self, tokens: TokenResponse) -> Result<TokenResponse, Rejection> {
        Ok(tokens)
    }
}

/// A request for tokens by the grant `G`.
#[derive(Debug, Clone)]
pub struct TokenRequest<G> {
    client: Client,
    pub(crate) grant: G,
    scope: Option<Scope>,
    resources: Vec<String>,
    authorization_details: Option<String>,
    extras: Extras,
}

impl Client {
    /// A request for tokens by a grant of your own. The grants of the RFCs have methods of their own.
    pub fn token_request<G: Grant>(&self, grant: G) -> TokenRequest<G> {
        TokenRequest {
            client: self.clone(),
            grant,
            scope: None,
            resources: Vec::new(),
            authorization_details: None,
            extras: Extras::default(),
        }
    }
}

impl<G: Grant> TokenRequest<G> {
    /// Asks for these scopes. Without it, or with an empty scope, the server chooses
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3)).
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Scope>) -> Self {
        self.scope = Some(scope.into()).filter(|scope| !scope.is_empty());
        self
    }

    /// Asks for a token for this resource, an absolute URI without a fragment. May be called several times
    /// ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resources.push(resource.into());
        self
    }

    /// Asks for these details of authorization, a JSON array
    /// ([RFC 9396 §6](https://www.rfc-editor.org/rfc/rfc9396.html#section-6)).
    #[must_use]
    pub fn authorization_details(mut self, details: impl Into<String>) -> Self {
        self.authorization_details = Some(details.into());
        self
    }

    takes_extra_parameters!();

    takes_extra_headers!();
}

impl<G: Grant> Call for TokenRequest<G> {
    type Output = TokenResponse;

    fn encode(&self, _now: SystemTime) -> Result<Request<Vec<u8>>, EncodeError> {
        self.client.post(Endpoint::Token, &self.extras, &["grant_type", "scope", "authorization_details"], |form| {
            form.extend_from_slice(b"grant_type=");
            form::encode(self.grant.grant_type(), Space::Plus, form);
            let mut parameters = Parameters::new(form, self.client.server().dialect());
            if let Some(scope) = &self.scope {
                if self.grant.scope_limit().is_some_and(|limit| !scope.is_within(limit)) {
                    return Err(EncodeError::ScopeTooWide);
                }
                parameters.write_scope(scope)?;
            }
            self.grant.parameters(&mut parameters)?;
            for resource in &self.resources {
                parameters.push_resource(resource)?;
            }
            parameters.push_some("authorization_details", self.authorization_details.as_deref())
        })
    }

    fn decode(&self, response: Response<'_>, now: SystemTime) -> Result<TokenResponse, DecodeError> {
        let dialect = self.client.server().dialect();
        let tokens = TokenResponse::read(response, dialect, self.scope.as_ref(), self.grant.scope_limit(), now)?;
        self.grant.complete(tokens).map_err(|rejection| response.rejected(rejection))
    }
}
