//! The error of a discovery that found no metadata.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::error::DecodeError;
use crate::server::Issuer;
use crate::wire::text::Shown;

/// The error of a discovery: none of the well-known locations has the metadata of this issuer.
#[derive(Debug, Clone, thiserror::Error)]
pub struct DiscoveryError(Box<(Issuer, Vec<DecodeError>)>);

impl DiscoveryError {
    pub(super) fn new(issuer: Issuer, attempts: Vec<DecodeError>) -> Self {
        Self(Box::new((issuer, attempts)))
    }

    /// Returns the issuer.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.0.0
    }

    /// Returns the error of each location, in the order in which they were tried. Its response has the URL.
    #[must_use]
    pub fn attempts(&self) -> &[DecodeError] {
        &self.0.1
    }

    /// Returns whether the same discovery may succeed later, unchanged: a location was not available.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.attempts().iter().any(DecodeError::is_transient)
    }

    /// Returns whether the server may have received one of the requests.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        self.attempts().iter().any(DecodeError::may_have_been_received)
    }

    /// Returns the longest wait that a location asked for, counted from `now`.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.attempts().iter().filter_map(|attempt| attempt.retry_after(now)).max()
    }
}

impl fmt::Display for DiscoveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the metadata of {} was not found", self.issuer())?;
        for (at, attempt) in self.attempts().iter().enumerate() {
            let url = Shown(attempt.response().url().unwrap_or_default());
            let status = attempt.status().as_u16();
            f.write_str(if at == 0 { ": " } else { "; " })?;
            match (status, attempt) {
                (404 | 410, _) => write!(f, "no metadata at {url} ({status})")?,
                (200..=299, DecodeError::Malformed(error)) => {
                    write!(f, "no metadata at {url} ({status}, {})", error.problem())?;
                }
                (300..=399, _) => write!(f, "{url} redirects elsewhere ({status})")?,
                _ => write!(f, "{url} answered {status}")?,
            }
        }
        Ok(())
    }
}
