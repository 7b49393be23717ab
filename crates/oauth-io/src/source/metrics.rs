//! Numbers to export.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use oauth_core::lifecycle::{Cause, Event};

/// What a token source did since it was made. All numbers only grow.
///
/// | metric | its usual name in an exporter | meaning |
/// |---|---|---|
/// | `cold`, `early`, `expired`, `forced`, `refused` | `oauth_renewals_total{cause}` | renewals that were begun, by cause |
/// | `renewed`, `failed` | `oauth_renewals_done_total{outcome}` | renewals that brought a token; failures that followed a success |
/// | `requests` | `oauth_token_requests_total` | token requests, with those that were repeated within a renewal |
/// | `request_time` | `oauth_token_request_seconds_total` | the time that they took together |
/// | `waits` | `oauth_token_waits_total` | callers that had to wait |
/// | `store_failures` | `oauth_token_store_failures_total` | operations of the store that failed |
///
/// How long the token has left is in [`Stats`](oauth_core::lifecycle::Stats).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenMetrics {
    /// Renewals because there was no token.
    pub cold: u64,
    /// Renewals because the token ended soon.
    pub early: u64,
    /// Renewals because the token had ended.
    pub expired: u64,
    /// Renewals that somebody asked for by name.
    pub forced: u64,
    /// Renewals because a resource refused the token.
    pub refused: u64,
    /// Renewals that brought a token.
    pub renewed: u64,
    /// Failures that followed a success.
    pub failed: u64,
    /// Token requests.
    pub requests: u64,
    /// The time that the token requests took together.
    pub request_time: Duration,
    /// Callers that had to wait for a renewal.
    pub waits: u64,
    /// Operations of the store that failed.
    pub store_failures: u64,
}

/// The counters behind [`TokenMetrics`].
#[derive(Default)]
pub(super) struct Metrics {
    cold: AtomicU64,
    early: AtomicU64,
    expired: AtomicU64,
    forced: AtomicU64,
    refused: AtomicU64,
    renewed: AtomicU64,
    failed: AtomicU64,
    requests: AtomicU64,
    request_micros: AtomicU64,
    waits: AtomicU64,
    store_failures: AtomicU64,
}

impl Metrics {
    pub(super) fn count(&self, event: &Event) {
        let counter = match event {
            Event::Requested { cause: Cause::Cold, .. } => &self.cold,
            Event::Requested { cause: Cause::Early, .. } => &self.early,
            Event::Requested { cause: Cause::Expired, .. } => &self.expired,
            Event::Requested { cause: Cause::Forced, .. } => &self.forced,
            Event::Requested { cause: Cause::Refused, .. } => &self.refused,
            Event::Renewed { .. } => &self.renewed,
            Event::Failed(_) => &self.failed,
            _ => return,
        };
        counter.fetch_add(1, Relaxed);
    }

    pub(super) fn requested(&self, took: Duration) {
        self.requests.fetch_add(1, Relaxed);
        self.request_micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }

    pub(super) fn waited(&self) {
        self.waits.fetch_add(1, Relaxed);
    }

    pub(super) fn store_failed(&self) {
        self.store_failures.fetch_add(1, Relaxed);
    }

    pub(super) fn read(&self) -> TokenMetrics {
        let read = |counter: &AtomicU64| counter.load(Relaxed);
        TokenMetrics {
            cold: read(&self.cold),
            early: read(&self.early),
            expired: read(&self.expired),
            forced: read(&self.forced),
            refused: read(&self.refused),
            renewed: read(&self.renewed),
            failed: read(&self.failed),
            requests: read(&self.requests),
            request_time: Duration::from_micros(read(&self.request_micros)),
            waits: read(&self.waits),
            store_failures: read(&self.store_failures),
        }
    }
}
