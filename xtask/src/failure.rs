//! Why a command ended badly.

/// What a command, or a part of one, comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a command ended badly.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was called wrongly: exit code 2 and the help.
    Usage(String),
    /// The check failed, or could not be made: exit code 1.
    Check(String),
}

impl Failure {
    /// A failed check, in one sentence.
    pub(crate) fn check(message: impl Into<String>) -> Self {
        Self::Check(message.into())
    }
}
