//! What a grant finds wrong in a response.

use super::{FailedCheck, Problem};

/// Why a grant or an endpoint does not accept a response that is well-formed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// It lacks something, or holds something that cannot be.
    Malformed(Problem),
    /// It fails a check that guards against attacks.
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
