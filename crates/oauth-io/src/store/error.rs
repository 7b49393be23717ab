//! Errors of stores.

/// An operation of a store that failed, or whose outcome is not known.
///
/// The reason ends up in logs and must not contain a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the token store {reason}")]
pub struct StoreError {
    reason: String,
}

impl StoreError {
    /// Creates an error with this reason, which continues the words "the token store", such as "is read-only".
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}
