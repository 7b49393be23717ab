//! The contract between a token source and a store.

use std::future::Future;
use std::time::Duration;

use oauth_core::lifecycle::{Lease, LeaseId, Record, Version, Written};

use super::StoreError;
use crate::maybe_send::{MaybeSend, MaybeSync};

/// A store in which the tokens of a grant outlive the process, and which several processes can share.
///
/// Every write names the version that it replaces. There is no other write and no deletion, so that a result that
/// arrives late changes nothing that came after it.
///
/// All operations run in a flight of the token source, with a time limit each. Do not block in them. A store that is
/// reached over a network connects inside them: a connection that was opened elsewhere belongs to another runtime.
pub trait TokenStore: MaybeSend + MaybeSync {
    /// Returns the record under `key` and its version; `None` if there is none.
    ///
    /// # Errors
    ///
    /// The store is not available, or it has a record that cannot be read.
    fn load(&self, key: &str) -> impl Future<Output = Result<Option<(Version, Record)>, StoreError>> + MaybeSend;

    /// Writes `record` under `key`, if its version is `replaces`; `None`: if there is no record.
    ///
    /// The comparison and the write are one step: no other write may come between them. The new version must never have
    /// been used before, even if the store was emptied.
    ///
    /// # Errors
    ///
    /// The store did not write, or it is not known whether it did.
    fn compare_and_set(
        &self,
        key: &str,
        replaces: Option<&Version>,
        record: &Record,
    ) -> impl Future<Output = Result<Written, StoreError>> + MaybeSend;

    /// Takes the lease of `key` for `length`. It only saves requests, and nothing depends on it for correctness.
    ///
    /// The same `id` again finds it held: the first answer may have been lost. By default it is always given.
    ///
    /// # Errors
    ///
    /// The store is not available.
    fn lease(
        &self,
        key: &str,
        id: LeaseId,
        length: Duration,
    ) -> impl Future<Output = Result<Lease, StoreError>> + MaybeSend {
        let _ = (key, id, length);
        std::future::ready(Ok(Lease::Held))
    }

    /// Gives the lease of this id back; one that somebody else holds by now stays. With a `pause`, nobody gets it for that
    /// long: the server is not available, or refuses.
    fn release(&self, key: &str, id: LeaseId, pause: Option<Duration>) -> impl Future<Output = ()> + MaybeSend {
        let _ = (key, id, pause);
        std::future::ready(())
    }

    /// Whether what was written survives a crash and a restart of the store. In one that does not, a refresh token that is
    /// replaced at each use is at risk.
    fn is_durable(&self) -> bool;
}
