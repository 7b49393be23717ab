//! Public keys as JWK ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517.html)).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::assertion::algorithm::SigningAlgorithm;
use crate::public_key::curve::Curve;
use crate::public_key::error::PublicKeyError;
use crate::public_key::material::Material;
use crate::public_key::{PublicKey, der};
use crate::wire::json;

/// The members that only a private or a shared key has.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "k"];

/// JWKs.
impl PublicKey {
    /// Reads a JWK ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517.html#section-4)). If it has an `x5c`, its first
    /// certificate is that of the key.
    ///
    /// # Errors
    ///
    /// Fails if the JWK is malformed, has a private member, is for encryption, or is of a kind that the server does not
    /// know.
    pub fn from_jwk(jwk: &str) -> Result<Self, PublicKeyError> {
        read(&serde_json::from_str(jwk).map_err(|_| PublicKeyError::NotJson)?)
    }

    /// Reads all keys of a JWK set ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517.html#section-5)).
    ///
    /// # Errors
    ///
    /// Fails if the set is malformed or empty, or if one of its keys is refused by [`from_jwk`](Self::from_jwk).
    pub fn from_jwks(jwks: &str) -> Result<Vec<Self>, PublicKeyError> {
        read_set(&serde_json::from_str(jwks).map_err(|_| PublicKeyError::NotJson)?)
    }

    /// The key as a JWK.
    #[must_use]
    pub fn to_jwk(&self) -> String {
        write(self)
    }
}

fn read_set(jwks: &Value) -> Result<Vec<PublicKey>, PublicKeyError> {
    let keys = jwks.get("keys").and_then(Value::as_array).ok_or(PublicKeyError::Member("keys"))?;
    if keys.is_empty() {
        return Err(PublicKeyError::Empty);
    }
    keys.iter().map(read).collect()
}

fn read(jwk: &Value) -> Result<PublicKey, PublicKeyError> {
    if let Some(name) = PRIVATE.into_iter().find(|name| jwk.get(name).is_some()) {
        return Err(PublicKeyError::Private(name));
    }
    let material = material(jwk)?;
    if text(jwk, "use")?.is_some_and(|usage| usage != "sig") || !may_verify(jwk) {
        return Err(PublicKeyError::NotForSignatures);
    }
    let algorithm = match text(jwk, "alg")? {
        None => None,
        Some(alg) => {
            let algorithm = SigningAlgorithm::from_wire(alg).filter(|algorithm| !algorithm.is_symmetric());
            Some(algorithm.ok_or_else(|| PublicKeyError::Unsupported(shortened(alg)))?)
        }
    };
    let certificate = certificate(jwk)?;
    if let Some(certificate) = &certificate {
        if der::certificate(certificate)? != material {
            return Err(PublicKeyError::Member("x5c"));
        }
    }
    Ok(PublicKey { key_id: text(jwk, "kid")?.map(str::to_owned), algorithm, material, certificate })
}

fn write(key: &PublicKey) -> String {
    let encode = |bytes: &[u8]| Value::from(URL_SAFE_NO_PAD.encode(bytes));
    let mut members: Vec<(&str, Value)> = match &key.material {
        Material::Rsa { n, e } => vec![("kty", "RSA".into()), ("n", encode(n)), ("e", encode(e))],
        Material::Ec { curve, x, y } => {
            vec![("kty", "EC".into()), ("crv", curve.as_str().into()), ("x", encode(x)), ("y", encode(y))]
        }
        Material::Ed25519 { x } => vec![("kty", "OKP".into()), ("crv", "Ed25519".into()), ("x", encode(x))],
    };
    members.push(("use", "sig".into()));
    members.extend(key.algorithm.map(|algorithm| ("alg", algorithm.as_str().into())));
    members.extend(key.key_id.as_deref().map(|key_id| ("kid", key_id.into())));
    members.extend(key.certificate.as_ref().map(|der| ("x5c", vec![STANDARD.encode(der)].into())));
    json::object(&members)
}

fn material(jwk: &Value) -> Result<Material, PublicKeyError> {
    let required = |name| text(jwk, name)?.ok_or(PublicKeyError::Member(name));
    let bytes = |name| URL_SAFE_NO_PAD.decode(required(name)?).map_err(|_| PublicKeyError::Member(name));
    let kty = required("kty")?;
    match kty {
        "RSA" => Material::rsa(&bytes("n")?, &bytes("e")?),
        "EC" => {
            let crv = required("crv")?;
            let curve = Curve::ALL.into_iter().find(|curve| curve.as_str() == crv);
            let curve = curve.ok_or_else(|| PublicKeyError::Unsupported(shortened(crv)))?;
            Material::ec(curve, &bytes("x")?, &bytes("y")?).ok_or(PublicKeyError::Member("x or y"))
        }
        "OKP" if required("crv")? == "Ed25519" => Material::ed25519(&bytes("x")?).ok_or(PublicKeyError::Member("x")),
        _ => Err(PublicKeyError::Unsupported(shortened(kty))),
    }
}

fn may_verify(jwk: &Value) -> bool {
    let operations = jwk.get("key_ops").and_then(Value::as_array);
    operations.is_none_or(|operations| operations.iter().any(|operation| operation == "verify"))
}

fn certificate(jwk: &Value) -> Result<Option<Vec<u8>>, PublicKeyError> {
    let Some(chain) = jwk.get("x5c") else { return Ok(None) };
    let leaf = chain.get(0).and_then(Value::as_str).and_then(|leaf| STANDARD.decode(leaf).ok());
    leaf.map(Some).ok_or(PublicKeyError::Member("x5c"))
}

fn text<'a>(jwk: &'a Value, name: &'static str) -> Result<Option<&'a str>, PublicKeyError> {
    match jwk.get(name) {
        None => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(PublicKeyError::Member(name)),
    }
}

fn shortened(text: &str) -> String {
    format!("{:?}", text.chars().take(40).collect::<String>())
}
