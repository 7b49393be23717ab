//! Registered keys as the ledger names them.

use crate::public_key::PublicKey;
use crate::public_key::material::Material;

/// Names keys by `kid` and kind.
pub(crate) fn described<'k>(keys: impl Iterator<Item = &'k PublicKey>) -> String {
    let described = keys.map(|key| {
        let kind = match &key.material {
            Material::Rsa { .. } => "RSA",
            Material::Ec { curve, .. } => curve.as_str(),
            Material::Ed25519 { .. } => "Ed25519",
        };
        let only = key.algorithm.map(|algorithm| format!(", {}", algorithm.as_str())).unwrap_or_default();
        match &key.key_id {
            Some(key_id) => format!("{key_id:?} ({kind}{only})"),
            None => format!("a key without kid ({kind}{only})"),
        }
    });
    let described = described.collect::<Vec<_>>().join(", ");
    if described.is_empty() { "none".to_owned() } else { described }
}
