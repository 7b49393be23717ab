//! A text that is never printed.

use std::fmt;

use zeroize::Zeroizing;

/// A client secret, a token, a code: anything whose holder can act as somebody.
///
/// It has no `Display`, its `Debug` shows nothing of it, and its memory is overwritten when it is dropped. The text is
/// reached through [`expose`](Self::expose) alone, so that a search for that word finds every use.
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
    /// Takes the text over.
    pub fn new(text: impl Into<String>) -> Self {
        let text = Zeroizing::new(text.into());
        // A copy, and the original overwritten: to shrink a buffer can leave its old place behind as it was.
        Self(Zeroizing::new(Box::from(text.as_str())))
    }

    /// The text itself. Whoever asks for it keeps it out of logs, errors and URLs.
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
