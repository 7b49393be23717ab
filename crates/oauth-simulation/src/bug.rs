//! Bugs that are planted to see that a run finds them.

/// A planted bug. None of them is a switch in the lifecycle: the shell around it and the store under it are made so that
/// what they do together is what a machine with the bug would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bug {
    /// The mark that a flight is there is cleared some time after the flight has decided to end. Who comes in between
    /// finds a flight that does nothing.
    LostWakeUp,
    /// The flight is part of the caller that began it, and ends when that caller stops waiting.
    RefreshInCallersFuture,
    /// A token that a resource refused is thrown away.
    UnconditionalInvalidation,
    /// A process that has the lease writes whatever the store has by now.
    LeaseTakenForALock,
    /// The early window is drawn again at every look.
    JitterAtEveryLook,
    /// The store keeps the current refresh token and one spare.
    OneSpare,
    /// What was loaded before the lease is not loaded again under it.
    NoSecondLoad,
    /// A record that is missing is taken for a sign-out.
    AbsenceIsASignOut,
}

impl Bug {
    /// Every planted bug.
    pub const ALL: [Self; 8] = [
        Self::LostWakeUp,
        Self::RefreshInCallersFuture,
        Self::UnconditionalInvalidation,
        Self::LeaseTakenForALock,
        Self::JitterAtEveryLook,
        Self::OneSpare,
        Self::NoSecondLoad,
        Self::AbsenceIsASignOut,
    ];
}
