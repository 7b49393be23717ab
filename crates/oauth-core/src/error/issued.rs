//! Tokens in a rejected response.

use std::fmt;

use crate::wire::secret::Secret;

/// The tokens of a rejected response that must not be lost.
#[derive(Debug, Clone, Default)]
pub(crate) struct Issued {
    pub(crate) refresh_token: Option<Secret>,
    pub(crate) id_token: Option<Secret>,
}

impl Issued {
    /// Tells in a message which tokens the error holds.
    pub(crate) fn fmt_note(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (&self.refresh_token, &self.id_token) {
            (Some(_), Some(_)) => "; it brought a refresh token and an ID token, which this error holds",
            (Some(_), None) => "; it brought a refresh token, which this error holds",
            (None, Some(_)) => "; it brought an ID token, which this error holds",
            (None, None) => "",
        })
    }
}
