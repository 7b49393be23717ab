//! Problems of a URL.

use std::fmt;

/// The problem of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlProblem {
    /// It contains a character that a URL cannot contain, such as a space, a quote or a non-ASCII letter.
    Character,
    /// Its path has a `.` or `..` segment, which HTTP implementations resolve differently.
    DotSegment,
    /// It has a fragment (`#...`).
    Fragment,
    /// Its host is neither a host name nor an IP address in the usual spelling.
    Host,
    /// It is `http`, and this was not allowed for its host.
    Http,
    /// It is `http` on loopback, and this was not allowed.
    HttpLoopback,
    /// It has a path or a query, where only scheme, host and port have a meaning.
    NotAnOrigin,
    /// It does not begin with `https://` and a host.
    NotAbsolute,
    /// Its origin (scheme, host and port) is not the required one.
    Origin,
    /// Its port is not a number from 1 to 65535, or begins with a zero.
    Port,
    /// A public server names a host that is not public: a loopback, link-local or private address, or a name that
    /// public DNS does not have.
    PrivateHost,
    /// It is an issuer with a query (`?...`).
    Query,
    /// It is neither `https` nor has a private-use scheme, such as `com.example.app:/cb` or `myapp://cb`
    /// ([RFC 8252 §7.1](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.1)).
    PrivateUseScheme,
    /// It is longer than 8 KiB.
    TooLong,
    /// It has a user name or a password (`user:password@host`).
    UserInfo,
    /// It is the URL of a metadata document instead of the issuer in it.
    WellKnown,
}

impl UrlProblem {
    /// Returns the problem in words that continue a sentence about the URL.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Character => {
                "holds a character that a URL cannot hold, such as a space or a line break; was it read in with it?"
            }
            Self::DotSegment => "has a . or .. in its path, which HTTP engines resolve differently",
            Self::Fragment => "has a fragment; leave out everything from the # on",
            Self::Host => "has a host that is neither a host name nor an IP address in its usual spelling",
            Self::Http => {
                "is http; credentials travel over https only (http is for 127.0.0.1, [::1] and localhost, \
                 or for hosts that are named, by constructors that begin with dangerous_http)"
            }
            Self::HttpLoopback => {
                "is http on loopback; for a test server say so with a constructor that begins with dangerous_http_loopback"
            }
            Self::NotAnOrigin => {
                "has a path or a query; an origin is scheme, host and port, such as https://api.example.com"
            }
            Self::NotAbsolute => "is not an absolute URL that begins with https:// in lower case and a host",
            Self::PrivateUseScheme => {
                "is neither https nor of a scheme of the application's own, such as com.example.app:/cb or myapp://cb"
            }
            Self::Origin => "is at another origin than the server that names it",
            Self::Port => "has a port that is not a number from 1 to 65535 without leading zeros",
            Self::PrivateHost => {
                "is at a host that is not public, although the server that names it is (loopback, a link-local or \
                 private address, a name such as localhost or printer.local); if that is right, say so with \
                 dangerous_private_hosts"
            }
            Self::Query => "has a query; an issuer has none",
            Self::TooLong => "is longer than 8 KiB",
            Self::UserInfo => "has a user name or a password in it; leave them out",
            Self::WellKnown => "is the URL of a metadata document and not the issuer that this document names",
        }
    }
}

impl fmt::Display for UrlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}
