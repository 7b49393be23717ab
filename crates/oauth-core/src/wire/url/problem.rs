//! What can be wrong with a URL.

use std::fmt;

/// What is wrong with a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlProblem {
    /// It holds a character that a URL cannot hold, such as a space, a quote or a non-ASCII letter.
    Character,
    /// Its path has a segment `.` or `..`, which HTTP engines resolve differently.
    DotSegment,
    /// It ends in a fragment (`#...`).
    Fragment,
    /// Its host is neither a host name nor an IP address, or it is an address in another spelling than the usual one.
    Host,
    /// It is `http`, and its host is none of those for which somebody allowed that by name.
    Http,
    /// It is `http` on loopback, which nobody allowed by name.
    HttpLoopback,
    /// It is not `https://host...`.
    NotAbsolute,
    /// It is of another origin (scheme, host and port) than it has to be.
    Origin,
    /// Its port is no number from 1 to 65535, or begins with a zero.
    Port,
    /// A public server names a host that is not public: loopback, a link-local or private address, a name that no public
    /// DNS knows.
    PrivateHost,
    /// An issuer holds a query (`?...`).
    Query,
    /// It is neither `https` nor of a private-use scheme such as `com.example.app:/cb` or `myapp://cb` (RFC 8252 §7.1).
    PrivateUseScheme,
    /// It is longer than 8 KiB.
    TooLong,
    /// It holds a user name or a password (`user:password@host`).
    UserInfo,
    /// An issuer is the URL of a metadata document and not the issuer in it.
    WellKnown,
}

impl UrlProblem {
    /// The problem in words, which continue a sentence that begins with the URL's name.
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
            Self::NotAbsolute => "is not an absolute URL that begins with https:// in lower case and a host",
            Self::PrivateUseScheme => {
                "is neither https nor of a scheme of the application's own, such as com.example.app:/cb or myapp://cb"
            }
            Self::Origin => "is at another origin than whoever names it",
            Self::Port => "has a port that is no number from 1 to 65535 without zeros before it",
            Self::PrivateHost => {
                "is at a host that is not public, although whoever names it is (loopback, a link-local or private \
                 address, a name such as localhost or printer.local); if that is right, say so with \
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
