//! What the server demands of an assertion.

use std::time::Duration;

use crate::assertion::algorithm::SigningAlgorithm;
use crate::assertion::audience::AssertionAudience;
use crate::assertion::key_lookup::KeyLookup;
use crate::assertion::typ::AssertionTyp;

/// What the server demands of the assertion by which a client authenticates
/// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)), or of that in a JWT bearer grant.
///
/// The default is PingOne: see each method. `iss` and `sub` are always required, and so is `exp`. A `nbf` may not be in the
/// future, and a `crit` is always refused.
///
/// ```
/// use oauth_testkit::{AssertionAudience, AssertionRules, AuthorizationServer, RegisteredClient};
///
/// // A server that takes its issuer alone, and each assertion once.
/// let strict = AssertionRules::new().audience(AssertionAudience::IssuerText).single_use();
/// let billing = RegisteredClient::client_secret_jwt("billing", "a secret of at least 32 bytes, for HS256");
/// let server = AuthorizationServer::new().client(billing.assertion_rules(strict));
/// # let _ = server;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionRules {
    pub(crate) algorithms: Vec<SigningAlgorithm>,
    pub(crate) audience: AssertionAudience,
    pub(crate) typ: AssertionTyp,
    pub(crate) key_lookup: KeyLookup,
    pub(crate) longest_lifetime: Duration,
    pub(crate) tolerance: Duration,
    pub(crate) single_use: bool,
}

impl AssertionRules {
    /// The rules of PingOne.
    #[must_use]
    pub fn new() -> Self {
        Self {
            algorithms: SigningAlgorithm::PINGONE.to_vec(),
            audience: AssertionAudience::default(),
            typ: AssertionTyp::default(),
            key_lookup: KeyLookup::default(),
            longest_lifetime: Duration::from_secs(3600),
            tolerance: Duration::from_secs(10),
            single_use: false,
        }
    }

    /// Sets the algorithms. The default is [`SigningAlgorithm::PINGONE`], which has neither `PS256` nor `EdDSA`.
    #[must_use]
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = SigningAlgorithm>) -> Self {
        self.algorithms = algorithms.into_iter().collect();
        self
    }

    /// Sets which `aud` is accepted. The default is [`AssertionAudience::IssuerOrEndpoint`].
    #[must_use]
    pub fn audience(mut self, audience: AssertionAudience) -> Self {
        self.audience = audience;
        self
    }

    /// Sets which `typ` is accepted. The default is [`AssertionTyp::Any`].
    #[must_use]
    pub fn typ(mut self, typ: AssertionTyp) -> Self {
        self.typ = typ;
        self
    }

    /// Sets how the key is found. The default is [`KeyLookup::KeyIdOrAny`].
    #[must_use]
    pub fn key_lookup(mut self, key_lookup: KeyLookup) -> Self {
        self.key_lookup = key_lookup;
        self
    }

    /// Sets how far ahead `exp` may be. The default is an hour.
    #[must_use]
    pub fn longest_lifetime(mut self, lifetime: Duration) -> Self {
        self.longest_lifetime = lifetime;
        self
    }

    /// Sets how far ahead `iat` may be. The default is 10 s. An assertion without `iat` is accepted.
    #[must_use]
    pub fn issued_at_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Requires a `jti`, and refuses a second assertion with the same one before `exp`
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)). By default, as PingOne documents it, a `jti`
    /// may be missing, and an assertion may be used again.
    #[must_use]
    pub fn single_use(mut self) -> Self {
        self.single_use = true;
        self
    }
}

impl Default for AssertionRules {
    fn default() -> Self {
        Self::new()
    }
}
