//! Public keys in PEM ([RFC 7468](https://www.rfc-editor.org/rfc/rfc7468.html)).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::public_key::PublicKey;
use crate::public_key::der;
use crate::public_key::error::PublicKeyError;

/// PEM.
impl PublicKey {
    /// Reads a PEM: a `PUBLIC KEY` or a `CERTIFICATE`, of which the first counts. The key has no `kid`.
    ///
    /// # Errors
    ///
    /// Fails if there is no such block, or if its key is of a kind that the server does not know.
    pub fn from_pem(pem: &str) -> Result<Self, PublicKeyError> {
        read(pem)
    }
}

/// Reads the first block.
fn read(pem: &str) -> Result<PublicKey, PublicKeyError> {
    let nothing = || PublicKeyError::NotPem("no block at all".to_owned());
    let (_, rest) = pem.split_once("-----BEGIN ").ok_or_else(nothing)?;
    let (label, rest) = rest.split_once("-----").ok_or_else(nothing)?;
    if !["PUBLIC KEY", "CERTIFICATE"].contains(&label) {
        // A label is at most this long; what is longer is no label.
        let shown: String = label.chars().take(40).collect();
        return Err(PublicKeyError::NotPem(format!("a block {shown:?}")));
    }
    let (content, _) = rest.split_once(&format!("-----END {label}-----")).ok_or(PublicKeyError::NotDer)?;
    let content: String = content.split_ascii_whitespace().collect();
    let der = STANDARD.decode(content).map_err(|_| PublicKeyError::NotDer)?;
    let key = |material, certificate| PublicKey { key_id: None, algorithm: None, material, certificate };
    if label == "CERTIFICATE" {
        Ok(key(der::certificate(&der)?, Some(der)))
    } else {
        Ok(key(der::public_key(&der)?, None))
    }
}
