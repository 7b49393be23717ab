//! Reasons to reject a well-formed response.

use super::{FailedCheck, Problem};

/// The reason why a grant or an endpoint rejects a well-formed response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The response lacks something, or contains something impossible.
    Malformed(Problem),
    /// The response fails a security check.
    Untrusted(FailedCheck),
}

impl From<Problem> for Rejection {
    fn from(problem: Problem) -> Self {
        Self::Malformed(problem)
    }
}

impl From<FailedCheck> for Rejection {
    fn from(check: FailedCheck) -> Self {
        Self::Untrusted(check)
    }
}
