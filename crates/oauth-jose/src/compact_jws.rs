//! JWS in compact form ([RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-7.1)).

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use oauth_core::key::{Algorithm, Jwk, SigningKey as _, VerificationFailed, Verifier};
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::hmac_key::HmacKey;
use crate::limits::MAX_JWS;
use crate::text::base64url;

/// A JWS in compact form whose signature has not been verified yet.
///
/// The `Debug` output shows the `alg` and the `kid`, but neither payload nor signature.
///
/// ```
/// use oauth_core::key::{Algorithm, Jwk};
/// use oauth_jose::{CompactJws, JwsVerifier};
///
/// let key = Jwk::from_json(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
/// let jws = CompactJws::read(
///     "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
///      hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
/// )?;
/// assert_eq!(jws.verify(&JwsVerifier, Algorithm::EdDsa, &key)?, b"Example of Ed25519 signing");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct CompactJws<'a> {
    input: &'a [u8],
    algorithm: String,
    key_id: Option<String>,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// The error of a JWS that is not one, that asks for something that is refused, or whose signature does not count. It
/// contains neither the payload nor the signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JwsError {
    /// The `alg` of the header is another algorithm than the one that is set.
    #[error("the alg of the JWS is not {expected}")]
    Algorithm {
        /// The algorithm that is set.
        expected: Algorithm,
    },
    /// The header is not a JSON object with an `alg`.
    #[error("the header of the JWS is not a JSON object with an alg")]
    Header,
    /// The text is not three parts in base64url.
    #[error("the text is not a JWS in compact form: three parts in base64url")]
    NotCompact,
    /// A member of the header appears twice.
    #[error("a member of the header of the JWS appears twice")]
    Repeated,
    /// The header has a member that is refused: a key or the place of one, which the sender chose; an extension that has
    /// to be understood; or another encoding of the payload.
    #[error("the header of the JWS has {member}, which is refused")]
    Refused {
        /// The name of the member.
        member: &'static str,
    },
    /// The text is too large.
    #[error("the JWS is larger than {limit} bytes")]
    TooLarge {
        /// The maximum size, in bytes.
        limit: usize,
    },
    /// The signature was not verified.
    #[error(transparent)]
    Verification(#[from] VerificationFailed),
}

/// The members of a header that let the sender choose the key or the rules.
const REFUSED: [&str; 5] = ["b64", "crit", "jku", "jwk", "x5u"];

impl<'a> CompactJws<'a> {
    /// Reads a JWS, without verifying it.
    ///
    /// # Errors
    ///
    /// The text is not a JWS in compact form, is larger than 256 KiB, or its header has a member twice or one of `b64`,
    /// `crit`, `jku`, `jwk` and `x5u`.
    pub fn read(text: &'a str) -> Result<Self, JwsError> {
        if text.len() > MAX_JWS {
            return Err(JwsError::TooLarge { limit: MAX_JWS });
        }
        let (input, signature) = text.rsplit_once('.').ok_or(JwsError::NotCompact)?;
        let (header, payload) = input.split_once('.').ok_or(JwsError::NotCompact)?;
        // A dot is not base64url, so a fourth part fails here.
        let decode = |part: &str| base64url(part.as_bytes()).map(|bytes| bytes.to_vec()).ok_or(JwsError::NotCompact);
        let (header, payload, signature) = (decode(header)?, decode(payload)?, decode(signature)?);
        if signature.is_empty() {
            return Err(JwsError::NotCompact);
        }
        let members = members(&header)?;
        if let Some(member) = REFUSED.into_iter().find(|refused| members.iter().any(|(name, _)| name == refused)) {
            return Err(JwsError::Refused { member });
        }
        let text = |name: &str| {
            let (_, raw) = members.iter().find(|(each, _)| each == name)?;
            Some(serde_json::from_str::<String>(raw.get()).map_err(|_| JwsError::Header))
        };
        let algorithm = text("alg").ok_or(JwsError::Header)??;
        let key_id = text("kid").transpose()?;
        Ok(Self { input: input.as_bytes(), algorithm, key_id, payload, signature })
    }

    /// Returns the `kid`, by which a key can be looked up. It is not trusted: whoever made the JWS chose it.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Verifies the signature with a public key and returns the payload. The algorithm is the one that the sender is known
    /// to use, not one from the JWS.
    ///
    /// # Errors
    ///
    /// The `alg` is another one, the key does not fit, or the signature is wrong.
    pub fn verify(&self, verifier: &dyn Verifier, algorithm: Algorithm, key: &Jwk) -> Result<&[u8], JwsError> {
        self.check_algorithm(algorithm)?;
        verifier.verify(algorithm, key, self.input, &self.signature)?;
        Ok(&self.payload)
    }

    /// Verifies the signature with a shared secret and returns the payload.
    ///
    /// # Errors
    ///
    /// The `alg` is not that of the secret, or the signature is wrong.
    pub fn verify_with_secret(&self, key: &HmacKey) -> Result<&[u8], JwsError> {
        self.check_algorithm(key.algorithm())?;
        key.verify(self.input, &self.signature)?;
        Ok(&self.payload)
    }

    /// `EdDSA` and `Ed25519` are two names of one algorithm.
    fn check_algorithm(&self, expected: Algorithm) -> Result<(), JwsError> {
        let names: &[&str] = match expected {
            Algorithm::EdDsa | Algorithm::Ed25519 => &["EdDSA", "Ed25519"],
            _ => &[expected.as_str()],
        };
        if names.contains(&self.algorithm.as_str()) { Ok(()) } else { Err(JwsError::Algorithm { expected }) }
    }
}

impl fmt::Debug for CompactJws<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompactJws")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

type Members<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// Reads the members of a header, none of which may be repeated.
fn members(header: &[u8]) -> Result<Members<'_>, JwsError> {
    let header = std::str::from_utf8(header).map_err(|_| JwsError::Header)?;
    let mut deserializer = serde_json::Deserializer::from_str(header);
    // The errors of serde_json quote values.
    let members = deserializer.deserialize_map(Top).map_err(|_| JwsError::Header)?;
    deserializer.end().map_err(|_| JwsError::Header)?;
    let mut names = HashSet::new();
    if members.iter().all(|(name, _)| names.insert(&**name)) { Ok(members) } else { Err(JwsError::Repeated) }
}

struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(members)
    }
}

/// A name, borrowed if it has no escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
