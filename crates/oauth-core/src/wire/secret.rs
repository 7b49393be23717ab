//! Text that is never printed.

use std::fmt;

use zeroize::Zeroizing;

/// A client secret, a token, a code or anything else whose holder gains access.
///
/// It has no `Display`, its `Debug` shows nothing of it, and its memory is overwritten on drop. The text is only
/// accessible through [`expose`](Self::expose), so that searching for this word finds every use.
///
/// ```
/// use oauth_core::Secret;
///
/// let secret = Secret::new("s3cret");
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// assert_eq!(secret.expose(), "s3cret");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<Box<str>>);

impl Secret {
    /// Takes ownership of the text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = Zeroizing::new(text.into());
        // Copy, then overwrite the original: shrinking a buffer could leave the old one in memory as it was.
        Self(Zeroizing::new(Box::from(text.as_str())))
    }

    /// Returns the text. Keep it out of logs, errors and URLs.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(Box::from(text)))
    }
}
