//! The proof key for a code ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636.html)).

use sha2::{Digest as _, Sha256};

use crate::error::ConfigError;
#[cfg(feature = "getrandom")]
use crate::error::EncodeError;
#[cfg(feature = "getrandom")]
use crate::wire::random::Random;
use crate::wire::random::base64url;
use crate::wire::secret::Secret;

/// The `code_verifier`: a secret of one authorization request, without which its code is worth nothing
/// ([RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1)).
///
/// [`AuthorizationRequest`](crate::authorization::AuthorizationRequest) makes one by itself. This type is for a flow of your own.
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
    /// A new one, of 256 bits from the operating system.
    ///
    /// # Errors
    ///
    /// The operating system has no random bytes to give.
    #[cfg(feature = "getrandom")]
    pub fn generate() -> Result<Self, EncodeError> {
        let bytes = Random::System.bytes::<32>().ok_or(EncodeError::NoRandomness)?;
        Ok(Self::from_bytes(&bytes))
    }

    /// The verifier made of these bytes, which must be random and used for nothing else.
    #[must_use]
    pub fn from_bytes(random: &[u8; 32]) -> Self {
        Self(Secret::from(base64url(random).as_str()))
    }

    /// A verifier that exists already: 43 to 128 letters, digits, `-`, `.`, `_` or `~`.
    ///
    /// # Errors
    ///
    /// It is shorter or longer, or holds another character.
    pub fn new(text: impl Into<Secret>) -> Result<Self, ConfigError> {
        let secret = text.into();
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let text = secret.expose();
        if (43..=128).contains(&text.len()) && text.bytes().all(unreserved) {
            return Ok(Self(secret));
        }
        Err(ConfigError::CodeVerifier)
    }

    /// The `code_challenge` by the method `S256`. There is no other here: `plain` shows the verifier to whoever sees
    /// the request.
    #[must_use]
    pub fn code_challenge(&self) -> String {
        challenge(self.expose())
    }

    /// The verifier itself.
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

/// The `code_challenge` of a verifier, by the method `S256`.
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
    fn a_text_is_checked() {
        for good in ["a".repeat(43), "~".repeat(128), format!("-._~{}", "0".repeat(60))] {
            assert_eq!(CodeVerifier::new(good.as_str()).unwrap().expose(), good);
        }
        for bad in ["a".repeat(42), "a".repeat(129), format!("+{}", "a".repeat(50)), "é".repeat(30), String::new()] {
            assert_eq!(CodeVerifier::new(bad.as_str()).unwrap_err(), ConfigError::CodeVerifier, "{bad}");
        }
    }

    #[cfg(feature = "getrandom")]
    #[test]
    fn no_two_are_alike() {
        assert_ne!(CodeVerifier::generate().unwrap().expose(), CodeVerifier::generate().unwrap().expose());
    }
}
