//! The key of aws-lc.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{
    EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256,
    RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use oauth_core::key::{Algorithm, Jwk};

use crate::curve::Curve;
use crate::der::{tag, tlv, unsigned};
use crate::key_error::KeyError;
use crate::limits::{MAX_EXPONENT_BITS, MAX_RSA_BITS, MIN_RSA_BITS, bits};
use crate::material::{Ec, Ed25519, Material, Rsa};

/// A key of aws-lc.
pub(super) enum Pair {
    Rsa(RsaKeyPair),
    Ec(Curve, EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Pair {
    /// Makes a key of aws-lc, and returns it with its public half.
    pub(super) fn new(material: &Material) -> Result<(Self, Jwk), KeyError> {
        match material {
            Material::Rsa(key) => rsa(key),
            Material::Ec(key) => ec(key),
            Material::Ed25519(key) => ed25519(key),
        }
    }

    /// What kind of key it is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "an RSA key",
            Self::Ec(Curve::P256, _) => "a P-256 key",
            Self::Ec(Curve::P384, _) => "a P-384 key",
            Self::Ec(Curve::P521, _) => "a P-521 key",
            Self::Ed25519(_) => "an Ed25519 key",
        }
    }

    /// Signs. The algorithm is one of the key.
    pub(super) fn sign(&self, algorithm: Algorithm, input: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(rsa_encoding(algorithm)?, &SystemRandom::new(), input, &mut signature).ok()?;
                Some(signature)
            }
            Self::Ec(_, key) => Some(key.sign(&SystemRandom::new(), input).ok()?.as_ref().to_vec()),
            Self::Ed25519(key) => Some(key.try_sign(input).ok()?.as_ref().to_vec()),
        }
    }
}

fn rsa_encoding(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    Some(match algorithm {
        Algorithm::Rs256 => &RSA_PKCS1_SHA256,
        Algorithm::Rs384 => &RSA_PKCS1_SHA384,
        Algorithm::Rs512 => &RSA_PKCS1_SHA512,
        Algorithm::Ps256 => &RSA_PSS_SHA256,
        Algorithm::Ps384 => &RSA_PSS_SHA384,
        Algorithm::Ps512 => &RSA_PSS_SHA512,
        _ => return None,
    })
}

fn rsa(key: &Rsa) -> Result<(Pair, Jwk), KeyError> {
    match bits(&key.modulus) {
        bits if bits < MIN_RSA_BITS => return Err(KeyError::RsaTooSmall { bits }),
        bits if bits > MAX_RSA_BITS => return Err(KeyError::RsaTooLarge { bits }),
        _ => {}
    }
    if bits(&key.exponent) > MAX_EXPONENT_BITS {
        return Err(KeyError::UnsupportedKey {
            found: "an RSA key whose public exponent has more than 33 bits".to_owned(),
        });
    }
    // aws-lc calculates with them before it compares, which takes long if they are long.
    let private = [&key.private_exponent, &key.p, &key.q, &key.dp, &key.dq, &key.q_inverse];
    if private.iter().any(|number| number.len() > key.modulus.len() + 1) {
        return Err(KeyError::Contradictory { key: "an RSA key" });
    }
    let pair = RsaKeyPair::from_components(&KeyPairComponents {
        public_key: PublicKeyComponents { n: key.modulus.as_slice(), e: key.exponent.as_slice() },
        d: key.private_exponent.as_slice(),
        p: key.p.as_slice(),
        q: key.q.as_slice(),
        dP: key.dp.as_slice(),
        dQ: key.dq.as_slice(),
        qInv: key.q_inverse.as_slice(),
    });
    // aws-lc multiplies and compares all of them.
    let pair = pair.map_err(|_| KeyError::Contradictory { key: "an RSA key" })?;
    Ok((Pair::Rsa(pair), Jwk::rsa(&key.modulus, &key.exponent)))
}

fn ec(key: &Ec) -> Result<(Pair, Jwk), KeyError> {
    let curve = key.curve;
    // SEC 1 without the point, which aws-lc then computes.
    let name = tlv(tag::OID, &[curve.oid()]);
    let version = unsigned(&[1]);
    let private = tlv(tag::OCTET_STRING, &[&key.private]);
    let der = tlv(tag::SEQUENCE, &[&version, &private, &tlv(tag::CONTEXT_0, &[&name])]);
    let pair = EcdsaKeyPair::from_private_key_der(curve.signing(), &der);
    let pair = pair.map_err(|_| KeyError::Contradictory { key: "an EC key" })?;
    // 4, then both coordinates.
    let point = pair.public_key().as_ref();
    let (x, y) = point.get(1..).and_then(|both| both.split_at_checked(curve.width())).ok_or(KeyError::Malformed)?;
    if key.public.as_ref().is_some_and(|public| !is_point(public, x, y)) {
        return Err(KeyError::PublicMismatch);
    }
    let jwk = Jwk::ec(curve.name(), x, y);
    Ok((Pair::Ec(curve, pair), jwk))
}

/// Whether this is the point, in one of the forms of SEC 1 §2.3.3.
fn is_point(found: &[u8], x: &[u8], y: &[u8]) -> bool {
    let odd = y.last().is_some_and(|last| last & 1 == 1);
    match found.split_first() {
        Some((4, both)) => both.strip_prefix(x) == Some(y),
        Some((2, only)) => only == x && !odd,
        Some((3, only)) => only == x && odd,
        _ => false,
    }
}

fn ed25519(key: &Ed25519) -> Result<(Pair, Jwk), KeyError> {
    let pair = Ed25519KeyPair::from_seed_unchecked(&key.seed);
    let pair = pair.map_err(|_| KeyError::Contradictory { key: "an Ed25519 key" })?;
    let public = pair.public_key().as_ref();
    if key.public.as_ref().is_some_and(|found| found != public) {
        return Err(KeyError::PublicMismatch);
    }
    let jwk = Jwk::okp("Ed25519", public);
    Ok((Pair::Ed25519(pair), jwk))
}
