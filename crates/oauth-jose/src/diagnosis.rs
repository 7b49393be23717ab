//! What a text is that is not a PEM, so that the error can say it.

use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use crate::der::{Reader, tag};
use crate::key_error::KeyError;
use crate::limits::MAX_INPUT;
use crate::pem::{find, is_pem};
use crate::private_key_info::is_pkcs12;
use crate::text::jwk_number;

/// Checks the size, and what no kind of key can begin with. Returns the bytes without a byte order mark.
pub(crate) fn admitted(bytes: &[u8]) -> Result<&[u8], KeyError> {
    if bytes.len() > MAX_INPUT {
        return Err(KeyError::TooLarge { size: bytes.len() });
    }
    if bytes.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) || bytes.starts_with(&[0xce, 0xce, 0xce, 0xce]) {
        return Err(KeyError::JavaKeyStore);
    }
    if is_utf16(bytes) {
        return Err(KeyError::Utf16);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() { Err(KeyError::Empty) } else { Ok(bytes) }
}

/// Returns what is wrong with a text that has no block of a PEM and should have one.
pub(crate) fn not_pem(text: &[u8]) -> KeyError {
    if looks_like_der(text) {
        return if is_pkcs12(text) { KeyError::Pkcs12 } else { KeyError::DerAsText };
    }
    let text = text.trim_ascii();
    match text.first() {
        Some(b'{') => return json(text),
        Some(b'<') => return KeyError::Html,
        _ => {}
    }
    if text.starts_with(b"PuTTY-User-Key-File") {
        return KeyError::Putty;
    }
    if [b"ssh-".as_slice(), b"ecdsa-sha2-"].iter().any(|prefix| text.starts_with(prefix)) {
        return KeyError::PublicKey { label: "of OpenSSH" };
    }
    let upper = Zeroizing::new(text.to_ascii_uppercase());
    if find(&upper, b"BEGIN ").is_some() || find(&upper, b"-----END ").is_some() {
        return KeyError::DamagedBegin;
    }
    encoded(text).unwrap_or_else(|| if is_file_name(text) { KeyError::FileName } else { KeyError::NoPem })
}

/// Returns what JSON is that should be a PEM or a JWK.
pub(crate) fn json(text: &[u8]) -> KeyError {
    match serde_json::from_slice::<Outline>(text) {
        Ok(Outline { private_key: Some(_), .. }) => KeyError::ServiceAccount,
        Ok(Outline { keys: Some(_), .. }) => KeyError::JwkSet,
        Ok(Outline { kty: Some(_), .. }) => KeyError::JwkElsewhere,
        _ => KeyError::Json,
    }
}

/// The members that tell what a JSON object is.
#[derive(serde::Deserialize)]
struct Outline {
    keys: Option<IgnoredAny>,
    kty: Option<IgnoredAny>,
    private_key: Option<IgnoredAny>,
}

/// Whether the text is in quotes.
pub(crate) fn is_quoted(text: &[u8]) -> bool {
    matches!(text.trim_ascii().first(), Some(b'"' | b'\'' | b'`'))
}

/// Whether these bytes begin with a sequence that is as long as they are, or nearly.
pub(crate) fn looks_like_der(bytes: &[u8]) -> bool {
    bytes.first() == Some(&tag::SEQUENCE)
        && bytes.get(1).is_some_and(|length| (0x80..=0x84).contains(length) || Reader::new(bytes).raw().is_ok())
}

fn is_utf16(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).take(8).all(|&byte| byte == 0);
    // An ASCII text whose every other byte is zero.
    let text = |from: usize| bytes.iter().skip(from).step_by(2).take(8).all(|byte| byte.is_ascii() && *byte >= b' ');
    marked || bytes.len() >= 16 && (zeros(0) && text(1) || zeros(1) && text(0))
}

/// What base64 without any lines around it holds.
fn encoded(text: &[u8]) -> Option<KeyError> {
    let mut packed = Zeroizing::new(Vec::with_capacity(text.len()));
    packed.extend(text.iter().filter(|byte| !byte.is_ascii_whitespace()));
    let decoded = jwk_number(&packed)?;
    if is_pem(&decoded) {
        return Some(KeyError::Base64OfPem);
    }
    looks_like_der(&decoded).then_some(KeyError::BareBase64)
}

fn is_file_name(text: &[u8]) -> bool {
    let extensions = [".pem", ".key", ".p8", ".pk8", ".der", ".jwk", ".json", ".txt", ".p12", ".pfx", ".crt"];
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let lower = text.to_ascii_lowercase();
    text.len() <= 4096
        && !text.contains(['\n', '\r'])
        && (text.contains(['/', '\\']) || extensions.iter().any(|extension| lower.ends_with(extension)))
}
