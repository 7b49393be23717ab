//! Private keys as JWK ([RFC 7518 §6](https://www.rfc-editor.org/rfc/rfc7518.html#section-6)).

use oauth_core::key::{Algorithm, Jwk};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::curve::Curve;
use crate::key_error::KeyError;
use crate::material::{Ec, Ed25519, Material, Number, RSA_ALGORITHMS, Rsa};
use crate::text::jwk_number;

/// A private key from a JWK, with the public members that matter for it.
pub(crate) struct PrivateJwk {
    pub(crate) material: Material,
    pub(crate) key_id: Option<String>,
    pub(crate) algorithm: Option<Algorithm>,
}

/// The private members, as they are written, and those that tell what else the object is.
#[derive(serde::Deserialize)]
struct Members<'a> {
    #[serde(borrow)]
    d: Option<&'a RawValue>,
    #[serde(borrow)]
    p: Option<&'a RawValue>,
    #[serde(borrow)]
    q: Option<&'a RawValue>,
    #[serde(borrow)]
    dp: Option<&'a RawValue>,
    #[serde(borrow)]
    dq: Option<&'a RawValue>,
    #[serde(borrow)]
    qi: Option<&'a RawValue>,
    #[serde(borrow)]
    oth: Option<&'a RawValue>,
    #[serde(borrow)]
    kty: Option<&'a RawValue>,
}

/// Reads a private key.
pub(crate) fn read(text: &str) -> Result<PrivateJwk, KeyError> {
    let members: Members<'_> = match serde_json::from_str(text) {
        Ok(members) => members,
        // Any value is taken, so it is a name that is repeated. The errors of serde_json quote values.
        Err(error) if error.is_data() => return Err(KeyError::JwkTwice),
        Err(_) => return Err(KeyError::Json),
    };
    if members.kty.is_none() {
        return Err(match crate::diagnosis::json(text.as_bytes()) {
            KeyError::JwkElsewhere => KeyError::Json,
            error => error,
        });
    }
    let public = Jwk::from_json(text).map_err(KeyError::JwkInvalid)?;
    let material = match public.key_type() {
        "RSA" => rsa(&members, &public)?,
        "EC" => ec(&members, &public)?,
        "OKP" => okp(&members, &public)?,
        "oct" => return Err(KeyError::JwkSymmetric),
        _ => return Err(KeyError::UnsupportedKey { found: "a JWK of another kty".to_owned() }),
    };
    signs(&public)?;
    let algorithm = match public.algorithm() {
        Some(name) => Some(algorithm(name).ok_or(KeyError::JwkNotForSigning { member: "alg" })?),
        None => None,
    };
    Ok(PrivateJwk { material, key_id: public.key_id().map(str::to_owned), algorithm })
}

/// Checks that the key may sign.
fn signs(public: &Jwk) -> Result<(), KeyError> {
    if let Some(member) = public.unreadable().iter().find(|member| matches!(**member, "kid" | "alg" | "use")) {
        return Err(KeyError::JwkMember { member });
    }
    if public.public_key_use().is_some_and(|found| found != "sig") {
        return Err(KeyError::JwkNotForSigning { member: "use" });
    }
    // Some export a private key with the operation of its public half.
    let may_sign = |operations: &[String]| operations.iter().any(|each| each == "sign" || each == "verify");
    if public.key_operations().is_some_and(|operations| !may_sign(operations)) {
        return Err(KeyError::JwkNotForSigning { member: "key_ops" });
    }
    Ok(())
}

fn rsa(members: &Members<'_>, public: &Jwk) -> Result<Material, KeyError> {
    let private_exponent = private(members.d, "d")?;
    if members.oth.is_some() {
        return Err(KeyError::MultiPrime);
    }
    let public_number =
        |number: Option<&[u8]>, member| number.map(<[u8]>::to_vec).ok_or(KeyError::JwkMember { member });
    Ok(Material::Rsa(Box::new(Rsa {
        modulus: public_number(public.modulus(), "n")?,
        exponent: public_number(public.exponent(), "e")?,
        private_exponent,
        p: number(members.p, "p")?,
        q: number(members.q, "q")?,
        dp: number(members.dp, "dp")?,
        dq: number(members.dq, "dq")?,
        q_inverse: number(members.qi, "qi")?,
        algorithms: RSA_ALGORITHMS.to_vec(),
    })))
}

fn ec(members: &Members<'_>, public: &Jwk) -> Result<Material, KeyError> {
    let name = public.curve().ok_or(KeyError::JwkMember { member: "crv" })?;
    let curve = Curve::from_name(name).ok_or_else(|| unsupported_curve(name))?;
    let private = private(members.d, "d")?;
    let (x, y) = match (public.x(), public.y()) {
        (Some(x), Some(y)) => (x, y),
        (None, _) => return Err(KeyError::JwkMember { member: "x" }),
        (_, None) => return Err(KeyError::JwkMember { member: "y" }),
    };
    let point = [&[4], x, y].concat();
    Ec::new(curve, &private, Some(&point)).map(Material::Ec)
}

fn okp(members: &Members<'_>, public: &Jwk) -> Result<Material, KeyError> {
    match public.curve() {
        Some("Ed25519") => {}
        Some("X25519" | "X448" | "Ed448") => {
            return Err(KeyError::UnsupportedKey { found: format!("an {} key", public.curve().unwrap_or_default()) });
        }
        Some(name) => return Err(unsupported_curve(name)),
        None => return Err(KeyError::JwkMember { member: "crv" }),
    }
    let seed = private(members.d, "d")?;
    if seed.len() != 32 {
        return Err(KeyError::JwkMember { member: "d" });
    }
    let public = public.x().ok_or(KeyError::JwkMember { member: "x" })?.to_vec();
    Ok(Material::Ed25519(Ed25519 { seed, public: Some(public) }))
}

/// The name of a curve is from the same object as the key, so only one that looks like a name is shown.
fn unsupported_curve(name: &str) -> KeyError {
    let is_name = name.len() <= 24 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    KeyError::UnsupportedCurve { curve: if is_name { name.to_owned() } else { "that is named there".to_owned() } }
}

/// Reads the member that makes the key a private one.
fn private(member: Option<&RawValue>, name: &'static str) -> Result<Number, KeyError> {
    if member.is_none() {
        return Err(KeyError::PublicKey { label: "a JWK without d" });
    }
    number(member, name)
}

fn number(member: Option<&RawValue>, name: &'static str) -> Result<Number, KeyError> {
    let read = |raw: &RawValue| {
        let text = raw.get().strip_prefix('"')?.strip_suffix('"')?;
        if text.contains('\\') {
            // PHP writes a slash as `\/`. The copy is overwritten.
            let text = Zeroizing::new(serde_json::from_str::<String>(raw.get()).ok()?);
            return jwk_number(text.as_bytes());
        }
        jwk_number(text.as_bytes())
    };
    member.and_then(read).filter(|bytes| !bytes.is_empty()).ok_or(KeyError::JwkMember { member: name })
}

/// Returns the algorithm of a private key by its `alg`.
fn algorithm(name: &str) -> Option<Algorithm> {
    let ecdsa = [Algorithm::Es256, Algorithm::Es384, Algorithm::Es512, Algorithm::EdDsa, Algorithm::Ed25519];
    ecdsa.into_iter().chain(RSA_ALGORITHMS).find(|algorithm| algorithm.as_str() == name)
}
