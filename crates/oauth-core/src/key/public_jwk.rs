//! The public half of a key as a JWK ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517.html#section-4)).

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::wire::random::base64url;

/// The members that a public key consists of, by `kty`, in the order of
/// [RFC 7638 §3.2](https://www.rfc-editor.org/rfc/rfc7638.html#section-3.2).
const REQUIRED: [(&str, &[&str]); 3] =
    [("EC", &["crv", "kty", "x", "y"]), ("OKP", &["crv", "kty", "x"]), ("RSA", &["e", "kty", "n"])];

/// Returns the members of a JWK that make up the public key, and nothing else of it.
pub(crate) fn public_members(jwk: &str) -> Option<Map<String, Value>> {
    let jwk: Map<String, Value> = serde_json::from_str(jwk).ok()?;
    let kty = jwk.get("kty")?.as_str()?;
    let (_, names) = REQUIRED.iter().find(|(each, _)| *each == kty)?;
    names.iter().map(|name| Some(((*name).to_owned(), Value::from(jwk.get(*name)?.as_str()?)))).collect()
}

/// Returns the thumbprint ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638.html)) and the `kid` of a JWK.
pub(super) fn identify(jwk: &str) -> (Option<String>, Option<String>) {
    // The map is sorted by name, as the thumbprint demands.
    let text = public_members(jwk).and_then(|members| serde_json::to_vec(&members).ok());
    let thumbprint = text.map(|text| base64url(&Sha256::digest(text)).to_string());
    let jwk: Option<Map<String, Value>> = serde_json::from_str(jwk).ok();
    let kid = jwk.and_then(|jwk| jwk.get("kid")?.as_str().map(str::to_owned));
    (thumbprint, kid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7638_has_its_thumbprint() {
        let jwk = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        let (thumbprint, kid) = identify(jwk);
        assert_eq!(thumbprint.as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
        assert_eq!(kid.as_deref(), Some("2011-04-29"));
    }

    #[test]
    fn a_private_member_is_no_part_of_the_public_key() {
        let members = public_members(r#"{"kty":"EC","crv":"P-256","x":"x","y":"y","d":"d","extra":1}"#).unwrap();
        assert_eq!(members.keys().collect::<Vec<_>>(), ["crv", "kty", "x", "y"]);
        for jwk in [r#"{"kty":"oct","k":"k"}"#, r#"{"kty":"EC","crv":"P-256","x":"x"}"#, "[]", ""] {
            assert!(public_members(jwk).is_none(), "{jwk}");
        }
    }
}
