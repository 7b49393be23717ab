//! Public keys as JWK ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517.html),
//! [RFC 7518 §6](https://www.rfc-editor.org/rfc/rfc7518.html#section-6)).

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::jwk_number::{decode, fixed, trimmed};
use super::{Algorithm, InvalidJwk, VerificationFailed};
use crate::wire::json::Node;
use crate::wire::random::base64url;
use crate::wire::raw::RawMembers;
use crate::wire::text::Shown;

/// The maximum size of a JWK, in bytes. A certificate chain of several keys fits.
const MAX_SIZE: usize = 64 * 1024;

/// A public key as JWK.
///
/// A member that cannot be read counts as absent, and the rest is used ([`unreadable`](Self::unreadable) names it).
/// Numbers in the alphabet of plain base64, with padding, with leading zeros or without the zeros that fill their
/// width are read. Private members are not kept.
///
/// ```
/// use oauth_core::key::{Algorithm, Jwk};
///
/// let key = Jwk::from_json(
///     r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":7}"#,
/// )?;
/// assert_eq!(key.thumbprint().as_deref(), Some("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
/// assert_eq!((key.key_id(), key.unreadable()), (None, ["kid"].as_slice()));
/// assert!(key.check_use(Algorithm::Ed25519).is_ok());
/// # Ok::<_, oauth_core::key::InvalidJwk>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Jwk {
    key_type: String,
    curve: Option<String>,
    modulus: Option<Box<[u8]>>,
    exponent: Option<Box<[u8]>>,
    x: Option<Box<[u8]>>,
    y: Option<Box<[u8]>>,
    key_id: Option<String>,
    algorithm: Option<String>,
    public_key_use: Option<String>,
    key_operations: Option<Vec<String>>,
    unreadable: Vec<&'static str>,
}

impl Jwk {
    /// Reads a JWK.
    ///
    /// # Errors
    ///
    /// The text is larger than 64 KiB, is not a JSON object, has no `kty`, or has a member twice with different values.
    pub fn from_json(text: &str) -> Result<Self, InvalidJwk> {
        if text.len() > MAX_SIZE {
            return Err(InvalidJwk::TooLarge { limit: MAX_SIZE });
        }
        let members = RawMembers::from_json(text).map_err(InvalidJwk::from_problem)?;
        let mut reader = Reader { members, unreadable: Vec::new() };
        let key_type = reader.text("kty")?.ok_or(InvalidJwk::NoKeyType)?;
        let mut key = Self { key_type, ..Self::empty() };
        key.curve = reader.text("crv")?;
        key.modulus = reader.number("n")?.map(trimmed);
        key.exponent = reader.number("e")?.map(trimmed);
        let width = key.curve.as_deref().and_then(width);
        key.x = reader.number("x")?.map(|x| fixed(x, width));
        key.y = reader.number("y")?.map(|y| fixed(y, width));
        key.key_id = reader.text("kid")?;
        key.algorithm = reader.text("alg")?;
        key.public_key_use = reader.text("use")?;
        key.key_operations = reader.texts("key_ops")?;
        key.unreadable = reader.unreadable;
        Ok(key)
    }

    /// Creates an RSA key from its modulus and its exponent, both big-endian.
    #[must_use]
    pub fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        let (modulus, exponent) = (Some(trimmed(modulus.to_vec())), Some(trimmed(exponent.to_vec())));
        Self { key_type: "RSA".to_owned(), modulus, exponent, ..Self::empty() }
    }

    /// Creates a key on a curve with two coordinates, such as `P-256`.
    pub fn ec(curve: impl Into<String>, x: &[u8], y: &[u8]) -> Self {
        let curve = curve.into();
        let coordinate = |bytes: &[u8]| Some(fixed(bytes.to_vec(), width(&curve)));
        let (x, y) = (coordinate(x), coordinate(y));
        Self { key_type: "EC".to_owned(), curve: Some(curve), x, y, ..Self::empty() }
    }

    /// Creates a key on a curve whose points are one string of bytes, such as `Ed25519`
    /// ([RFC 8037 §2](https://www.rfc-editor.org/rfc/rfc8037.html#section-2)).
    pub fn okp(curve: impl Into<String>, x: &[u8]) -> Self {
        Self { key_type: "OKP".to_owned(), curve: Some(curve.into()), x: Some(x.into()), ..Self::empty() }
    }

    fn empty() -> Self {
        Self {
            key_type: String::new(),
            curve: None,
            modulus: None,
            exponent: None,
            x: None,
            y: None,
            key_id: None,
            algorithm: None,
            public_key_use: None,
            key_operations: None,
            unreadable: Vec::new(),
        }
    }

    /// Sets the `kid`.
    #[must_use]
    pub fn with_key_id(self, key_id: impl Into<String>) -> Self {
        Self { key_id: Some(key_id.into()), ..self }
    }

    /// Sets the `alg` and the `use` to those of a key that verifies signatures of this algorithm.
    #[must_use]
    pub fn with_algorithm(self, algorithm: Algorithm) -> Self {
        Self { algorithm: Some(algorithm.as_str().to_owned()), public_key_use: Some("sig".to_owned()), ..self }
    }

    /// Returns the `kty`.
    #[must_use]
    pub fn key_type(&self) -> &str {
        &self.key_type
    }

    /// Returns the `crv`.
    #[must_use]
    pub fn curve(&self) -> Option<&str> {
        self.curve.as_deref()
    }

    /// Returns the modulus of an RSA key, big-endian and without leading zeros.
    #[must_use]
    pub fn modulus(&self) -> Option<&[u8]> {
        self.modulus.as_deref()
    }

    /// Returns the exponent of an RSA key, big-endian and without leading zeros.
    #[must_use]
    pub fn exponent(&self) -> Option<&[u8]> {
        self.exponent.as_deref()
    }

    /// Returns the first coordinate, or the whole point if it is one string of bytes. On P-256, P-384 and P-521, it has
    /// the width of the curve.
    #[must_use]
    pub fn x(&self) -> Option<&[u8]> {
        self.x.as_deref()
    }

    /// Returns the second coordinate, with the width of [`x`](Self::x).
    #[must_use]
    pub fn y(&self) -> Option<&[u8]> {
        self.y.as_deref()
    }

    /// Returns the `kid`.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Returns the `alg`, which may be one that this library does not know.
    #[must_use]
    pub fn algorithm(&self) -> Option<&str> {
        self.algorithm.as_deref()
    }

    /// Returns the `use`: `sig` for signatures, `enc` for encryption.
    #[must_use]
    pub fn public_key_use(&self) -> Option<&str> {
        self.public_key_use.as_deref()
    }

    /// Returns the `key_ops`.
    #[must_use]
    pub fn key_operations(&self) -> Option<&[String]> {
        self.key_operations.as_deref()
    }

    /// Returns the names of the members that are present but could not be read.
    #[must_use]
    pub fn unreadable(&self) -> &[&'static str] {
        &self.unreadable
    }

    /// Checks that the members allow signatures of this algorithm: `kty` and `crv` are those of the algorithm; `alg`,
    /// `use` and `key_ops` agree if they are present. `EdDSA` and `Ed25519` are two names of one algorithm.
    ///
    /// # Errors
    ///
    /// The first member that does not fit, with what would.
    pub fn check_use(&self, algorithm: Algorithm) -> Result<(), VerificationFailed> {
        let (key_type, curve) = shape(algorithm);
        let is = |member: &str, found: Option<&str>, needed: &str| {
            if found == Some(needed) {
                return Ok(());
            }
            let reason = match found {
                Some(found) => format!("its {member} is {}, and {algorithm} needs {needed}", Shown(found)),
                None => format!("it has no {member}, and {algorithm} needs {needed}"),
            };
            Err(VerificationFailed::unsuitable(reason))
        };
        is("kty", Some(&self.key_type), key_type)?;
        curve.map_or(Ok(()), |curve| is("crv", self.curve(), curve))?;
        if let Some(found) = self.algorithm() {
            let both_names = |alg: &str| matches!(alg, "EdDSA" | "Ed25519");
            if !(both_names(found) && both_names(algorithm.as_str())) {
                is("alg", Some(found), algorithm.as_str())?;
            }
        }
        self.public_key_use().map_or(Ok(()), |found| is("use", Some(found), "sig"))?;
        match self.key_operations() {
            Some(operations) if !operations.iter().any(|each| each == "verify") => {
                Err(VerificationFailed::unsuitable("its key_ops do not contain verify"))
            }
            _ => Ok(()),
        }
    }

    /// Returns the thumbprint ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638.html)): SHA-256 over the members that
    /// make the key, in base64url. `None` if one of them is absent or the `kty` is unknown.
    #[must_use]
    pub fn thumbprint(&self) -> Option<String> {
        let digest = Sha256::digest(self.required_members()?);
        Some(base64url(&digest).as_str().to_owned())
    }

    /// Returns the key as JSON: the members that make the key, then `kid`, `alg`, `use` and `key_ops` if they are set.
    /// `None` if one of the former is absent or the `kty` is unknown.
    #[must_use]
    pub fn to_json(&self) -> Option<String> {
        let mut text = self.required_members()?;
        text.pop();
        let options = [("kid", self.key_id()), ("alg", self.algorithm()), ("use", self.public_key_use())];
        for (name, value) in options.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            text.push_str(&format!(",\"{name}\":{}", string(value)));
        }
        if let Some(operations) = self.key_operations() {
            let operations = operations.iter().map(|each| Node::String(each.as_str().into())).collect();
            text.push_str(&format!(",\"key_ops\":{}", Node::Array(operations).to_json()));
        }
        text.push('}');
        Some(text)
    }

    /// Returns the required members in the order of RFC 7638 §3.2.
    fn required_members(&self) -> Option<String> {
        let number = |bytes: Option<&[u8]>| bytes.map(base64url);
        let curve = || self.curve().map(string);
        Some(match self.key_type.as_str() {
            "EC" => {
                let (x, y) = (number(self.x())?, number(self.y())?);
                format!("{{\"crv\":{},\"kty\":\"EC\",\"x\":\"{}\",\"y\":\"{}\"}}", curve()?, *x, *y)
            }
            "OKP" => format!("{{\"crv\":{},\"kty\":\"OKP\",\"x\":\"{}\"}}", curve()?, *number(self.x())?),
            "RSA" => {
                let (exponent, modulus) = (number(self.exponent())?, number(self.modulus())?);
                format!("{{\"e\":\"{}\",\"kty\":\"RSA\",\"n\":\"{}\"}}", *exponent, *modulus)
            }
            _ => return None,
        })
    }
}

impl fmt::Debug for Jwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: Option<&str>| text.map(|text| Shown(text).to_string());
        f.debug_struct("Jwk")
            .field("key_type", &shown(Some(&self.key_type)))
            .field("curve", &shown(self.curve()))
            .field("key_id", &shown(self.key_id()))
            .field("algorithm", &shown(self.algorithm()))
            .finish_non_exhaustive()
    }
}

/// The `kty` of an algorithm, and its `crv` if it has one.
fn shape(algorithm: Algorithm) -> (&'static str, Option<&'static str>) {
    match algorithm {
        Algorithm::Ed25519 | Algorithm::EdDsa => ("OKP", Some("Ed25519")),
        Algorithm::Es256 => ("EC", Some("P-256")),
        Algorithm::Es384 => ("EC", Some("P-384")),
        Algorithm::Es512 => ("EC", Some("P-521")),
        Algorithm::Hs256 | Algorithm::Hs384 | Algorithm::Hs512 => ("oct", None),
        Algorithm::Ps256
        | Algorithm::Ps384
        | Algorithm::Ps512
        | Algorithm::Rs256
        | Algorithm::Rs384
        | Algorithm::Rs512 => ("RSA", None),
    }
}

/// The width of a coordinate, in bytes.
fn width(curve: &str) -> Option<usize> {
    match curve {
        "P-256" => Some(32),
        "P-384" => Some(48),
        "P-521" => Some(66),
        _ => None,
    }
}

/// A string as JSON.
fn string(text: &str) -> String {
    Node::String(text.into()).to_json()
}

/// Reads members one by one. One that cannot be read is noted and counts as absent.
struct Reader<'a> {
    members: RawMembers<'a>,
    unreadable: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    fn read<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Node<'a>) -> Option<T>,
    ) -> Result<Option<T>, InvalidJwk> {
        let Some(raw) = self.members.get(name).map_err(InvalidJwk::from_problem)? else { return Ok(None) };
        let value = match raw.node() {
            Ok(Node::Null) => return Ok(None),
            Ok(node) => read(node),
            Err(_) => None,
        };
        if value.is_none() {
            self.unreadable.push(name);
        }
        Ok(value)
    }

    fn text(&mut self, name: &'static str) -> Result<Option<String>, InvalidJwk> {
        self.read(name, |node| match node {
            Node::String(text) => Some(text.into_owned()),
            _ => None,
        })
    }

    fn texts(&mut self, name: &'static str) -> Result<Option<Vec<String>>, InvalidJwk> {
        self.read(name, |node| match node {
            Node::Array(items) => items
                .into_iter()
                .map(|item| match item {
                    Node::String(text) => Some(text.into_owned()),
                    _ => None,
                })
                .collect(),
            _ => None,
        })
    }

    fn number(&mut self, name: &'static str) -> Result<Option<Vec<u8>>, InvalidJwk> {
        self.read(name, |node| match node {
            Node::String(text) => decode(&text),
            _ => None,
        })
    }
}
