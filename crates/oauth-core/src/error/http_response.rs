//! The answer that an error is about.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};
use zeroize::Zeroizing;

use crate::wire::challenge::{Challenge, challenges};
use crate::wire::date;

/// How much of a body an error keeps, in bytes.
const KEPT: usize = 64 * 1024;

/// What the server sent, kept by every error for whoever has to find out why. Its `Debug` shows the status alone.
#[derive(Clone)]
pub struct HttpResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Zeroizing<Vec<u8>>,
}

impl HttpResponse {
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let kept = body.get(..KEPT).unwrap_or(body);
        Self { status, headers: headers.clone(), body: Zeroizing::new(kept.to_vec()) }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers. They may hold cookies: print them with care.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first 64 KiB of the body, which may hold tokens: print it with care.
    #[must_use]
    pub fn expose_body(&self) -> &[u8] {
        &self.body
    }

    /// How long to wait before the next request, counted from `now`: the `Retry-After` header, in seconds or as a date
    /// ([RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3)). `None` where there is none or
    /// it says neither.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        let value = self.headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
        if value.bytes().all(|byte| byte.is_ascii_digit()) {
            return value.parse().ok().map(Duration::from_secs);
        }
        date::parse(value).map(|at| at.duration_since(now).unwrap_or_default())
    }

    /// The challenges of the `WWW-Authenticate` headers: what the server wants to see, and often why it refused. See
    /// [`challenges`].
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        challenges(&self.headers)
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpResponse({}, {} headers, {} bytes)", self.status.as_u16(), self.headers.len(), self.body.len())
    }
}
