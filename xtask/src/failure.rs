//! The reason why a command failed.

/// The result of a command or of a part of one.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// The reason why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was called wrongly: exit code 2 and the help.
    Usage(String),
    /// The check failed or could not run: exit code 1.
    Check(String),
}

impl Failure {
    /// A failed check, in one sentence.
    pub(crate) fn check(message: impl Into<String>) -> Self {
        Self::Check(message.into())
    }
}
