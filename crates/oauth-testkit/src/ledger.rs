//! Everything that the server has seen and answered.

use std::fmt;

use crate::endpoint::Endpoint;
use crate::exchange::Exchange;
use crate::request::RecordedRequest;

/// The exchanges so far, in the order in which the requests came: a copy, which later requests do not change.
///
/// A request is in the ledger before its answer goes out. Printing a ledger shows no credential.
#[derive(Clone, Debug)]
pub struct Ledger {
    exchanges: Vec<Exchange>,
}

impl Ledger {
    pub(crate) fn new(exchanges: Vec<Exchange>) -> Self {
        Self { exchanges }
    }

    /// Every exchange.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Every request.
    pub fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.exchanges.iter().map(Exchange::request)
    }

    /// The newest exchange.
    #[must_use]
    pub fn last(&self) -> Option<&Exchange> {
        self.exchanges.last()
    }

    /// How many requests came.
    #[must_use]
    pub fn count(&self) -> usize {
        self.exchanges.len()
    }

    /// How many requests came to one endpoint.
    #[must_use]
    pub fn count_at(&self, endpoint: Endpoint) -> usize {
        self.exchanges.iter().filter(|exchange| exchange.endpoint() == Some(endpoint)).count()
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, exchange) in self.exchanges.iter().enumerate() {
            let separator = if at == 0 { "" } else { "\n" };
            write!(f, "{separator}{exchange}")?;
        }
        Ok(())
    }
}
