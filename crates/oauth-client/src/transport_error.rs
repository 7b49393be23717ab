//! What can go wrong on the way to an answer.

use std::fmt;

/// There is no answer: the request or its answer was lost between here and the server.
///
/// The text never holds a URL's query, a header's value or a part of a body: HTTP engines put them into their own
/// errors, so those are not kept as a [`source`](std::error::Error::source).
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    sent: bool,
    detail: String,
}

/// The kinds of [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The answer is larger than the limit ([`Policy::body_limit`](crate::Policy::body_limit)).
    BodyTooLarge,
    /// No connection to the server: its name does not resolve, nobody listens, no route.
    Connect,
    /// The answer came with a `Content-Encoding`, which nobody asked for.
    ContentEncoding,
    /// The URL is not `https`, nor http on loopback allowed by name.
    InsecureUrl,
    /// The connection broke before the whole answer was there.
    Interrupted,
    /// Something else that the engine reports.
    Other,
    /// The engine followed a redirect although it must not: it was built by somebody else.
    Redirected,
    /// The engine could not be set up.
    Setup,
    /// The time limit passed.
    Timeout,
    /// TLS failed: the certificate is not trusted, or not for this host, or there is no common version.
    Tls,
}

impl TransportError {
    /// An error of `kind`, for a request that may have reached the server.
    ///
    /// `detail` is shown to people and logged: it must not hold a URL's query, a header's value or a part of a body.
    #[must_use]
    pub fn new(kind: TransportErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, sent: true, detail: sanitize(&detail.into()) }
    }

    /// The same error for a request of which provably no byte of HTTP left: it is safe to send it again.
    #[must_use]
    pub fn not_sent(mut self) -> Self {
        self.sent = false;
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the server may have read the request. A request that spends something (a code, a refresh token) is
    /// sent again only where this is `false`.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::BodyTooLarge => "the answer is larger than the limit",
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::ContentEncoding => "the answer is encoded (Content-Encoding), which is not supported",
            TransportErrorKind::InsecureUrl => {
                "the URL is not https (for a test server on loopback, call dangerous_allow_http_loopback)"
            }
            TransportErrorKind::Interrupted => "the connection broke before the whole answer was there",
            TransportErrorKind::Other => "the HTTP engine failed",
            TransportErrorKind::Redirected => {
                "the HTTP engine followed a redirect; build it with a policy that follows none"
            }
            TransportErrorKind::Setup => "the HTTP engine could not be set up",
            TransportErrorKind::Timeout => "the time limit passed",
            TransportErrorKind::Tls => "TLS failed",
        })?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

impl std::error::Error for TransportError {}

/// At most 256 characters, without control characters: the text may come from the other side of the network.
fn sanitize(text: &str) -> String {
    text.chars().take(256).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
