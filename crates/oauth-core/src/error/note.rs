//! What an error says about the client's authentication and its clock.

use std::fmt;

/// What an error says about the request, beyond the server's text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Note {
    /// How the client authenticated, and what to change if the server expects something else.
    pub(crate) authentication: String,
    /// How far this clock is off.
    pub(crate) clock: Option<String>,
}

impl Note {
    /// Whether there is a note about the authentication.
    pub(super) fn tells_authentication(&self) -> bool {
        !self.authentication.is_empty()
    }

    /// Writes the note about the authentication.
    pub(super) fn fmt_authentication(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tells_authentication() { write!(f, "; {}", self.authentication) } else { Ok(()) }
    }

    /// Writes the note about the clock.
    pub(super) fn fmt_clock(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clock.as_ref().map_or(Ok(()), |clock| write!(f, "; {clock}"))
    }
}
