//! The assertions that have been used.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::SystemTime;

/// The `jti` of used assertions by issuer, until they expire.
#[derive(Debug, Default)]
pub(crate) struct UsedAssertions {
    expiries: BTreeMap<(String, String), SystemTime>,
}

impl UsedAssertions {
    /// Adds the `jti` of an assertion. Returns false if it was used before.
    pub(crate) fn add(&mut self, issuer: &str, token_id: &str, expires_at: SystemTime, now: SystemTime) -> bool {
        self.expiries.retain(|_, expires_at| now < *expires_at);
        match self.expiries.entry((issuer.to_owned(), token_id.to_owned())) {
            Entry::Vacant(entry) => {
                entry.insert(expires_at);
                true
            }
            Entry::Occupied(_) => false,
        }
    }
}
