//! A response that is not a valid OAuth response.

use std::fmt;

use super::{HttpResponse, Issued, Problem};
use crate::wire::secret::Secret;

/// A response that is not a valid OAuth response.
#[derive(Debug, Clone, thiserror::Error)]
pub struct Malformed(Box<(Problem, HttpResponse, Issued)>);

impl Malformed {
    pub(crate) fn new(problem: Problem, response: HttpResponse, issued: Issued) -> Self {
        Self(Box::new((problem, response, issued)))
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0.0
    }

    /// Returns the response.
    #[must_use]
    pub fn response(&self) -> &HttpResponse {
        &self.0.1
    }

    /// Returns the refresh token of the response. Keep it: the one that was sent may be spent.
    #[must_use]
    pub fn rotated(&self) -> Option<&Secret> {
        self.0.2.refresh_token.as_ref()
    }

    /// Returns the ID token of the response. It was not checked at all.
    #[must_use]
    pub fn unverified_id_token(&self) -> Option<&Secret> {
        self.0.2.id_token.as_ref()
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let response = self.response();
        write!(f, "{} sent {}", response.sender(), response.status().as_u16())?;
        write!(f, ", which is not a valid OAuth response: {} ({})", self.problem(), response.summary())?;
        self.0.2.fmt_note(f)
    }
}
