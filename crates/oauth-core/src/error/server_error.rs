//! An OAuth error response.

use std::fmt;

use super::{ErrorCode, HttpResponse};
use crate::wire::extra::Extra;
use crate::wire::text::Shown;

/// An OAuth error response ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)). The status may
/// be any, since some servers send errors with 200.
#[derive(Clone, thiserror::Error)]
pub struct ServerError(Box<ServerErrorParts>);

#[derive(Clone)]
pub(crate) struct ServerErrorParts {
    pub(crate) response: HttpResponse,
    pub(crate) code: ErrorCode,
    pub(crate) description: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) extra: Extra,
}

impl ServerError {
    pub(crate) fn new(parts: ServerErrorParts) -> Self {
        Self(Box::new(parts))
    }

    /// Returns the `error`.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.0.code
    }

    /// Returns the `error_description` verbatim, except that the secrets of the request are cut out. It is untrusted
    /// text: this library escapes it in messages.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Returns the `error_uri`. It is not always a URL: some servers send a path.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.0.uri.as_deref()
    }

    /// Returns the members that RFC 6749 does not define, such as a trace id.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        &self.0.extra
    }

    /// Returns the response.
    #[must_use]
    pub fn response(&self) -> &HttpResponse {
        &self.0.response
    }
}

impl fmt::Debug for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerError")
            .field("response", &self.0.response)
            .field("code", &self.0.code)
            .field("description", &self.description().map(|text| Shown(text).to_string()))
            .field("extra", &self.0.extra)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let response = self.response();
        write!(f, "{} answered {} {}", response.sender(), response.status().as_u16(), self.0.code)?;
        if let Some(description) = self.description() {
            write!(f, ": {}", Shown(description))?;
        }
        let Some(note) = response.note() else { return Ok(()) };
        if self.0.code == ErrorCode::INVALID_CLIENT {
            note.fmt_authentication(f)?;
        }
        note.fmt_clock(f)
    }
}
