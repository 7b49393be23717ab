//! What can go wrong on the way to a response.

use std::fmt;

use http::Uri;

/// There is no response: the request or its response was lost between here and the server.
///
/// The message names the scheme, host and port that were asked, and those of the proxy, if the transport knows them. It never
/// holds a path, a
/// query, a header's value or a part of a body: HTTP engines put those into their own errors, so none of these is kept
/// as a [`source`](std::error::Error::source).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{}", kind.message(), Place { origin: origin.as_deref(), proxy: proxy.as_deref() }, Detail(detail))]
pub struct TransportError {
    kind: TransportErrorKind,
    received: bool,
    origin: Option<String>,
    proxy: Option<String>,
    detail: String,
}

/// The kinds of [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The response is larger than the limit ([`Policy::body_limit`](crate::Policy::body_limit)).
    BodyTooLarge,
    /// No connection to the server: its name does not resolve, nobody listens, no route.
    Connect,
    /// The response came with a `Content-Encoding`, which nobody asked for; or it is not what that says. Of gzip the message
    /// names the switch (`Policy::decode_gzip`).
    ContentEncoding,
    /// The process was forked after the transport was first used. Make the transport in the child.
    Forked,
    /// A blocking call was made inside a flight, which would have waited for itself.
    InFlight,
    /// The URL is not `https`, nor http on loopback allowed by name; or engines would read it differently.
    InsecureUrl,
    /// The connection broke before the whole response was there.
    Interrupted,
    /// A flight could not be started.
    NotSpawned,
    /// Something else that the engine reports.
    Other,
    /// The engine followed a redirect although it must not: it was built by somebody else.
    Redirected,
    /// The engine could not be set up.
    Setup,
    /// The transport was shut down.
    ShutDown,
    /// The time limit passed.
    Timeout,
    /// TLS failed: the certificate is not trusted, or not for this host, or there is no common version.
    Tls,
}

impl TransportError {
    /// An error of `kind`, for a request that may have reached the server.
    ///
    /// `detail` is shown to people and logged: it must not hold a URL's path or query, a header's value or a part of a
    /// body. Control characters in it become spaces, and what follows its 256th character is dropped.
    #[must_use]
    pub fn new(kind: TransportErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, received: true, origin: None, proxy: None, detail: sanitize(&detail.into()) }
    }

    /// The same error for a request of which provably no byte of HTTP left: it is safe to send it again.
    #[must_use]
    pub fn not_sent(mut self) -> Self {
        self.received = false;
        self
    }

    /// The same error with the server that was asked: the URL's scheme, host and port.
    ///
    /// ```
    /// use oauth_io::{TransportError, TransportErrorKind};
    ///
    /// let url = "https://user@as.example:8443/token?code=secret".parse().unwrap();
    /// let error = TransportError::new(TransportErrorKind::Connect, "connection refused").at(&url);
    /// assert_eq!(error.to_string(), "no connection to the server (https://as.example:8443): connection refused");
    /// ```
    #[must_use]
    pub fn at(mut self, url: &Uri) -> Self {
        self.origin = origin(url).or(self.origin);
        self
    }

    /// The same error with the proxy that the request went through or should have gone through: its scheme, host and port.
    ///
    /// ```
    /// use oauth_io::{TransportError, TransportErrorKind};
    ///
    /// let (url, proxy) = ("https://as.example/token".parse().unwrap(), "http://me:pw@proxy:3128".parse().unwrap());
    /// let error = TransportError::new(TransportErrorKind::Connect, "connection refused").at(&url).through(&proxy);
    /// assert_eq!(
    ///     error.to_string(),
    ///     "no connection to the server (https://as.example through the proxy http://proxy:3128): connection refused"
    /// );
    /// ```
    #[must_use]
    pub fn through(mut self, proxy: &Uri) -> Self {
        self.proxy = origin(proxy).or(self.proxy);
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The scheme, host and port of the URL that was asked, if the transport names them.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// The scheme, host and port of the proxy, if there was one and the transport knows it.
    #[must_use]
    pub fn proxy(&self) -> Option<&str> {
        self.proxy.as_deref()
    }

    /// Whether the same request may succeed later, with nothing changed: a connection that failed or broke, or time that
    /// ran out.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        use TransportErrorKind::{Connect, Interrupted, NotSpawned, Other, Timeout};
        matches!(self.kind, Connect | Interrupted | NotSpawned | Other | Timeout)
    }

    /// Whether only a new sign-in helps. The server was not heard, so nobody knows.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        false
    }

    /// Whether the server refused the client itself. It was not heard.
    #[must_use]
    pub fn is_client_fault(&self) -> bool {
        false
    }

    /// Whether the server may have received the request. A request that spends something (a code, a refresh token) is
    /// sent again only if this is `false`.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        self.received
    }
}

impl TransportErrorKind {
    fn message(self) -> &'static str {
        match self {
            Self::BodyTooLarge => "the response is larger than the limit",
            Self::Connect => "no connection to the server",
            Self::ContentEncoding => {
                "the response is encoded (Content-Encoding), although the request asked for identity"
            }
            Self::Forked => "this process was forked; make the transport in the child",
            Self::InFlight => "a blocking call inside a flight would wait for itself; await instead",
            Self::InsecureUrl => "the URL is not allowed",
            Self::Interrupted => "the connection broke before the whole response was there",
            Self::NotSpawned => "a flight could not be started",
            Self::Other => "the HTTP engine failed",
            Self::Redirected => "the HTTP engine followed a redirect; build it with a policy that follows none",
            Self::Setup => "the HTTP engine could not be set up",
            Self::ShutDown => "the transport was shut down",
            Self::Timeout => "the time limit passed",
            Self::Tls => "TLS failed",
        }
    }
}

/// The scheme, host and port of a URL.
fn origin(url: &Uri) -> Option<String> {
    let (scheme, host) = (url.scheme_str()?, url.host()?);
    let port = url.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    Some(sanitize(&format!("{scheme}://{host}{port}")))
}

/// The server and the proxy in a message.
struct Place<'a> {
    origin: Option<&'a str>,
    proxy: Option<&'a str>,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.origin, self.proxy) {
            (None, None) => Ok(()),
            (Some(origin), None) => write!(f, " ({origin})"),
            (None, Some(proxy)) => write!(f, " (through the proxy {proxy})"),
            (Some(origin), Some(proxy)) => write!(f, " ({origin} through the proxy {proxy})"),
        }
    }
}

/// The detail in a message.
struct Detail<'a>(&'a str);

impl fmt::Display for Detail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, ": {}", self.0) }
    }
}

/// At most 256 characters, without control characters: the text may come from the other side of the network.
fn sanitize(text: &str) -> String {
    text.chars().take(256).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
