//! Errors of the configuration of a client or a server.

use crate::wire::text::Shown;
use crate::wire::url::UrlProblem;

/// An invalid configuration of a client or a server. It is found when the client or server is set up, before any
/// request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The PingOne application is disabled, according to its record.
    #[error("the PingOne application {} is disabled (enabled is false in its record); enable it first", Shown(id))]
    ApplicationDisabled {
        /// The application's id, which is the client id.
        id: String,
    },
    /// The record of the PingOne application does not list the grant.
    #[error(
        "grantTypes in the record of the PingOne application does not list {}, which is needed here; it lists {}; \
         add the grant to the application, or use one of these",
        Shown(grant_type),
        Shown(listed)
    )]
    ApplicationGrantType {
        /// PingOne's name for the grant.
        grant_type: String,
        /// The grants that the record lists.
        listed: String,
    },
    /// The PingOne application id is not a UUID.
    #[error("the PingOne application id is not a UUID such as 48567a65-8f00-4630-b8b0-2c02ce94168a")]
    ApplicationId,
    /// The authentication method in the record of the PingOne application needs other credentials.
    #[error("tokenEndpointAuthMethod in the record of the PingOne application is {}, {needs}", Shown(method))]
    ApplicationMethod {
        /// PingOne's name for the method, or the reason why there is none.
        method: String,
        /// What the method needs, for a message.
        needs: &'static str,
    },
    /// The server's metadata lists the algorithms of client assertions, and that of the key is not among them
    /// (`token_endpoint_auth_signing_alg_values_supported`,
    /// [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
    #[error(
        "the client's key signs with {algorithm}, and the server's metadata lists {} in {member}; {}; if the server takes \
         {algorithm} all the same, say so: ClientAssertion::with_unlisted_algorithm",
        Shown(listed),
        choice(possible)
    )]
    AssertionAlgorithm {
        /// The algorithm of the key.
        algorithm: &'static str,
        /// The member of the metadata.
        member: &'static str,
        /// The algorithms that it lists.
        listed: String,
        /// Those of them with which the key can sign, as far as it says so ([`SigningKey::algorithms`]).
        ///
        /// [`SigningKey::algorithms`]: crate::key::SigningKey::algorithms
        possible: Vec<&'static str>,
    },
    /// The lifetime of a client assertion is zero or more than an hour, or its `iat` lies more than an hour in the past.
    #[error("a client assertion lives for 1 second to 1 hour, and is issued at most 1 hour before it is sent")]
    AssertionLifetime,
    /// `client_secret_jwt` was chosen with a private key.
    #[error(
        "client_secret_jwt signs with the client's secret (HS256, HS384, HS512), and this key signs with {algorithm}; \
         use ClientAuthentication::private_key_jwt, or a key made of the secret"
    )]
    AsymmetricKey {
        /// The algorithm of the key.
        algorithm: &'static str,
    },
    /// The client id contains a character that no client id may contain.
    #[error("the client id holds a control character; was a line break read in with it?")]
    ClientIdCharacter,
    /// The client secret contains a character that no client secret may contain.
    #[error("the client secret holds a control character; was a line break read in with it?")]
    ClientSecretCharacter,
    /// The code verifier is not 43 to 128 unreserved characters
    /// ([RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1)).
    #[error("the code verifier is not 43 to 128 letters, digits, or characters of -._~")]
    CodeVerifier,
    /// The client id contains a colon, which `BasicEncoding::Raw` cannot express
    /// ([RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617.html#section-2)).
    #[error("with raw Basic encoding a client id cannot hold a colon; use client_secret_post or the default encoding")]
    ColonInRawClientId,
    /// The dialect's parameter names for the client id and the client secret are unusable.
    #[error("the names of the client id and the secret in the dialect are empty, equal, or those of other parameters")]
    CredentialParameters,
    /// The domain is not a host name, optionally with a port.
    #[error("the domain is not a host name such as auth.example.com")]
    Domain,
    /// The DPoP key lacks a private key, or its public half is not a JWK without private members.
    #[error(
        "a DPoP key is a private key with its public half as a JWK, without private members (Key::with_public_jwk)"
    )]
    DpopKey,
    /// The client id is empty.
    #[error("the client id is empty; is the variable or the setting that holds it set?")]
    EmptyClientId,
    /// The client secret is empty.
    #[error("the client secret is empty; for a client without a secret use ClientAuthentication::none()")]
    EmptyClientSecret,
    /// The PingOne environment id is not a UUID.
    #[error("the PingOne environment id is not a UUID such as abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")]
    EnvironmentId,
    /// The client is registered for an authentication method whose credentials the server did not issue.
    #[error(
        "the client is registered for {}, for which the registration brings no credentials; \
         use Client::new with the ClientAuthentication that has them",
        Shown(method)
    )]
    MethodWithoutCredentials {
        /// The method, or the reason why there is none.
        method: String,
    },
    /// A claim or a parameter of the header of a JWT cannot be set by hand, or cannot be written as JSON.
    #[error(
        "{name:?} cannot be set by hand in the header or the claims of this JWT: it is new for each transmission, has a \
         method of its own, or cannot be written as JSON"
    )]
    JwtMember {
        /// The name.
        name: String,
    },
    /// The key has no certificate, or no chain, for a parameter of the header that tells it.
    #[error(
        "the header should have {parameter}, and the key has no certificate for it; load the key with its certificate \
         (SigningKey::certificate, Key::with_certificate; x5c needs its chain too)"
    )]
    NoCertificate {
        /// The parameter of the header.
        parameter: &'static str,
    },
    /// The client has no key to replace.
    #[error("this client does not sign with a key; there is none to replace or publish")]
    NoClientKey,
    /// A key has no public half that could be published.
    #[error("a key of the client has no public half as a JWK (SigningKey::public_jwk, Key::with_public_jwk)")]
    NoPublicJwk,
    /// The client has no secret to replace.
    #[error("this client authenticates without a secret; there is none to replace")]
    NoClientSecret,
    /// The server's metadata lists neither `client_secret_basic` nor `client_secret_post`.
    #[error(
        "the server's metadata lists neither client_secret_basic nor client_secret_post; \
         if it accepts one of them anyway, choose it: ClientAuthentication::client_secret_basic or client_secret_post"
    )]
    NoSecretMethod,
    /// The name of a tenant, a realm or the like cannot be a path segment of a URL.
    #[error("the {what} cannot be a part of a URL's path; it holds letters, digits and - . _ ~")]
    PathSegment {
        /// What the name denotes, such as `tenant`.
        what: &'static str,
    },
    /// The text is not the code of a PingOne region.
    #[error("the PingOne region is none of AP, AU, CA, EU, NA, SG")]
    Region,
    /// `private_key_jwt` was chosen with a key that both sides share.
    #[error(
        "private_key_jwt signs with a private key, and {algorithm} is for a secret that both sides share; \
         use ClientAuthentication::client_secret_jwt, or a private key"
    )]
    SymmetricKey {
        /// The algorithm of the key.
        algorithm: &'static str,
    },
    /// The tenant of Entra ID is not a tenant id.
    #[error(
        "the tenant is not an id such as 9188040d-6c67-4c5b-b112-36a304b66dad; ID tokens name their tenant by its id alone, \
         so find it out, or for several tenants use entra_id_multi_tenant"
    )]
    TenantId,
    /// A URL cannot be used for its purpose.
    #[error("the {what} {problem}")]
    Url {
        /// What the URL is for, such as `token_endpoint`.
        what: &'static str,
        /// What is wrong with it.
        problem: UrlProblem,
    },
    /// The issuer is the URL of a metadata document, not the issuer that the document names.
    #[error(
        "the issuer is the URL of a metadata document; the issuer in it is {issuer:?}, if that is what the document says"
    )]
    WellKnownIssuer {
        /// The issuer that belongs to this URL.
        issuer: String,
    },
}

/// Tells how a key comes to sign with an algorithm that the server lists.
fn choice(possible: &[&str]) -> String {
    if possible.is_empty() {
        return "use a key for one of these, or choose one when the key is loaded (with oauth-jose, \
                PrivateKey::with_algorithm)"
            .to_owned();
    }
    format!(
        "this key can sign with {}: choose it when the key is loaded (with oauth-jose, PrivateKey::with_algorithm)",
        possible.join(", ")
    )
}
