//! Proof Key for Code Exchange ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636.html)).

use sha2::{Digest as _, Sha256};

use crate::error::ConfigError;
#[cfg(feature = "getrandom")]
use crate::error::EncodeError;
#[cfg(feature = "getrandom")]
use crate::wire::random::Random;
use crate::wire::random::base64url;
use crate::wire::secret::Secret;

/// A PKCE `code_verifier`: a secret of one authorization request, without which the authorization code cannot be
/// redeemed ([RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1)).
///
/// [`AuthorizationRequest`](crate::authorization::AuthorizationRequest) generates one for each sign-in. Use this type
/// for a flow of your own.
///
/// ```
/// use oauth_core::authorization::CodeVerifier;
///
/// let verifier = CodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")?;
/// assert_eq!(verifier.code_challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
/// # Ok::<_, oauth_core::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
pub struct CodeVerifier(Secret);

impl CodeVerifier {
    /// Generates a verifier from 256 random bits of the operating system.
    ///
    /// # Errors
    ///
    /// The operating system has no random bytes available.
    #[cfg(feature = "getrandom")]
    pub fn generate() -> Result<Self, EncodeError> {
        let bytes = Random::System.bytes::<32>().ok_or(EncodeError::NoRandomness)?;
        Ok(Self::from_bytes(&bytes))
    }

    /// Creates a verifier from these bytes, which must be random and must not be used for anything else.
    #[must_use]
    pub fn from_bytes(random: &[u8; 32]) -> Self {
        Self(Secret::from(base64url(random).as_str()))
    }

    /// Creates a verifier from existing text: 43 to 128 letters, digits, `-`, `.`, `_` or `~`.
    ///
    /// # Errors
    ///
    /// The text is too short or too long, or contains another character.
    pub fn new(text: impl Into<Secret>) -> Result<Self, ConfigError> {
        let secret = text.into();
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let text = secret.expose();
        if (43..=128).contains(&text.len()) && text.bytes().all(unreserved) {
            return Ok(Self(secret));
        }
        Err(ConfigError::CodeVerifier)
    }

    /// Returns the `code_challenge` for the method `S256`. There is no `plain` method here: it reveals the verifier to
    /// anyone who sees the request.
    #[must_use]
    pub fn code_challenge(&self) -> String {
        challenge(self.expose())
    }

    /// Returns the verifier as text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl From<CodeVerifier> for Secret {
    fn from(verifier: CodeVerifier) -> Self {
        verifier.0
    }
}

/// Returns the `S256` `code_challenge` of a verifier.
pub(crate) fn challenge(code_verifier: &str) -> String {
    base64url(&Sha256::digest(code_verifier)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_7636_appendix_b() {
        let octets = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = CodeVerifier::from_bytes(&octets);
        assert_eq!(verifier.expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(verifier.code_challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn text_is_validated() {
        for good in ["a".repeat(43), "~".repeat(128), format!("-._~{}", "0".repeat(60))] {
            assert_eq!(CodeVerifier::new(good.as_str()).unwrap().expose(), good);
        }
        for bad in ["a".repeat(42), "a".repeat(129), format!("+{}", "a".repeat(50)), "é".repeat(30), String::new()] {
            assert_eq!(CodeVerifier::new(bad.as_str()).unwrap_err(), ConfigError::CodeVerifier, "{bad}");
        }
    }

    #[cfg(feature = "getrandom")]
    #[test]
    fn generated_verifiers_differ() {
        assert_ne!(CodeVerifier::generate().unwrap().expose(), CodeVerifier::generate().unwrap().expose());
    }
}
