//! Responses of a server that is not available.

use std::fmt;

use super::HttpResponse;

/// The server is not available: the status is 429, or 500 or above, or the body is a page from something in between,
/// such as a proxy.
#[derive(Debug, Clone, thiserror::Error)]
pub struct Unavailable(Box<HttpResponse>);

impl Unavailable {
    pub(crate) fn new(response: HttpResponse) -> Self {
        Self(Box::new(response))
    }

    /// Returns the response that came instead of the endpoint's.
    #[must_use]
    pub fn response(&self) -> &HttpResponse {
        &self.0
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, response) = (self.0.status().as_u16(), &self.0);
        match status {
            429 => write!(f, "{} received too many requests: it sent 429", response.sender())?,
            500.. => write!(f, "{} failed with {status}", response.sender())?,
            _ => write!(f, "instead of {}, a page answered with {status}", response.sender())?,
        }
        write!(f, " ({})", response.summary())
    }
}
