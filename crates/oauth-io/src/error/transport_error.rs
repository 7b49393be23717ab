//! What can go wrong on the way to an answer.

use std::error::Error;
use std::{fmt, io};

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
    /// The URL is not `https`, nor http on loopback allowed by name; or engines would read it differently.
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

    /// An error of `kind` with an engine's error as its detail: of that only the innermost cause, because the outer ones
    /// tend to repeat the URL.
    ///
    /// ```
    /// use oauth_io::{TransportError, TransportErrorKind};
    ///
    /// let error = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    /// let error = TransportError::from_engine(TransportErrorKind::Connect, &error).not_sent();
    /// assert_eq!(error.to_string(), "no connection to the server: connection refused");
    /// ```
    #[must_use]
    pub fn from_engine(kind: TransportErrorKind, error: &(dyn Error + 'static)) -> Self {
        Self::new(kind, Self::causes(error).last().map(ToString::to_string).unwrap_or_default())
    }

    /// An engine's error and everything that caused it, outermost first, for an adapter that looks for a cause by type.
    /// What an [`io::Error`] wraps is among them; its `source()` alone steps over it.
    pub fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
        std::iter::successors(Some(error), |&error| match error.downcast_ref().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        })
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
            TransportErrorKind::InsecureUrl => "the URL is not allowed",
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

impl Error for TransportError {}

/// At most 256 characters, without control characters: the text may come from the other side of the network.
fn sanitize(text: &str) -> String {
    text.chars().take(256).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
