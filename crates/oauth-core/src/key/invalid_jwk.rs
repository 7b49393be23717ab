//! The reason why a JWK cannot be read.

use crate::wire::problem::Problem;
use crate::wire::text::Shown;

/// The error of a text that is not a JWK. It contains no value of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidJwk {
    /// A member appears twice with different values.
    #[error("the member {} of the JWK appears twice", Shown(member))]
    Duplicate {
        /// The name of the member.
        member: String,
    },
    /// There is no `kty`, or it is not a string.
    #[error("the JWK has no kty")]
    NoKeyType,
    /// The text is not a JSON object.
    #[error("the JWK is not a JSON object (byte {offset})")]
    NotAnObject {
        /// Where parsing stopped, in bytes.
        offset: usize,
    },
    /// The text is too large.
    #[error("the JWK is larger than {limit} bytes")]
    TooLarge {
        /// The maximum size, in bytes.
        limit: usize,
    },
}

impl InvalidJwk {
    pub(super) fn from_problem(problem: Problem) -> Self {
        match problem {
            Problem::Duplicate { member } => Self::Duplicate { member },
            Problem::Syntax { offset } => Self::NotAnObject { offset },
            Problem::TooManyMembers { limit } => Self::TooLarge { limit },
            _ => Self::NotAnObject { offset: 0 },
        }
    }
}
