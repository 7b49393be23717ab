//! What a grant finds wrong in an answer.

use super::{FailedCheck, Problem};

/// Why a grant does not accept an answer that is in itself a good one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// It lacks something, or holds something that cannot be.
    Malformed(Problem),
    /// It fails a check that guards against attacks.
    Untrusted(FailedCheck),
}
