//! The issuer of assertions for the JWT bearer grant.

use crate::assertion::rules::AssertionRules;
use crate::public_key::PublicKey;

/// An issuer whose assertions the server accepts in the JWT bearer grant
/// ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1)), because it knows the issuer's keys: a service
/// account, or another authorization server.
///
/// The `sub` of an assertion is the subject of the token, and its claim `scope`, if there is one, the requested scope. The
/// `aud` is that of a client's assertion, or one of [`audiences`](Self::audiences).
///
/// ```
/// use oauth_testkit::{AssertionIssuer, AuthorizationServer, PublicKey};
///
/// # let jwk = r#"{"kty":"EC","crv":"P-256","kid":"k1",
/// #     "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
/// // Google's service accounts have no other credentials, and a fixed audience.
/// let account = AssertionIssuer::new("job@project.example", [PublicKey::from_jwk(jwk)?])
///     .audiences(["https://oauth2.googleapis.com/token"])
///     .without_client(["storage.read"])
///     .subject_optional();
/// let server = AuthorizationServer::new().assertion_issuer(account);
/// # let _ = server;
/// # Ok::<(), oauth_testkit::PublicKeyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct AssertionIssuer {
    pub(crate) issuer: String,
    #[cfg_attr(not(feature = "jwt"), expect(dead_code, reason = "nothing else verifies with them"))]
    pub(crate) keys: Vec<PublicKey>,
    pub(crate) audiences: Vec<String>,
    pub(crate) rules: AssertionRules,
    pub(crate) subject_is_optional: bool,
    /// The scopes of requests without a client. `None` if a client has to authenticate.
    pub(crate) scopes_without_client: Option<Vec<String>>,
}

impl AssertionIssuer {
    /// An issuer with this `iss` and these keys.
    #[must_use]
    pub fn new(issuer: impl Into<String>, keys: impl IntoIterator<Item = PublicKey>) -> Self {
        Self {
            issuer: issuer.into(),
            keys: keys.into_iter().collect(),
            audiences: Vec::new(),
            rules: AssertionRules::new(),
            subject_is_optional: false,
            scopes_without_client: None,
        }
    }

    /// Sets further texts that are accepted as `aud`.
    #[must_use]
    pub fn audiences<S: Into<String>>(mut self, audiences: impl IntoIterator<Item = S>) -> Self {
        self.audiences = audiences.into_iter().map(Into::into).collect();
        self
    }

    /// Sets what is demanded of the assertions. The default is [`AssertionRules::new`].
    #[must_use]
    pub fn assertion_rules(mut self, rules: AssertionRules) -> Self {
        self.rules = rules;
        self
    }

    /// Accepts assertions without `sub`, whose subject is the issuer.
    #[must_use]
    pub fn subject_optional(mut self) -> Self {
        self.subject_is_optional = true;
        self
    }

    /// Accepts requests that contain the assertion and no client authentication, and grants them these scopes. The issuer
    /// becomes a public client of the server, so that a request may have its name as `client_id`.
    #[must_use]
    pub fn without_client<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes_without_client = Some(scopes.into_iter().map(Into::into).collect());
        self
    }
}
