//! Everything that the server has seen and answered.

pub(crate) mod entry;

use std::fmt;

use crate::endpoint::Endpoint;
use crate::ledger::entry::LedgerEntry;
use crate::request::recorded::RecordedRequest;

/// The exchanges so far, in the order in which the requests came: a copy, which later requests do not change.
///
/// A request is in the ledger before its answer goes out. Printing a ledger shows no credential.
#[derive(Clone, Debug)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
}

impl Ledger {
    pub(crate) fn new(entries: Vec<LedgerEntry>) -> Self {
        Self { entries }
    }

    /// Every exchange.
    #[must_use]
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// Every request.
    pub fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.entries.iter().map(LedgerEntry::request)
    }

    /// The newest exchange.
    #[must_use]
    pub fn last(&self) -> Option<&LedgerEntry> {
        self.entries.last()
    }

    /// How many requests came.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// How many requests came to one endpoint.
    #[must_use]
    pub fn count_at(&self, endpoint: Endpoint) -> usize {
        self.entries.iter().filter(|entry| entry.endpoint() == Some(endpoint)).count()
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, entry) in self.entries.iter().enumerate() {
            let separator = if at == 0 { "" } else { "\n" };
            write!(f, "{separator}{entry}")?;
        }
        Ok(())
    }
}
