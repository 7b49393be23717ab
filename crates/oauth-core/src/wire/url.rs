//! URLs as the protocol needs them: checked once, never normalised.
//!
//! A URL parser that rewrites what it reads cannot be used for an issuer, which is compared byte for byte
//! ([RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)).

use std::fmt;
use std::net::IpAddr;

use http::Uri;

use super::show::show_by_debug;
use super::text::Shown;

/// What is wrong with a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlProblem {
    /// It holds a character that a URL cannot hold, such as a space, a quote or a non-ASCII letter.
    Character,
    /// Its path has a segment `.` or `..`, which HTTP engines resolve differently.
    DotSegment,
    /// It ends in a fragment (`#...`).
    Fragment,
    /// It is `http`, and not even on loopback.
    Http,
    /// It is `http` on loopback, which nobody allowed by name.
    HttpLoopback,
    /// It is not `https://host...`.
    NotAbsolute,
    /// It is of another origin (scheme, host and port) than it has to be.
    Origin,
    /// An issuer holds a query (`?...`).
    Query,
    /// It is neither `https` nor of a private-use scheme such as `com.example.app:/cb` or `myapp://cb` (RFC 8252 §7.1).
    PrivateUseScheme,
    /// It holds a user name or a password (`user:password@host`).
    UserInfo,
}

impl fmt::Display for UrlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Character => {
                "holds a character that a URL cannot hold, such as a space or a line break; was it read in with it?"
            }
            Self::DotSegment => "has a . or .. in its path, which HTTP engines resolve differently",
            Self::Fragment => "has a fragment; leave out everything from the # on",
            Self::Http => "is http; credentials travel over https only (http is for 127.0.0.1, [::1] and localhost, by name)",
            Self::HttpLoopback => {
                "is http on loopback; for a test server say so with a constructor that begins with dangerous_http_loopback"
            }
            Self::NotAbsolute => "is not an absolute URL that begins with https:// in lower case and a host",
            Self::PrivateUseScheme => {
                "is neither https nor of a scheme of the application's own, such as com.example.app:/cb or myapp://cb"
            }
            Self::Origin => "is at another origin than the resource that names it",
            Self::Query => "has a query; an issuer has none",
            Self::UserInfo => "has a user name or a password in it; leave them out",
        })
    }
}

/// Which schemes a URL may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Scheme {
    Https,
    HttpsOrHttpLoopback,
}

/// The URL of an endpoint: `https`, absolute, without fragment and user info, kept as it was written.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EndpointUrl {
    text: String,
    uri: Uri,
}

impl EndpointUrl {
    pub(crate) fn new(text: &str, scheme: Scheme) -> Result<Self, UrlProblem> {
        check(text, scheme)?;
        let uri = text.parse().map_err(|_| UrlProblem::Character)?;
        Ok(Self { text: text.to_owned(), uri })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }
}

impl fmt::Debug for EndpointUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Shown(&self.text), f)
    }
}

show_by_debug!(EndpointUrl);

/// The scheme, host and port of a checked URL, and the rest of it.
pub(crate) fn split_origin(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    url.split_at(url[host..].find(['/', '?']).map_or(url.len(), |at| host + at))
}

/// A relative URL (`/device`), resolved against the URL of the endpoint that sent it. It stays at the endpoint's origin.
/// `None` for everything else, an absolute URL included.
pub(crate) fn resolve(base: &str, relative: &str) -> Option<String> {
    let path = relative.strip_prefix('/')?;
    // Two slashes name another host, and to a browser a backslash is a slash.
    if path.starts_with(['/', '\\']) {
        return None;
    }
    Some(format!("{}{relative}", split_origin(base).0))
}

/// Checks a URL without changing it.
pub(crate) fn check(text: &str, scheme: Scheme) -> Result<(), UrlProblem> {
    if text.contains('#') {
        return Err(UrlProblem::Fragment);
    }
    if !text.bytes().all(is_url_byte) {
        return Err(UrlProblem::Character);
    }
    let (is_http, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (false, rest),
        (_, Some(rest)) => (true, rest),
        _ => return Err(UrlProblem::NotAbsolute),
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(UrlProblem::UserInfo);
    }
    let parsed: http::uri::Authority = authority.parse().map_err(|_| UrlProblem::NotAbsolute)?;
    if !is_host(parsed.host()) || !is_port(&authority[parsed.host().len()..]) {
        return Err(UrlProblem::NotAbsolute);
    }
    let path = rest[authority.len()..].split('?').next().unwrap_or_default();
    if path.split('/').any(is_dot_segment) {
        return Err(UrlProblem::DotSegment);
    }
    match (is_http, is_loopback(parsed.host()), scheme) {
        (false, _, _) | (true, true, Scheme::HttpsOrHttpLoopback) => Ok(()),
        (true, true, Scheme::Https) => Err(UrlProblem::HttpLoopback),
        (true, false, _) => Err(UrlProblem::Http),
    }
}

/// Checks the URL of a page that people open. Unlike an endpoint's it may have a fragment.
pub(crate) fn check_page(text: &str, scheme: Scheme) -> Result<(), UrlProblem> {
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    if !fragment.bytes().all(is_url_byte) {
        return Err(UrlProblem::Character);
    }
    check(before, scheme)
}

/// Checks a redirect URI: `https`; `http` on loopback, with any port; or a private-use scheme, which is a domain name in
/// reverse or a word of the application's own with a path (RFC 6749 §3.1.2, RFC 8252 §7).
pub(crate) fn check_redirect_uri(text: &str) -> Result<(), UrlProblem> {
    /// Schemes that mean something to a browser or to the system.
    const TAKEN: [&str; 19] = [
        "about",
        "blob",
        "chrome",
        "data",
        "file",
        "filesystem",
        "ftp",
        "ftps",
        "http",
        "https",
        "intent",
        "jar",
        "javascript",
        "mailto",
        "urn",
        "vbscript",
        "view-source",
        "ws",
        "wss",
    ];
    if text.contains('#') {
        return Err(UrlProblem::Fragment);
    }
    let (scheme, rest) = text.split_once(':').ok_or(UrlProblem::NotAbsolute)?;
    if ["http", "https"].contains(&scheme) {
        return check(text, Scheme::HttpsOrHttpLoopback);
    }
    let taken = TAKEN.iter().any(|each| each.eq_ignore_ascii_case(scheme));
    let own = is_absolute_uri(text) && !taken && (scheme.contains('.') || rest.starts_with('/'));
    if own { Ok(()) } else { Err(UrlProblem::PrivateUseScheme) }
}

/// A resource is an absolute URI, with whatever scheme, and without a fragment (RFC 8707 §2).
pub(crate) fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let scheme_is_good = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    scheme_is_good && !rest.is_empty() && rest.bytes().all(is_url_byte) && !rest.contains('#')
}

/// The characters of RFC 3986, percent sign included.
fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.split('.').all(|label| !label.is_empty() && !label.starts_with('-')),
    }
}

/// `.` or `..`, however it is written.
fn is_dot_segment(segment: &str) -> bool {
    matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | "..")
}

/// Nothing, or a colon and a number. Of a port that is none, an HTTP engine makes the usual one: another server.
fn is_port(text: &str) -> bool {
    match text.strip_prefix(':') {
        Some(port) => port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0),
        None => text.is_empty(),
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_has_its_url() {
        let rows = [
            ("https://a.example/token", Ok(())),
            ("https://a.example:8443/t?x=1", Ok(())),
            ("https://[2001:db8::1]/t", Ok(())),
            ("https://a.example/t#f", Err(UrlProblem::Fragment)),
            ("https://user:pw@a.example/t", Err(UrlProblem::UserInfo)),
            ("https://user@a.example/t", Err(UrlProblem::UserInfo)),
            ("http://a.example/t", Err(UrlProblem::Http)),
            ("http://127.0.0.1.a.example/t", Err(UrlProblem::Http)),
            ("http://127.0.0.1/t", Err(UrlProblem::HttpLoopback)),
            ("http://[::1]:80/t", Err(UrlProblem::HttpLoopback)),
            ("http://localhost/t", Err(UrlProblem::HttpLoopback)),
            ("a.example/t", Err(UrlProblem::NotAbsolute)),
            ("file:///etc/passwd", Err(UrlProblem::NotAbsolute)),
            ("HTTPS://a.example", Err(UrlProblem::NotAbsolute)),
            ("javascript:alert(1)", Err(UrlProblem::NotAbsolute)),
            ("https://", Err(UrlProblem::NotAbsolute)),
            ("https:///t", Err(UrlProblem::NotAbsolute)),
            ("https://a.example:/t", Err(UrlProblem::NotAbsolute)),
            ("https://a.example:99999/t", Err(UrlProblem::NotAbsolute)),
            ("https://a.example:65535/t", Ok(())),
            ("https://a.example:x/t", Err(UrlProblem::NotAbsolute)),
            ("https://a.example:0/t", Err(UrlProblem::NotAbsolute)),
            ("https://a..example/t", Err(UrlProblem::NotAbsolute)),
            ("https://-/t", Err(UrlProblem::NotAbsolute)),
            ("https://a.example/../t", Err(UrlProblem::DotSegment)),
            ("https://a.example/x/%2e%2E", Err(UrlProblem::DotSegment)),
            ("https://a.example/.well-known/x..y", Ok(())),
            ("https://a.example:+80/t", Err(UrlProblem::NotAbsolute)),
            ("https://[]/t", Err(UrlProblem::NotAbsolute)),
            ("https://[::1]:70000/t", Err(UrlProblem::NotAbsolute)),
            ("https://a.example/a b", Err(UrlProblem::Character)),
            ("https://a.example/\u{e9}", Err(UrlProblem::Character)),
            ("https://a.example/\r\nx", Err(UrlProblem::Character)),
            ("https://a.example/`id`", Err(UrlProblem::Character)),
        ];
        for (url, expected) in rows {
            assert_eq!(check(url, Scheme::Https), expected, "{url}");
        }
    }

    #[test]
    fn a_relative_url_stays_at_its_origin() {
        let rows = [
            ("/device", Some("https://a.example:8443/device")),
            ("/device?x=1#y", Some("https://a.example:8443/device?x=1#y")),
            ("//evil.example/device", None),
            ("/\\evil.example", None),
            ("device", None),
            ("", None),
            ("https://a.example/device", None),
            ("javascript:alert(1)", None),
        ];
        for (relative, resolved) in rows {
            assert_eq!(resolve("https://a.example:8443/as/device?q", relative).as_deref(), resolved, "{relative}");
        }
    }

    #[test]
    fn redirect_uris_are_those_of_the_web_of_loopback_and_of_apps() {
        let rows = [
            ("https://client.example.org/cb", Ok(())),
            ("https://client.example.org/cb?tenant=1", Ok(())),
            ("http://127.0.0.1:51004/cb", Ok(())),
            ("http://[::1]:61023/cb", Ok(())),
            ("http://localhost:3000/cb", Ok(())),
            ("com.example.app:/oauth2redirect/example-provider", Ok(())),
            ("com.example.app://cb", Ok(())),
            ("http://client.example.org/cb", Err(UrlProblem::Http)),
            ("http://127.0.0.1.example.org/cb", Err(UrlProblem::Http)),
            ("https://client.example.org/cb#", Err(UrlProblem::Fragment)),
            ("com.example.app:/cb#x", Err(UrlProblem::Fragment)),
            ("https://u@client.example.org/cb", Err(UrlProblem::UserInfo)),
            ("https://client.example.org/a b", Err(UrlProblem::Character)),
            ("/cb", Err(UrlProblem::NotAbsolute)),
            ("", Err(UrlProblem::NotAbsolute)),
            ("https:///cb", Err(UrlProblem::NotAbsolute)),
            ("com.example.app:", Err(UrlProblem::PrivateUseScheme)),
            ("myapp://cb", Ok(())),
            ("vscode://pub.ext/cb", Ok(())),
            ("HTTPS://client.example.org/cb", Err(UrlProblem::PrivateUseScheme)),
            ("javascript:alert(1)", Err(UrlProblem::PrivateUseScheme)),
            ("JavaScript://%0aalert(1)", Err(UrlProblem::PrivateUseScheme)),
            ("data:text/html,x", Err(UrlProblem::PrivateUseScheme)),
            ("data:/x", Err(UrlProblem::PrivateUseScheme)),
            ("file:///etc/passwd", Err(UrlProblem::PrivateUseScheme)),
            ("ftp://client.example.org/cb", Err(UrlProblem::PrivateUseScheme)),
            ("urn:ietf:wg:oauth:2.0:oob", Err(UrlProblem::PrivateUseScheme)),
            ("urn:/x", Err(UrlProblem::PrivateUseScheme)),
            ("myapp:cb", Err(UrlProblem::PrivateUseScheme)),
            ("my app://cb", Err(UrlProblem::PrivateUseScheme)),
            ("1app://cb", Err(UrlProblem::PrivateUseScheme)),
        ];
        for (uri, expected) in rows {
            assert_eq!(check_redirect_uri(uri), expected, "{uri}");
        }
    }

    #[test]
    fn http_passes_on_loopback_alone_and_only_when_asked_for() {
        for url in ["http://127.0.0.1:1/t", "http://localhost:1/t", "http://[::1]/t", "http://127.9.9.9/t"] {
            assert_eq!(check(url, Scheme::HttpsOrHttpLoopback), Ok(()), "{url}");
        }
        assert_eq!(check("http://10.0.0.1/t", Scheme::HttpsOrHttpLoopback), Err(UrlProblem::Http));
    }
}
