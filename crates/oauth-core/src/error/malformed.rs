//! An answer that is none.

use std::fmt;

use super::{HttpResponse, Problem};

/// This is not an answer of an OAuth endpoint, or a broken one.
#[derive(Debug, Clone)]
pub struct Malformed(Box<(Problem, HttpResponse)>);

impl Malformed {
    pub(crate) fn new(problem: Problem, answer: HttpResponse) -> Self {
        Self(Box::new((problem, answer)))
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0.0
    }

    /// What the server sent.
    #[must_use]
    pub fn answer(&self) -> &HttpResponse {
        &self.0.1
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.answer().status();
        let what = if status.is_server_error() { "failed with" } else { "answered" };
        write!(f, "the server {what} {}", status.as_u16())?;
        match self.problem() {
            // These two the protocol knows.
            Problem::Challenge | Problem::StillValid => write!(f, ": {}", self.problem()),
            problem => write!(f, " with what is not an OAuth answer: {problem}"),
        }
    }
}

impl std::error::Error for Malformed {}
