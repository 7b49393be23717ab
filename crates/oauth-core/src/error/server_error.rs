//! The server's no.

use std::fmt;

use super::{ErrorCode, HttpResponse};
use crate::wire::extra::Extra;
use crate::wire::text::Shown;

/// The server said no ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)), with whatever status:
/// some servers say it with 200.
#[derive(Clone)]
pub struct ServerError(Box<ServerErrorParts>);

#[derive(Clone)]
pub(crate) struct ServerErrorParts {
    pub(crate) answer: HttpResponse,
    pub(crate) code: ErrorCode,
    pub(crate) description: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) extra: Extra,
}

impl ServerError {
    pub(crate) fn new(parts: ServerErrorParts) -> Self {
        Self(Box::new(parts))
    }

    /// The `error`.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.0.code
    }

    /// The `error_description`, word for word. It is text from outside: a message of this library shows it escaped.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// The `error_uri`, which is not always a URL: some servers give a path.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.0.uri.as_deref()
    }

    /// The members that RFC 6749 does not define, such as a trace id.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        &self.0.extra
    }

    /// Whether only a new sign-in helps: the refresh token, or whatever else stood for the user's consent, is expired,
    /// revoked or used up (`invalid_grant`). To send it again is of no use.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        self.0.code == ErrorCode::INVALID_GRANT
    }

    /// What the server sent.
    #[must_use]
    pub fn answer(&self) -> &HttpResponse {
        &self.0.answer
    }
}

impl fmt::Debug for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerError")
            .field("answer", &self.0.answer)
            .field("code", &self.0.code)
            .field("description", &self.description().map(|text| Shown(text).to_string()))
            .field("extra", &self.0.extra)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {} {}", self.0.answer.status().as_u16(), self.0.code)?;
        match self.description() {
            Some(description) => write!(f, ": {}", Shown(description)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ServerError {}
