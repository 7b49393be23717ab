//! Keys that are not in memory.

mod guard;
mod remote;

use std::fmt;
use std::time::Duration;

pub(crate) use guard::Guard;
use oauth_core::key::Verifier;
pub use remote::RemoteSigner;

/// A transport with a signer, created by [`Transport::with_signer`](crate::Transport::with_signer).
///
/// A signature may take 10 seconds; then the request fails with a transient error, and nothing is sent. With
/// [`VirtualTime`](crate::VirtualTime), wrap the transport that has the signer, and not the other way round, so that the
/// limit does not move the clock.
#[derive(Clone)]
pub struct WithSigner<T, S> {
    pub(crate) transport: T,
    pub(crate) signer: S,
    pub(crate) guard: Guard,
}

impl<T, S> WithSigner<T, S> {
    pub(crate) fn new(transport: T, signer: S) -> Self {
        Self { transport, signer, guard: Guard::new() }
    }

    /// Sets how long a signature may take. It is 10 seconds by default.
    #[must_use]
    pub fn time_limit(self, limit: Duration) -> Self {
        Self { guard: self.guard.with_limit(limit), ..self }
    }

    /// Verifies the first signature of each key before it is sent. A service that signs with another version of the key,
    /// with a salt of another length, or over a second hash is then an error that says so, and not a refusal by the
    /// server. Each key needs its public half ([`Key::with_public_jwk`](oauth_core::key::Key::with_public_jwk)).
    #[must_use]
    pub fn verified_by(self, verifier: impl Verifier + 'static) -> Self {
        Self { guard: self.guard.with_verifier(verifier), ..self }
    }
}

impl<T: fmt::Debug, S: fmt::Debug> fmt::Debug for WithSigner<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { transport, signer, guard } = self;
        f.debug_struct("WithSigner")
            .field("transport", transport)
            .field("signer", signer)
            .field("guard", guard)
            .finish()
    }
}
