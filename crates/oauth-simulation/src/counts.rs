//! Sums over runs.

/// What happened in a run, or in several.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Counts {
    /// Calls of callers.
    pub calls: u64,
    /// Token requests that the server processed.
    pub requests: u64,
    /// Requests that a valid token made needless.
    pub needless: u64,
    /// Requests that took longer than a second.
    pub slow: u64,
    /// Operations of the store.
    pub store_operations: u64,
    /// Callers that were sent to sign in.
    pub sign_ins: u64,
    /// Refresh tokens that were sent a second time.
    pub twice: u64,
    /// The longest chain of refresh tokens.
    pub longest: usize,
}

impl Counts {
    /// Adds the counts of another run.
    pub fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.requests += other.requests;
        self.needless += other.needless;
        self.slow += other.slow;
        self.store_operations += other.store_operations;
        self.sign_ins += other.sign_ins;
        self.twice += other.twice;
        self.longest = self.longest.max(other.longest);
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} calls, {} token requests ({} needless), {} store operations, {} callers sent to sign in, {} refresh tokens \
             sent twice, the longest chain {}",
            self.calls, self.requests, self.needless, self.store_operations, self.sign_ins, self.twice, self.longest
        )
    }
}
