//! The limits that every adapter keeps.

use std::time::Duration;

use crate::{TransportError, TransportErrorKind};

/// The limits of a transport. The defaults are safe; each can be changed.
#[derive(Debug, Clone)]
pub struct Policy {
    connect_timeout: Duration,
    timeout: Duration,
    body_limit: usize,
    http_loopback: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(10),
            body_limit: 1024 * 1024,
            http_loopback: false,
        }
    }
}

impl Policy {
    /// The default limits: 3 s to connect, 10 s for the whole exchange, 1 MiB of body, https only.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The time to connect, TLS included where the engine counts it so. Default: 3 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time for the whole exchange, from the first step to the last byte of the answer. Default: 10 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The size of an answer's body, in bytes. Default: 1 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Lets `http://127.0.0.1`, `http://[::1]` and `http://localhost` pass, for a test server on this machine.
    ///
    /// Credentials then travel in the clear, though only inside this machine.
    #[must_use]
    pub fn dangerous_allow_http_loopback(mut self) -> Self {
        self.http_loopback = true;
        self
    }

    /// The time to connect, for the adapter that sets up the engine.
    #[must_use]
    pub fn connect_time(&self) -> Duration {
        self.connect_timeout
    }

    /// The time for the whole exchange, for the adapter.
    #[must_use]
    pub fn total_time(&self) -> Duration {
        self.timeout
    }

    /// Checks a request before any byte of it leaves.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::InsecureUrl`] for a URL that is neither `https` nor http on loopback allowed by name.
    pub fn check_request<B>(&self, request: &http::Request<B>) -> Result<(), TransportError> {
        let uri = request.uri();
        let allowed = match uri.scheme_str() {
            Some("https") => uri.host().is_some(),
            Some("http") => self.http_loopback && uri.host().is_some_and(is_loopback),
            _ => false,
        };
        if allowed { Ok(()) } else { Err(TransportError::new(TransportErrorKind::InsecureUrl, "").not_sent()) }
    }

    /// Begins to read an answer's body.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::ContentEncoding`] where the headers announce an encoding,
    /// [`TransportErrorKind::BodyTooLarge`] where they announce more bytes than the limit.
    pub fn body(&self, headers: &http::HeaderMap) -> Result<BodyReader, TransportError> {
        for value in headers.get_all(http::header::CONTENT_ENCODING) {
            if !value.as_bytes().eq_ignore_ascii_case(b"identity") {
                return Err(TransportError::new(TransportErrorKind::ContentEncoding, ""));
            }
        }
        let announced = headers
            .get(http::header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
            .unwrap_or(0);
        let limit = self.body_limit;
        match usize::try_from(announced) {
            Ok(announced) if announced <= limit => {
                Ok(BodyReader { bytes: Vec::with_capacity(announced.min(64 * 1024)), limit })
            }
            _ => Err(too_large(limit)),
        }
    }
}

/// Collects the body of an answer and counts its bytes against the limit.
pub struct BodyReader {
    bytes: Vec<u8>,
    limit: usize,
}

impl BodyReader {
    /// Adds a piece of the body.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::BodyTooLarge`] as soon as the pieces together pass the limit.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        if chunk.len() > self.limit - self.bytes.len() {
            return Err(too_large(self.limit));
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }

    /// The whole body.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

fn too_large(limit: usize) -> TransportError {
    TransportError::new(TransportErrorKind::BodyTooLarge, format!("{limit} bytes"))
}

/// A loopback address by its literal, or the name `localhost`.
fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
