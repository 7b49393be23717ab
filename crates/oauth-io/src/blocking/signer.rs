//! Keys that are not in memory, for a caller that blocks.

use std::sync::Arc;

/// A blocking transport together with a signer: what [`Transport::with_signer`](super::Transport::with_signer) makes.
#[derive(Debug, Clone)]
pub struct WithSigner<T, S> {
    pub(super) transport: T,
    pub(super) signer: Arc<S>,
}

impl<T, S> WithSigner<T, S> {
    pub(super) fn new(transport: T, signer: S) -> Self {
        Self { transport, signer: Arc::new(signer) }
    }
}
