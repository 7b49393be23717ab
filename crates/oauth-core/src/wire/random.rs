//! Random bytes, and the text that is made of them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

/// base64url without padding: letters, digits, `-` and `_`, all of them unreserved in a URL.
pub(crate) fn base64url(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    text
}

/// Bytes from the operating system. `None` where it has none to give.
#[cfg(feature = "getrandom")]
pub(crate) fn bytes<const N: usize>() -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).ok()?;
    Some(bytes)
}
