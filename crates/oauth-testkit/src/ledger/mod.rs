//! The ledger: a record of all requests and responses.

pub(crate) mod entry;

use std::fmt;

use crate::endpoint::Endpoint;
use crate::ledger::entry::LedgerEntry;
use crate::request::recorded::RecordedRequest;

/// A snapshot of all requests and responses so far, in the order in which the requests arrived.
///
/// A request is recorded before its response is sent. Printing a ledger shows no credentials.
#[derive(Clone, Debug)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
}

impl Ledger {
    pub(crate) fn new(entries: Vec<LedgerEntry>) -> Self {
        Self { entries }
    }

    /// All entries.
    #[must_use]
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// All requests.
    pub fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.entries.iter().map(LedgerEntry::request)
    }

    /// The latest entry.
    #[must_use]
    pub fn last(&self) -> Option<&LedgerEntry> {
        self.entries.last()
    }

    /// The number of requests.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The number of requests to an endpoint.
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
