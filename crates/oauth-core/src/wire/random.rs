//! Random bytes and their text form.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

/// Encodes base64url without padding: letters, digits, `-` and `_`, which are all unreserved in a URL.
pub(crate) fn base64url(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    text
}

/// A function that fills a buffer with random bytes. Returns whether it could.
pub(crate) type Fill = dyn Fn(&mut [u8]) -> bool + Send + Sync;

/// A source of random bytes fit for keys: the operating system, or a function of the caller.
#[derive(Clone)]
pub(crate) enum Random {
    /// The operating system. Always fails without the feature `getrandom`.
    System,
    /// A function of the caller.
    Own(Arc<Fill>),
}

impl Random {
    /// Returns new random bytes. `None` if the source fails.
    pub(crate) fn bytes<const N: usize>(&self) -> Option<Zeroizing<[u8; N]>> {
        let mut bytes = Zeroizing::new([0; N]);
        let filled = match self {
            #[cfg(feature = "getrandom")]
            Self::System => getrandom::fill(bytes.as_mut_slice()).is_ok(),
            #[cfg(not(feature = "getrandom"))]
            Self::System => false,
            Self::Own(fill) => fill(bytes.as_mut_slice()),
        };
        filled.then_some(bytes)
    }

    /// Returns `N` new random bytes as text.
    pub(crate) fn token<const N: usize>(&self) -> Option<Zeroizing<String>> {
        self.bytes::<N>().map(|bytes| base64url(bytes.as_slice()))
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random(..)")
    }
}
