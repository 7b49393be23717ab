//! Why an issuer's metadata was not found.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::error::DecodeError;
use crate::server::Issuer;

/// None of the places at which servers keep their metadata has that of this issuer.
#[derive(Debug, Clone, thiserror::Error)]
pub struct DiscoveryError(Box<(Issuer, Vec<DecodeError>)>);

impl DiscoveryError {
    pub(super) fn new(issuer: Issuer, attempts: Vec<DecodeError>) -> Self {
        Self(Box::new((issuer, attempts)))
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.0.0
    }

    /// What each place answered, in the order in which they were asked. The URL is that of the error's response.
    #[must_use]
    pub fn attempts(&self) -> &[DecodeError] {
        &self.0.1
    }

    /// Whether the same may succeed later, with nothing changed: a place was not available.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.attempts().iter().any(DecodeError::is_transient)
    }

    /// Whether the server may have received one of the requests.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        self.attempts().iter().any(DecodeError::may_have_been_received)
    }

    /// The longest time to wait that a place asks for, counted from `now`.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        self.attempts().iter().filter_map(|attempt| attempt.retry_after(now)).max()
    }
}

impl fmt::Display for DiscoveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the metadata of {} was not found", self.issuer())?;
        for (at, attempt) in self.attempts().iter().enumerate() {
            let url = attempt.response().url().unwrap_or_default();
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
