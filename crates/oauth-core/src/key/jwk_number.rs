//! The numbers of a JWK: base64url as the RFC writes it, and as others do.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Without requirements on padding or on the unused bits of the last character.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Decodes base64url, and plain base64 too. `None` for other characters and for an empty text.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let plain = |character| match character {
        '+' => '-',
        '/' => '_',
        other => other,
    };
    let text: String = text.chars().map(plain).collect();
    LENIENT.decode(text).ok().filter(|bytes| !bytes.is_empty())
}

/// Removes leading zeros.
pub(super) fn trimmed(mut bytes: Vec<u8>) -> Box<[u8]> {
    let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    bytes.drain(..zeros);
    bytes.into()
}

/// Brings a number to its width, if there is one and it fits.
pub(super) fn fixed(bytes: Vec<u8>, width: Option<usize>) -> Box<[u8]> {
    let Some(width) = width.filter(|&width| bytes.len() != width) else { return bytes.into() };
    let number = trimmed(bytes);
    match width.checked_sub(number.len()) {
        Some(zeros) => [&vec![0; zeros], &*number].concat().into(),
        None => number,
    }
}
