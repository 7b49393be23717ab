//! The limits that every adapter keeps.

use std::time::Duration;

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, USER_AGENT};
use http::{HeaderMap, Method};

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

    /// The size of an answer's body, in bytes. Default: 1 MiB, and `oauth-core` reads no more than that.
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

    /// Whether [`dangerous_allow_http_loopback`](Self::dangerous_allow_http_loopback) was called, for the adapter: such
    /// a request must not go out through a proxy, which may be on another machine.
    #[must_use]
    pub fn allows_http_loopback(&self) -> bool {
        self.http_loopback
    }

    /// Checks a request before any byte of it leaves.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::InsecureUrl`] for a URL that is neither `https` nor http on loopback allowed by name, and
    /// for one that engines read differently: with a user name (some turn it into an `Authorization` header), with a
    /// `.` or `..` in its path (some resolve it, and the request goes elsewhere than what was signed), or with a
    /// character outside of ASCII (some percent-encode it).
    pub fn check_request<B>(&self, request: &http::Request<B>) -> Result<(), TransportError> {
        let uri = request.uri();
        let allowed = match uri.scheme_str() {
            Some("https") => uri.host().is_some(),
            Some("http") => self.http_loopback && uri.host().is_some_and(is_loopback),
            _ => false,
        };
        if !allowed {
            Err(not_allowed("it is not https (for a test server on loopback, call dangerous_allow_http_loopback)"))
        } else if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            Err(not_allowed("it holds a user name"))
        } else if !uri.authority().is_some_and(has_good_port) {
            Err(not_allowed("its port is none; some engines would take the usual one"))
        } else if uri.path().split(['/', '\\']).any(is_dot_segment) {
            Err(not_allowed("its path holds a dot segment"))
        } else if !uri.path_and_query().is_some_and(|rest| rest.as_str().is_ascii()) {
            Err(not_allowed("it holds a character outside of ASCII, which must be percent-encoded"))
        } else {
            Ok(())
        }
    }

    /// Adds what a request lacks, for the adapter: a `User-Agent`, because some servers answer 429 to nobody in
    /// particular, and the length of an empty body, because some answer 411 where engines leave it out.
    ///
    /// `user_agent` is the adapter's name and version.
    pub fn complete_request(&self, request: &mut http::Request<Vec<u8>>, user_agent: &'static str) {
        let empty = request.body().is_empty() && [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
        let headers = request.headers_mut();
        if !headers.contains_key(USER_AGENT) {
            headers.insert(USER_AGENT, HeaderValue::from_static(user_agent));
        }
        if empty {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
    }

    /// Begins to read an answer's body.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::ContentEncoding`] where the headers announce an encoding,
    /// [`TransportErrorKind::BodyTooLarge`] where they announce more bytes than the limit.
    pub fn body(&self, headers: &HeaderMap) -> Result<BodyReader, TransportError> {
        for value in headers.get_all(CONTENT_ENCODING) {
            if !value.as_bytes().eq_ignore_ascii_case(b"identity") {
                return Err(TransportError::new(TransportErrorKind::ContentEncoding, ""));
            }
        }
        let announced =
            headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok()).unwrap_or(0);
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

fn not_allowed(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::InsecureUrl, reason).not_sent()
}

fn too_large(limit: usize) -> TransportError {
    TransportError::new(TransportErrorKind::BodyTooLarge, format!("{limit} bytes"))
}

/// A loopback address by its literal, or the name `localhost`.
fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// No port, or one that is a number.
fn has_good_port(authority: &http::uri::Authority) -> bool {
    authority.as_str().len() == authority.host().len() || authority.port_u16().is_some()
}

/// `.` or `..`, however it is written.
fn is_dot_segment(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    plain == "." || plain == ".."
}
