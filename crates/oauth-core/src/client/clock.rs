//! How far this clock is off, by the `Date` of each server's responses
//! ([RFC 9110 §6.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-6.6.1)).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::{Uri, header};

use super::origins::Origins;
use crate::call::Response;

/// The largest offset that is corrected. A clock that is further off has to be set.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// The offset from which a message mentions it.
const NOTABLE: Duration = Duration::from_secs(5);

/// How far this clock is off, for each origin. Clones share what was learned. Without offsets, no lock is taken.
#[derive(Clone)]
pub(super) struct ServerClocks {
    shared: Arc<Shared>,
    limit: Duration,
}

#[derive(Default)]
struct Shared {
    /// Whether the client has signed anything, so that offsets matter.
    signs: AtomicBool,
    any: AtomicBool,
    offsets: Mutex<Origins<(), Offset>>,
}

/// An offset that a response proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offset {
    /// This clock is ahead of the server's.
    Ahead(Duration),
    /// This clock is behind the server's.
    Behind(Duration),
}

impl Offset {
    /// Returns the offset that a response proves, if it came over TLS. The `Date` has whole seconds and lies between
    /// sending and arrival. Without the time of arrival, only a clock that is ahead is known to be.
    pub(super) fn of(uri: &Uri, response: Response<'_>, sent_at: SystemTime) -> Option<Self> {
        // A stored response tells when it was stored.
        if uri.scheme_str() != Some("https") || response.headers().contains_key(header::AGE) {
            return None;
        }
        let date = response.headers().get(header::DATE)?.to_str().ok()?;
        let date = httpdate::parse_http_date(date.trim()).ok()?;
        let arrival = response.arrival().filter(|arrival| *arrival >= sent_at);
        if let Some(late) = arrival.and_then(|arrival| date.duration_since(arrival).ok()) {
            let half = arrival.and_then(|arrival| arrival.duration_since(sent_at).ok()).unwrap_or_default() / 2;
            return Some(Self::Behind(late + half)).filter(|_| late > Duration::ZERO);
        }
        let early = sent_at.duration_since(date.checked_add(Duration::from_secs(1))?).ok()?;
        let half = arrival.and_then(|arrival| arrival.duration_since(sent_at).ok()).unwrap_or_default() / 2;
        Some(Self::Ahead(early + Duration::from_secs(1) + half)).filter(|_| early > Duration::ZERO)
    }

    fn amount(self) -> Duration {
        match self {
            Self::Ahead(by) | Self::Behind(by) => by,
        }
    }
}

impl ServerClocks {
    pub(super) fn new() -> Self {
        Self { shared: Arc::default(), limit: LIMIT }
    }

    /// Sets the largest offset that is corrected.
    pub(super) fn set_limit(&mut self, limit: Duration) {
        self.limit = limit;
    }

    /// Records that the client signs, so that offsets are learned from now on.
    pub(super) fn sign(&self) {
        self.shared.signs.store(true, Ordering::Relaxed);
    }

    /// Whether the client signs anything.
    pub(super) fn is_used(&self) -> bool {
        self.shared.signs.load(Ordering::Relaxed)
    }

    /// Returns this time by the clock of the server.
    pub(super) fn time_at(&self, uri: &Uri, now: SystemTime) -> SystemTime {
        if !self.shared.any.load(Ordering::Relaxed) {
            return now;
        }
        let offset = self.shared.offsets.lock().unwrap_or_else(PoisonError::into_inner).get(&(), uri);
        let corrected = match offset.filter(|offset| offset.amount() <= self.limit) {
            Some(Offset::Ahead(by)) => now.checked_sub(by),
            Some(Offset::Behind(by)) => now.checked_add(by),
            None => Some(now),
        };
        corrected.unwrap_or(now)
    }

    /// Learns from a response. The latest one counts.
    pub(super) fn learn(&self, uri: &Uri, response: Response<'_>, sent_at: SystemTime) {
        if !self.is_used() || !response.headers().contains_key(header::DATE) {
            return;
        }
        match Offset::of(uri, response, sent_at).filter(|offset| offset.amount() <= self.limit) {
            None if !self.shared.any.load(Ordering::Relaxed) => {}
            None if response.headers().contains_key(header::AGE) => {}
            offset => {
                let mut offsets = self.shared.offsets.lock().unwrap_or_else(PoisonError::into_inner);
                match offset {
                    Some(offset) => offsets.set((), uri, offset),
                    None => offsets.remove(&(), uri),
                }
                self.shared.any.store(!offsets.is_empty(), Ordering::Relaxed);
            }
        }
    }

    /// Returns a note for a message if a refusal may be due to this clock.
    pub(super) fn note(&self, uri: &Uri, response: Response<'_>, sent_at: SystemTime) -> Option<String> {
        if !self.is_used() {
            return None;
        }
        let offset = Offset::of(uri, response, sent_at).filter(|offset| offset.amount() >= NOTABLE)?;
        let direction = match offset {
            Offset::Ahead(_) => "ahead of",
            Offset::Behind(_) => "behind",
        };
        let seconds = offset.amount().as_secs();
        let host = uri.host().unwrap_or_default();
        let remedy = if offset.amount() <= self.limit {
            "what is signed for it from now on allows for that"
        } else {
            "set this clock"
        };
        Some(format!("this clock is {seconds} s {direction} {host}; {remedy}"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::HeaderMap;

    use super::*;

    fn offset(sent_at: u64, arrival: Option<u64>, date: u64) -> Option<Offset> {
        let at = |millis| UNIX_EPOCH + Duration::from_millis(1_000_000_000_000 + millis);
        let mut headers = HeaderMap::new();
        headers.insert(header::DATE, httpdate::fmt_http_date(at(date)).parse().unwrap());
        let response = Response::new(http::StatusCode::OK, &headers, b"");
        let response = arrival.map_or(response, |arrival| response.received_at(at(arrival)));
        Offset::of(&"https://as.example/".parse().unwrap(), response, at(sent_at))
    }

    #[test]
    fn an_offset_is_known_if_the_date_lies_outside_of_the_exchange() {
        let (ahead, behind) =
            (|ms| Some(Offset::Ahead(Duration::from_millis(ms))), |ms| Some(Offset::Behind(Duration::from_millis(ms))));
        for (sent_at, arrival, date, expected) in [
            (100_000, Some(100_000), 55_000, ahead(45_000)),
            (100_000, Some(102_000), 55_000, ahead(46_000)),
            (100_000, Some(100_000), 175_000, behind(75_000)),
            (100_000, Some(102_000), 175_000, behind(74_000)),
            // Without an arrival, only a clock that is ahead is known to be.
            (100_000, None, 55_000, ahead(45_000)),
            (100_000, None, 175_000, None),
            // The date has whole seconds, and lies between sending and arrival.
            (100_999, Some(100_999), 100_000, None),
            (100_000, Some(102_000), 101_000, None),
            (100_000, Some(102_000), 102_000, None),
            (101_000, Some(101_000), 100_000, None),
            (101_001, Some(101_001), 100_000, ahead(1_001)),
        ] {
            assert_eq!(offset(sent_at, arrival, date), expected, "{sent_at} {arrival:?} {date}");
        }
    }
}
