//! Errors of a request that cannot be built.

use super::ConfigError;
use crate::key::NotSupplied;
use crate::wire::url::UrlProblem;

/// The error of a request that cannot be built or sent. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The parameters do not fit into a URL, where the server's dialect puts them.
    #[error("the parameters are too long for a URL; send them in the body (no dangerous_get in the dialect)")]
    BodyFormat,
    /// The server's metadata lists its PKCE methods, and the method of this request is not among them
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
    #[error(
        "the server's metadata lists code_challenge_methods_supported without {method}; if the server takes it all the \
         same, set up the server without that list, or choose another method by name (dangerous_plain_pkce, \
         dangerous_without_pkce)"
    )]
    CodeChallengeMethod {
        /// The method of the request.
        method: &'static str,
    },
    /// The client was created from a [`pingone::Application`](crate::pingone::Application) that is not registered for
    /// this grant.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The key with which the grant began is not one of the client's any more, and the server ties its refresh tokens to
    /// keys ([`Dialect::refresh_tokens_bound_to_keys`](crate::server::Dialect::refresh_tokens_bound_to_keys)).
    #[error(
        "the key of this grant is missing: its refresh token is bound to a key that the client does not hold; add that key \
         (ClientAssertion::older_key), or sign in again"
    )]
    GrantKeyMissing,
    /// A required parameter is empty.
    #[error("the parameter {name:?} is empty; is the variable or the setting that holds it set?")]
    EmptyParameter {
        /// The name of the parameter.
        name: String,
    },
    /// The request sets a parameter that is already in the query of the endpoint's URL. A parameter must not be
    /// repeated ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1)).
    #[error("the {endpoint} has the parameter {name:?} in its own query, which this request sets; leave it out there")]
    EndpointParameter {
        /// The endpoint's name in the server's metadata.
        endpoint: &'static str,
        /// The name of the parameter.
        name: String,
    },
    /// The name or the value of a header is not allowed in HTTP.
    #[error("the header {name:?} has a name or a value that HTTP does not allow; was a line break read in with it?")]
    InvalidHeader {
        /// The name of the header.
        name: String,
    },
    /// The name of a parameter is empty, or its name or value contains a control character.
    #[error(
        "the parameter {name:?} has no name, or a control character in it; was a line break read in with its value?"
    )]
    InvalidParameter {
        /// The name of the parameter.
        name: String,
    },
    /// A redirect URI is invalid ([RFC 6749 §3.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.2),
    /// [RFC 8252 §7](https://www.rfc-editor.org/rfc/rfc8252.html#section-7)).
    #[error("the {what} {problem}")]
    InvalidRedirectUri {
        /// The name of the parameter.
        what: &'static str,
        /// What is wrong with it.
        problem: UrlProblem,
    },
    /// The URL of an endpoint, from your configuration or from the server's metadata, cannot be used.
    #[error("the {endpoint} {problem}")]
    InvalidEndpoint {
        /// The name of the endpoint.
        endpoint: String,
        /// What is wrong with its URL.
        problem: UrlProblem,
    },
    /// A resource is not an absolute URI, or has a fragment
    /// ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    #[error("a resource is not an absolute URI without a fragment, such as https://api.example.com/orders")]
    InvalidResource,
    /// A member of a JSON body cannot be written as JSON.
    #[error("the member {name:?} cannot be written as JSON")]
    InvalidMember {
        /// The name of the member.
        name: String,
    },
    /// A scope contains a control character, a quote or a backslash
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3)).
    #[error("a scope holds a control character, a quote or a backslash, which no scope can hold; check its text")]
    InvalidScope,
    /// The scope of an OpenID Connect request lacks `openid`.
    #[error("the scope lacks openid, without which this is not an OpenID Connect request")]
    MissingOpenidScope,
    /// The authorization response has no code, because its response type did not ask for one.
    #[error("there is no code to redeem: the response type of the authorization request asked for none")]
    NoCode,
    /// A token is empty, or contains a character that no token may contain.
    #[error("the token is empty, or holds a character that no token can hold; was a line break read in with it?")]
    InvalidToken,
    /// The URL of the endpoint is not known.
    #[error("the server has no {endpoint}; name its URL, or read the server's metadata first")]
    NoEndpoint {
        /// The endpoint's name in the server's metadata.
        endpoint: &'static str,
    },
    /// There is no refresh token, because the server did not issue one.
    #[error(
        "there is no refresh token: the server issued none; ask for one (often by the scope offline_access) or sign in again"
    )]
    NoRefreshToken,
    /// A client without identity made a request that requires one.
    #[error("this client has no id; only token exchange and assertion grants go without one (use Client::new)")]
    NoIdentity,
    /// A parameter was added to a request whose body was given as a whole.
    #[error("this request has no parameters to add to")]
    NoParameters,
    /// The server's metadata does not name the endpoint.
    #[error("the server's metadata, read at {read}, names no {endpoint}{}; name its URL with with_endpoint", another(.other.as_deref()))]
    NotInMetadata {
        /// The endpoint's name in the server's metadata.
        endpoint: &'static str,
        /// The URLs of the documents that were read.
        read: String,
        /// The URL of another document that the server may have, which was not read. `Discovery::merge_documents` reads
        /// both.
        other: Option<String>,
    },
    /// The source of randomness failed.
    #[error("the operating system supplied no random bytes")]
    NoRandomness,
    /// The request needs the server's issuer, which is not known.
    #[error("the server's issuer is not known; set up the server by its issuer or its metadata")]
    NoIssuer,
    /// The server accepts only pushed authorization requests
    /// ([RFC 9126 §5](https://www.rfc-editor.org/rfc/rfc9126.html#section-5)).
    #[error("the server requires pushed authorization requests; use push instead of begin")]
    PushRequired,
    /// The access token is not a `Bearer` token, so it is never presented as one.
    #[error(
        "the access token is not a bearer token; it cannot be presented as one \
         (if the server means Bearer by its token_type, say so: Dialect::bearer_synonym)"
    )]
    NotBearer,
    /// A signature, a secret or an assertion was not supplied.
    #[error(transparent)]
    NotSupplied(#[from] NotSupplied),
    /// The query of the redirect URI has a parameter whose name is one of the response's, so the two could not be told
    /// apart ([RFC 6749 §3.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.2)).
    #[error("the redirect_uri has the parameter {name:?} in its query, which is one of the response; rename it")]
    RedirectUriParameter {
        /// The name of the parameter.
        name: String,
    },
    /// A parameter was given twice. Only `resource` and `audience` may be repeated.
    #[error("the parameter {name:?} was given twice; give it once")]
    RepeatedParameter {
        /// The name of the parameter.
        name: String,
    },
    /// The header belongs to the protocol or to HTTP. A second value could replace the credentials.
    #[error("the header {name:?} is set by the protocol or by HTTP and cannot be given by hand")]
    ReservedHeader {
        /// The name of the header.
        name: String,
    },
    /// The parameter belongs to the protocol; use the method that sets it.
    #[error("the parameter {name:?} is set by the protocol; leave it out, or use the method that sets it")]
    ReservedParameter {
        /// The name of the parameter.
        name: String,
    },
    /// A SAML assertion is not XML.
    #[error("a SAML assertion is given as XML, which begins with <; the request holds it in base64url")]
    SamlNotXml,
    /// The scope is wider than what was granted originally
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).
    #[error(
        "the scope asks for more than was granted originally, which a refresh cannot give; sign in again, or use \
         refresh_token with the refresh token alone, which has no limit, if the server grants more than its responses say"
    )]
    ScopeTooWide,
    /// Something was supplied that was not asked for, or that is of another kind.
    #[error("what was supplied was not asked for")]
    SuppliedUnasked,
}

/// Formats the hint at a document that was not read.
fn another(url: Option<&str>) -> String {
    url.map(|url| format!(" (there may be another document at {url}: Discovery::merge_documents reads both)"))
        .unwrap_or_default()
}

impl EncodeError {
    /// Returns whether the same request may succeed later, unchanged: a key service or a vault did not respond.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::NotSupplied(reason) if reason.is_transient())
    }

    /// Returns whether the server may have received the request: never, because it was not sent.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        false
    }

    /// Returns whether only a new sign-in helps.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(self, Self::GrantKeyMissing | Self::NoRefreshToken)
    }

    /// Returns whether the server refused the client itself: never, because it was not asked.
    #[must_use]
    pub fn is_client_fault(&self) -> bool {
        false
    }
}
