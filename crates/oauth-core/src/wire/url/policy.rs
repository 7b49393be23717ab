//! The policy for the URLs of requests with credentials.

use std::borrow::Cow;
use std::sync::Arc;

use super::UrlProblem;
use super::host::{is_loopback, is_private};
use super::parts::{Parts, is_url_byte};
use super::resolve::resolve;

/// The policy for the URLs of requests with credentials: `https`, with a host, port and path that every HTTP
/// implementation reads the same way. `http` must be allowed explicitly.
///
/// It only looks at the text of a URL. What a host name resolves to is up to the transport.
///
/// ```
/// use oauth_core::error::UrlProblem;
/// use oauth_core::server::UrlPolicy;
///
/// let policy = UrlPolicy::new().dangerous_http_hosts(["keycloak"]);
/// assert_eq!(policy.check_uri(&http::Uri::from_static("http://keycloak:8080/token")), Ok(()));
/// assert_eq!(policy.check_uri(&http::Uri::from_static("http://vault:8080/token")), Err(UrlProblem::Http));
/// assert_eq!(policy.check_uri(&http::Uri::from_static("https://0x7f000001/token")), Err(UrlProblem::Host));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct UrlPolicy {
    http_loopback: bool,
    http_hosts: Option<Arc<[String]>>,
    private_hosts: bool,
}

impl UrlPolicy {
    /// Creates a policy that only allows `https`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows `http` on 127.0.0.0/8, `[::1]` and `localhost`, for a test server on this machine. The credentials are
    /// not encrypted, but stay on this machine.
    #[must_use]
    pub fn dangerous_http_loopback(self) -> Self {
        Self { http_loopback: true, ..self }
    }

    /// Allows `http` for these hosts, on any port, in a container network or a mesh with its own TLS. Anyone who can
    /// read the traffic of that network can read the credentials.
    #[must_use]
    pub fn dangerous_http_hosts<H: Into<String>>(self, hosts: impl IntoIterator<Item = H>) -> Self {
        let more = hosts.into_iter().map(Into::into);
        let hosts = self.http_hosts.iter().flat_map(|hosts| hosts.iter().cloned()).chain(more).collect();
        Self { http_hosts: Some(hosts), ..self }
    }

    /// Allows a public server to name hosts that are not public. See
    /// [`Issuer::dangerous_private_hosts`](crate::Issuer::dangerous_private_hosts).
    pub(crate) fn dangerous_private_hosts(self) -> Self {
        Self { private_hosts: true, ..self }
    }

    /// Checks the URL of a request.
    ///
    /// # Errors
    ///
    /// The URL is neither `https` nor an allowed `http`; its host or port is invalid, or written in a way that HTTP
    /// implementations read differently; it has a user name, which some implementations send as an `Authorization`
    /// header; its path has a `.` or `..` segment, which some implementations resolve; or it has a character that must
    /// be percent-encoded.
    pub fn check_uri(&self, uri: &http::Uri) -> Result<(), UrlProblem> {
        self.allows(&Parts::of_uri(uri)?)
    }

    /// Checks a URL that the caller configured.
    pub(crate) fn check(&self, url: &str) -> Result<(), UrlProblem> {
        self.allows(&Parts::of(url)?)
    }

    /// Checks a URL that a response or document from `by` names. A public host may only name public hosts, so that no
    /// document can direct requests into the local network.
    pub(crate) fn check_named(&self, url: &str, by: &str) -> Result<(), UrlProblem> {
        let parts = Parts::of(url)?;
        self.allows(&parts)?;
        let inside = self.private_hosts || Parts::of(by).is_ok_and(|by| is_private(by.host));
        if is_private(parts.host) && !inside { Err(UrlProblem::PrivateHost) } else { Ok(()) }
    }

    /// Resolves and checks the URL of a page for the user, from a response of `by`. Unlike the URL of an endpoint, it
    /// may have a fragment and may be relative.
    pub(crate) fn page<'u>(&self, url: &'u str, by: &str) -> Result<Cow<'u, str>, UrlProblem> {
        let resolved = resolve(by, url)?;
        let (before, fragment) = resolved.split_once('#').unwrap_or((&resolved, ""));
        if !fragment.bytes().all(is_url_byte) {
            return Err(UrlProblem::Character);
        }
        self.check_named(before, by)?;
        Ok(resolved)
    }

    fn allows(&self, parts: &Parts<'_>) -> Result<(), UrlProblem> {
        let named = |host: &String| host.eq_ignore_ascii_case(parts.host);
        if !parts.is_http || self.http_hosts.as_ref().is_some_and(|hosts| hosts.iter().any(named)) {
            return Ok(());
        }
        match (is_loopback(parts.host), self.http_loopback) {
            (true, true) => Ok(()),
            (true, false) => Err(UrlProblem::HttpLoopback),
            (false, _) => Err(UrlProblem::Http),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_url_problem_is_found() {
        let rows = [
            ("https://a.example/token", Ok(())),
            ("https://a.example:8443/t?x=1", Ok(())),
            ("https://[2001:db8::1]/t", Ok(())),
            ("https://10.0.0.5/t", Ok(())),
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
            ("https:a.example", Err(UrlProblem::NotAbsolute)),
            ("https://a.example:/t", Err(UrlProblem::Port)),
            ("https://a.example:99999/t", Err(UrlProblem::Port)),
            ("https://a.example:65535/t", Ok(())),
            ("https://a.example:x/t", Err(UrlProblem::Port)),
            ("https://a.example:0/t", Err(UrlProblem::Port)),
            ("https://a.example:0443/t", Err(UrlProblem::Port)),
            ("https://a.example:+80/t", Err(UrlProblem::Port)),
            ("https://a.example:80:80/t", Err(UrlProblem::Port)),
            ("https://[::1]:70000/t", Err(UrlProblem::Port)),
            ("https://:443/t", Err(UrlProblem::Host)),
            ("https://a..example/t", Err(UrlProblem::Host)),
            ("https://-/t", Err(UrlProblem::Host)),
            ("https://*.example/t", Err(UrlProblem::Host)),
            ("https://a'b/t", Err(UrlProblem::Host)),
            ("https://a%2eexample/t", Err(UrlProblem::Host)),
            ("https://[::1%25eth0]/t", Err(UrlProblem::Host)),
            ("https://[::1]x/t", Err(UrlProblem::Host)),
            ("https://[]/t", Err(UrlProblem::Host)),
            ("https://256.256.256.256/t", Err(UrlProblem::Host)),
            ("https://0x7f000001/t", Err(UrlProblem::Host)),
            ("https://a.example/../t", Err(UrlProblem::DotSegment)),
            ("https://a.example/x/%2e%2E", Err(UrlProblem::DotSegment)),
            ("https://a.example/.%2e/x", Err(UrlProblem::DotSegment)),
            ("https://a.example/x?a=/../", Ok(())),
            ("https://a.example/.well-known/x..y", Ok(())),
            ("https://a.example/a b", Err(UrlProblem::Character)),
            ("https://a.example\\@b.example/", Err(UrlProblem::Character)),
            ("https://a.example/\u{e9}", Err(UrlProblem::Character)),
            ("https://a.example/\r\nx", Err(UrlProblem::Character)),
            ("https://a.example/`id`", Err(UrlProblem::Character)),
        ];
        for (url, expected) in rows {
            assert_eq!(UrlPolicy::new().check(url), expected, "{url}");
        }
        let longest = format!("https://a.example/{}", "x".repeat(8 * 1024 - 18));
        assert_eq!(UrlPolicy::new().check(&longest), Ok(()));
        assert_eq!(UrlPolicy::new().check(&format!("{longest}x")), Err(UrlProblem::TooLong));
    }

    #[test]
    fn a_parsed_url_is_checked_like_its_text() {
        for (url, expected) in [
            ("https://a.example", Ok(())),
            ("HTTPS://a.example/t", Ok(())),
            ("/t", Err(UrlProblem::NotAbsolute)),
            ("a.example:443", Err(UrlProblem::NotAbsolute)),
            ("ftp://a.example/t", Err(UrlProblem::NotAbsolute)),
            ("http://a.example/t", Err(UrlProblem::Http)),
            ("http://127.0.0.1/t", Err(UrlProblem::HttpLoopback)),
            ("https://u@a.example/t", Err(UrlProblem::UserInfo)),
            ("https://a.example:0443/t", Err(UrlProblem::Port)),
            ("https://127.1/t", Err(UrlProblem::Host)),
            ("https://a.example/%2e%2e/t", Err(UrlProblem::DotSegment)),
            ("https://a.example/\u{e9}", Err(UrlProblem::Character)),
            ("https://a.example/a\\..\\b", Err(UrlProblem::Character)),
        ] {
            assert_eq!(UrlPolicy::new().check_uri(&url.parse().unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn http_is_allowed_only_for_the_given_hosts() {
        let loopback = UrlPolicy::new().dangerous_http_loopback();
        for url in ["http://127.0.0.1:1/t", "http://localhost:1/t", "http://[::1]/t", "http://127.9.9.9/t"] {
            assert_eq!(loopback.check(url), Ok(()), "{url}");
        }
        assert_eq!(loopback.check("http://10.0.0.1/t"), Err(UrlProblem::Http));
        let hosts = UrlPolicy::new().dangerous_http_hosts(["keycloak", "10.0.0.5"]).dangerous_http_hosts(["X.local"]);
        for url in
            ["http://keycloak:8080/t", "http://KEYCLOAK/t", "http://10.0.0.5/", "http://x.local/", "https://a.b/"]
        {
            assert_eq!(hosts.check(url), Ok(()), "{url}");
        }
        for url in ["http://10.0.0.6/", "http://keycloak.evil.example/", "http://xkeycloak/"] {
            assert_eq!(hosts.check(url), Err(UrlProblem::Http), "{url}");
        }
        assert_eq!(hosts.check("http://localhost/"), Err(UrlProblem::HttpLoopback));
    }

    #[test]
    fn a_public_host_may_only_name_public_hosts() {
        let policy = UrlPolicy::new();
        let (inside, outside) = ("https://10.0.0.5/t", "https://a.example/t");
        assert_eq!(policy.check_named(inside, outside), Err(UrlProblem::PrivateHost));
        assert_eq!(policy.page("https://printer.local/#x", outside), Err(UrlProblem::PrivateHost));
        assert_eq!(policy.page("/d#x", outside).as_deref(), Ok("https://a.example/d#x"));
        assert_eq!(policy.check_named(inside, "https://keycloak/"), Ok(()));
        assert_eq!(policy.check_named(outside, outside), Ok(()));
        assert_eq!(policy.page("https://a.example/d#a b", outside), Err(UrlProblem::Character));
        assert_eq!(policy.dangerous_private_hosts().check_named(inside, outside), Ok(()));
    }
}
