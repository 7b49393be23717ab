//! Text for messages, and base64.

use base64::Engine as _;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use oauth_core::key::Algorithm;
use zeroize::Zeroizing;

/// Returns the names of these algorithms, for a message.
pub(crate) fn list(algorithms: &[Algorithm]) -> String {
    algorithms.iter().map(|algorithm| algorithm.as_str()).collect::<Vec<_>>().join(", ")
}

const fn without_padding_rules(alphabet: &Alphabet) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, config)
}

/// Base64 as PEM has it, with or without its padding.
const LENIENT: GeneralPurpose = without_padding_rules(&STANDARD);
/// The same in the alphabet of base64url.
const LENIENT_URL: GeneralPurpose = without_padding_rules(&URL_SAFE);

/// Decodes plain base64 without white space.
pub(crate) fn base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    decode(&LENIENT, text)
}

/// Decodes the number of a JWK: base64url, or plain base64 as some write it.
pub(crate) fn jwk_number(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if text.iter().any(|byte| matches!(byte, b'+' | b'/')) {
        return decode(&LENIENT, text);
    }
    decode(&LENIENT_URL, text)
}

/// Decodes base64url exactly as RFC 7515 §2 has it: without padding, white space or unused bits that are set.
pub(crate) fn base64url(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    decode(&URL_SAFE_NO_PAD, text)
}

fn decode(engine: &GeneralPurpose, text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    // The whole capacity at once: a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(vec![0; text.len().div_ceil(4) * 3]);
    let length = engine.decode_slice(text, &mut bytes).ok()?;
    bytes.truncate(length);
    Some(bytes)
}
