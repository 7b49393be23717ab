//! Random bytes, and the text that is made of them.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

/// base64url without padding: letters, digits, `-` and `_`, all of them unreserved in a URL.
pub(crate) fn base64url(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    text
}

/// Fills bytes, and says whether it could.
pub(crate) type Fill = dyn Fn(&mut [u8]) -> bool + Send + Sync;

/// A source of random bytes fit for keys: the operating system's, or the program's own.
#[derive(Clone)]
pub(crate) enum Random {
    /// The operating system's; none without the feature `getrandom`.
    System,
    /// Fills the bytes, and says whether it could.
    Own(Arc<Fill>),
}

impl Random {
    /// New bytes. `None` if there are none to be had.
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

    /// `N` new bytes as a text.
    pub(crate) fn token<const N: usize>(&self) -> Option<Zeroizing<String>> {
        self.bytes::<N>().map(|bytes| base64url(bytes.as_slice()))
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random(..)")
    }
}
