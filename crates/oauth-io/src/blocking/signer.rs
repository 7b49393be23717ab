//! Keys that are not in memory, for a caller that blocks.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use oauth_core::key::Verifier;

use crate::signer::WithSigner as Async;

/// A blocking transport together with a signer: what [`Transport::with_signer`](super::Transport::with_signer) makes. It
/// has the limits of [`crate::WithSigner`].
#[derive(Clone)]
pub struct WithSigner<T, S>(pub(super) Async<T, Arc<S>>);

impl<T, S> WithSigner<T, S> {
    pub(super) fn new(transport: T, signer: S) -> Self {
        Self(Async::new(transport, Arc::new(signer)))
    }

    /// Sets how long a signature may take. See [`crate::WithSigner::time_limit`].
    #[must_use]
    pub fn time_limit(self, limit: Duration) -> Self {
        Self(self.0.time_limit(limit))
    }

    /// Verifies the first signature of each key before it is sent. See [`crate::WithSigner::verified_by`].
    #[must_use]
    pub fn verified_by(self, verifier: impl Verifier + 'static) -> Self {
        Self(self.0.verified_by(verifier))
    }
}

impl<T: fmt::Debug, S: fmt::Debug> fmt::Debug for WithSigner<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
