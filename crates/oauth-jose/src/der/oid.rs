//! Object identifiers of keys, in DER.

/// `rsaEncryption`.
pub(crate) const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// `id-RSASSA-PSS`.
pub(crate) const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
/// `id-ecPublicKey`.
pub(crate) const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// `id-Ed25519`.
pub(crate) const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
pub(crate) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
pub(crate) const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
pub(crate) const P521: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x23];
/// `id-sha256` and its neighbours differ in the last byte.
pub(crate) const SHA2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

/// The keys that this crate does not load, by the name that people know.
const KEY_TYPES: &[(&[u8], &str)] = &[
    (&[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01], "a DSA key"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x03, 0x01], "a Diffie-Hellman key"),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3e, 0x02, 0x01], "a Diffie-Hellman key"),
    (&[0x2b, 0x65, 0x6e], "an X25519 key"),
    (&[0x2b, 0x65, 0x6f], "an X448 key"),
    (&[0x2b, 0x65, 0x71], "an Ed448 key"),
    (&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11], "an ML-DSA-44 key"),
    (&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12], "an ML-DSA-65 key"),
    (&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x13], "an ML-DSA-87 key"),
];

/// The curves that this crate does not load, by name.
const CURVES: &[(&[u8], &str)] = &[
    (&[0x2b, 0x81, 0x04, 0x00, 0x0a], "secp256k1"),
    (&[0x2b, 0x81, 0x04, 0x00, 0x21], "P-224"),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01], "P-192"),
    (&[0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07], "brainpoolP256r1"),
    (&[0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0b], "brainpoolP384r1"),
    (&[0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0d], "brainpoolP512r1"),
];

/// Returns the name of a key type that is not loaded, or its identifier in numbers.
pub(crate) fn key_type(oid: &[u8]) -> String {
    name(KEY_TYPES, oid).unwrap_or_else(|| format!("a key of the type {}", dotted(oid)))
}

/// Returns the name of a curve that is not loaded, or its identifier in numbers.
pub(crate) fn curve(oid: &[u8]) -> String {
    name(CURVES, oid).unwrap_or_else(|| dotted(oid))
}

fn name(table: &[(&[u8], &str)], oid: &[u8]) -> Option<String> {
    table.iter().find(|(known, _)| *known == oid).map(|(_, name)| (*name).to_owned())
}

/// Returns the usual notation, such as `1.3.101.112`. Cut after 16 numbers: this is for a message.
fn dotted(oid: &[u8]) -> String {
    let mut numbers = Vec::new();
    let mut number: u64 = 0;
    for &byte in oid {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            match numbers.as_slice() {
                [] => {
                    let first = (number / 40).min(2);
                    numbers.extend([first, number - first * 40]);
                }
                _ => numbers.push(number),
            }
            number = 0;
        }
        if numbers.len() == 16 {
            break;
        }
    }
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_by_name_is_shown_in_numbers() {
        assert_eq!(key_type(&[0x2b, 0x65, 0x71]), "an Ed448 key");
        assert_eq!(key_type(ED25519), "a key of the type 1.3.101.112");
        assert_eq!(curve(&[0x2b, 0x81, 0x04, 0x00, 0x0a]), "secp256k1");
        assert_eq!(curve(P521), "1.3.132.0.35");
        assert_eq!(curve(&[]), "");
        assert_eq!(curve(&[0x88, 0x37]), "2.999");
        assert!(curve(&[0xff; 100]).is_empty());
    }
}
