//! Proof Key for Code Exchange ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636.html)), with the method `S256` only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Whether `challenge` is 32 bytes in base64url.
pub(crate) fn is_challenge(challenge: &str) -> bool {
    URL_SAFE_NO_PAD.decode(challenge).is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether `verifier` has the syntax of [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1).
pub(crate) fn is_verifier(verifier: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved)
}

/// Whether `challenge` is derived from `verifier`.
pub(crate) fn verifies(challenge: &str, verifier: &str) -> bool {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == challenge
}

#[cfg(test)]
mod tests {
    use super::{is_challenge, is_verifier, verifies};

    /// The example of [RFC 7636 appendix B](https://www.rfc-editor.org/rfc/rfc7636.html#appendix-B).
    #[test]
    fn rfc_7636_appendix_b() {
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_verifier(verifier) && is_challenge(challenge) && verifies(challenge, verifier));
        assert!(!verifies(challenge, &verifier.replace('d', "e")));
    }

    #[test]
    fn the_syntax_is_strict() {
        for verifier in ["x".repeat(42), "x".repeat(129), format!("{}+", "x".repeat(43))] {
            assert!(!is_verifier(&verifier), "{verifier}");
        }
        for challenge in ["", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=", "abcd"] {
            assert!(!is_challenge(challenge), "{challenge}");
        }
    }
}
