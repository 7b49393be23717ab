//! The test keys, and their forms.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oauth_core::key::{Algorithm, SigningKey as _, Verifier as _};
use oauth_jose::{JwsVerifier, KeyError, PrivateKey};

/// A file of `tests/keys`.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn text(name: &str) -> String {
    String::from_utf8(file(name)).unwrap()
}

/// A file of `tests/vectors`.
pub(crate) fn vectors(name: &str) -> serde_json::Value {
    let path = format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The thumbprint of a test key, made by another library.
pub(crate) fn thumbprint(name: &str) -> String {
    let all: serde_json::Value = serde_json::from_slice(&file("thumbprints.json")).unwrap();
    all[name].as_str().unwrap().to_owned()
}

/// The content of the only block of a PEM.
pub(crate) fn der(name: &str) -> Vec<u8> {
    let text = text(name);
    let lines: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(lines).unwrap()
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let lines: Vec<_> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// An element of DER with a length of less than 64 KiB.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let [high, low] = length.to_be_bytes();
    let head = match length {
        0..=0x7f => vec![tag, low],
        0x80..=0xff => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, content.to_vec()].concat()
}

pub(crate) fn error(pem: impl AsRef<[u8]>) -> KeyError {
    PrivateKey::from_pem(pem).unwrap_err()
}

/// Checks that a key signs what its public half verifies.
pub(crate) fn assert_signs(key: &PrivateKey, algorithm: Algorithm) {
    assert_eq!(key.algorithm(), algorithm);
    let signature = key.sign(b"input").unwrap();
    assert_eq!(JwsVerifier.verify(algorithm, &key.jwk(), b"input", &signature), Ok(()));
}
