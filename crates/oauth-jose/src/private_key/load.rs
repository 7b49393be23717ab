//! Loading a private key, and making one.

use std::sync::Arc;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair};
use oauth_core::key::Algorithm;

use super::PrivateKey;
use super::pair::Pair;
use crate::curve::Curve;
use crate::der::tag;
use crate::diagnosis::{admitted, is_quoted, json, not_pem};
use crate::jwk_private;
use crate::key_error::KeyError;
use crate::material::{ED25519_ALGORITHMS, Material};
use crate::pem::{Block, blocks, is_pem};
use crate::private_key_info::{self, is_pkcs12};

impl PrivateKey {
    /// Loads a private key from PEM: PKCS #8 (`PRIVATE KEY`), PKCS #1 (`RSA PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`).
    ///
    /// The text may be one line with `\n` in two characters, as in an environment variable. Other blocks (certificates,
    /// `EC PARAMETERS`) and text outside of the blocks are ignored. If there is a public half, it has to belong to the key;
    /// if there is none, it is computed.
    ///
    /// # Errors
    ///
    /// The text is something else, or is damaged. The error says what it is and what to do.
    ///
    /// ```
    /// use oauth_jose::{KeyError, PrivateKey};
    ///
    /// let error = PrivateKey::from_pem("keys/client.pem").unwrap_err();
    /// assert_eq!(error, KeyError::FileName);
    /// ```
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let text = admitted(pem.as_ref())?;
        if !is_pem(text) {
            return Err(if is_quoted(text) && crate::pem::find(text, b"BEGIN ").is_some() {
                KeyError::Quoted
            } else {
                not_pem(text)
            });
        }
        if is_quoted(text) {
            return Err(KeyError::Quoted);
        }
        if text.trim_ascii().first() == Some(&b'{') {
            return Err(json(text));
        }
        let blocks = blocks(text)?;
        let keys: Vec<&Block<'_>> = blocks.iter().filter(|block| block.label.contains("PRIVATE KEY")).collect();
        let key = match keys.as_slice() {
            [key] => key,
            [] => return Err(without_key(&blocks)),
            several => return Err(KeyError::SeveralKeys { count: several.len() }),
        };
        match key.label {
            "ENCRYPTED PRIVATE KEY" => return Err(KeyError::EncryptedPkcs8),
            "OPENSSH PRIVATE KEY" => return Err(KeyError::OpenSsh),
            "PGP PRIVATE KEY BLOCK" => return Err(KeyError::Pgp),
            _ if key.is_encrypted() => return Err(KeyError::EncryptedByHeader),
            "DSA PRIVATE KEY" => return Err(KeyError::UnsupportedKey { found: "a DSA key".to_owned() }),
            // What is inside says more than the label: either is found around each of the three forms.
            _ => {}
        }
        Self::from_der(key.decode()?)
    }

    /// Loads a private key from DER: PKCS #8, PKCS #1 or SEC 1.
    ///
    /// # Errors
    ///
    /// The bytes are something else, or are damaged. The error says what they are and what to do.
    pub fn from_der(der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let der = admitted(der.as_ref())?;
        if is_pem(der) {
            return Err(if is_quoted(der) { KeyError::Quoted } else { KeyError::PemElsewhere });
        }
        if is_pkcs12(der) {
            return Err(KeyError::Pkcs12);
        }
        if der.first() != Some(&tag::SEQUENCE) {
            return Err(match not_pem(der) {
                KeyError::NoPem | KeyError::DerAsText => KeyError::Malformed,
                error => error,
            });
        }
        Self::from_material(&private_key_info::read(der)?, None, None)
    }

    /// Loads a private key from a JWK.
    ///
    /// # Errors
    ///
    /// The text is something else, the JWK has no private members, it is not for signatures, or members are missing or
    /// contradict each other. The error says what was found and what to do.
    pub fn from_jwk(jwk: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let text = admitted(jwk.as_ref())?;
        let is_object = text.trim_ascii().first() == Some(&b'{');
        if !is_object {
            let pem = || if is_quoted(text) { KeyError::Quoted } else { KeyError::PemElsewhere };
            return Err(match (is_pem(text), not_pem(text)) {
                (true, _) => pem(),
                (_, KeyError::NoPem | KeyError::DamagedBegin) => KeyError::Json,
                (_, error) => error,
            });
        }
        let key = jwk_private::read(std::str::from_utf8(text).map_err(|_| KeyError::Json)?)?;
        Self::from_material(&key.material, key.key_id, key.algorithm)
    }

    /// Makes a new key: RSA with 2048 bits for RS* and PS*, on the curve of the algorithm for the others.
    ///
    /// Store it ([`to_pkcs8_pem`](Self::to_pkcs8_pem)) and register it at the server; a key that is gone with the process
    /// is for tests, and for grants that can be repeated.
    ///
    /// # Errors
    ///
    /// The algorithm has no key pair (HS256, HS384, HS512), or the system has no random numbers.
    pub fn generate(algorithm: Algorithm) -> Result<Self, KeyError> {
        let failed = || KeyError::Generate { algorithm };
        // Through the form in which it is stored, so that what was generated is known to load.
        let key = if algorithm.is_symmetric() {
            return Err(failed());
        } else if let Some(curve) = Curve::of(algorithm) {
            let pair = EcdsaKeyPair::generate(curve.signing()).map_err(|_| failed())?;
            Self::from_der(pair.to_pkcs8v1().map_err(|_| failed())?)
        } else if ED25519_ALGORITHMS.contains(&algorithm) {
            let pair = Ed25519KeyPair::generate().map_err(|_| failed())?;
            Self::from_der(pair.to_pkcs8v1().map_err(|_| failed())?)
        } else {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| failed())?;
            Self::from_der(pair.as_der().map_err(|_| failed())?.as_ref())
        };
        key?.with_algorithm(algorithm)
    }

    fn from_material(material: &Material, key_id: Option<String>, fixed: Option<Algorithm>) -> Result<Self, KeyError> {
        let algorithms = match material {
            Material::Rsa(key) => key.algorithms.clone(),
            Material::Ec(key) => vec![key.curve.algorithm()],
            Material::Ed25519(_) => ED25519_ALGORITHMS.to_vec(),
        };
        let (pair, public) = Pair::new(material)?;
        let default = *algorithms.first().ok_or(KeyError::Malformed)?;
        let thumbprint = public.thumbprint().ok_or(KeyError::Malformed)?;
        let public_json = public.to_json().ok_or(KeyError::Malformed)?;
        let key = Self {
            pair: Arc::new(pair),
            algorithm: default,
            fixed: None,
            algorithms,
            key_id: Some(key_id.unwrap_or_else(|| thumbprint.clone())),
            public,
            public_json,
            thumbprint,
            certificate: None,
        };
        match fixed {
            Some(algorithm) => Ok(Self { fixed, ..key.with_algorithm(algorithm)? }),
            None => Ok(key),
        }
    }
}

/// Says what a PEM has instead of a private key.
fn without_key(blocks: &[Block<'_>]) -> KeyError {
    let has = |label: &str| blocks.iter().any(|block| block.label == label);
    if has("PUBLIC KEY") {
        return KeyError::PublicKey { label: "PUBLIC KEY" };
    }
    if has("RSA PUBLIC KEY") {
        return KeyError::PublicKey { label: "RSA PUBLIC KEY" };
    }
    if ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"].into_iter().any(has) {
        return KeyError::CertificateOnly;
    }
    if ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"].into_iter().any(has) {
        return KeyError::CertificateRequestOnly;
    }
    match blocks.first() {
        Some(block) if block.label.contains("PGP") => KeyError::Pgp,
        Some(block) => KeyError::OtherBlock { label: block.shown() },
        None => KeyError::NoPem,
    }
}
