//! Origins: scheme, host and port.

use std::fmt;
use std::net::IpAddr;

use super::host;
use super::parts::Parts;
use super::{UrlPolicy, UrlProblem};

/// The scheme, host and port of a URL ([RFC 6454 §4](https://www.rfc-editor.org/rfc/rfc6454.html#section-4)), however
/// they are written.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    is_http: bool,
    host: Host,
    port: u16,
}

#[derive(Clone, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    /// In lower case.
    Name(Box<str>),
}

impl Origin {
    /// Reads an origin that the caller configured: a URL that `policy` allows, without a path, query or fragment.
    pub(crate) fn configured(origin: &str, policy: &UrlPolicy) -> Result<Self, UrlProblem> {
        policy.check(origin)?;
        let parts = Parts::of(origin)?;
        if !matches!(parts.rest, "" | "/") {
            return Err(UrlProblem::NotAnOrigin);
        }
        Ok(Self::of(&parts))
    }

    /// Returns the origin of `uri`. `None` for a URI that HTTP implementations read differently.
    pub(crate) fn of_uri(uri: &http::Uri) -> Option<Self> {
        Parts::of_uri(uri).ok().map(|parts| Self::of(&parts))
    }

    fn of(parts: &Parts<'_>) -> Self {
        let host = match host::address(parts.host) {
            Some(address) => Host::Address(address),
            None => Host::Name(parts.host.to_ascii_lowercase().into()),
        };
        Self { is_http: parts.is_http, host, port: parts.port }
    }

    /// Returns whether a request to `uri` goes to this origin. A URI that HTTP implementations read differently goes
    /// nowhere.
    pub(crate) fn is_of(&self, uri: &http::Uri) -> bool {
        let Ok(parts) = Parts::of_uri(uri) else { return false };
        let same_host = match &self.host {
            Host::Address(address) => host::address(parts.host) == Some(*address),
            Host::Name(name) => name.eq_ignore_ascii_case(parts.host),
        };
        same_host && (self.is_http, self.port) == (parts.is_http, parts.port)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_http { "http" } else { "https" };
        match &self.host {
            Host::Address(IpAddr::V6(address)) => write!(f, "{scheme}://[{address}]:{}", self.port),
            Host::Address(address) => write!(f, "{scheme}://{address}:{}", self.port),
            Host::Name(name) => write!(f, "{scheme}://{name}:{}", self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_compared_by_its_meaning() {
        let rows = [
            ("https://api.example.com", "https://API.example.com:443/orders?x=1", true),
            ("https://API.example.com/", "https://api.example.com", true),
            ("https://api.example.com", "http://api.example.com/", false),
            ("https://api.example.com", "https://api.example.com:8443/", false),
            ("https://api.example.com", "https://api.example.com.evil.example/", false),
            ("https://api.example.com", "https://user@api.example.com/", false),
            ("https://api.example.com", "https://example.com/", false),
            ("https://[2001:db8::1]", "https://[2001:DB8:0::1]/x", true),
            ("https://10.0.0.1", "https://[::ffff:10.0.0.1]/", false),
            ("https://api.example.com", "/relative", false),
        ];
        for (origin, uri, same) in rows {
            let origin = Origin::configured(origin, &UrlPolicy::new()).unwrap();
            assert_eq!(origin.is_of(&uri.parse().unwrap()), same, "{origin:?} {uri}");
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        let problem = |text: &str| Origin::configured(text, &UrlPolicy::new()).unwrap_err();
        assert_eq!(problem("https://api.example.com/v1"), UrlProblem::NotAnOrigin);
        assert_eq!(problem("https://api.example.com?x"), UrlProblem::NotAnOrigin);
        assert_eq!(problem("http://api.example.com"), UrlProblem::Http);
        assert_eq!(problem("api.example.com"), UrlProblem::NotAbsolute);
        assert_eq!(problem("https://*.example.com"), UrlProblem::Host);
    }
}
