//! The URL at which an authorization response arrived.

use super::returned::Returned;

/// The URL at which a response arrived. If each server has a redirect URI of its own, it identifies the server that the
/// browser came from ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4.2)).
pub(super) struct Place {
    /// The URL without query and fragment. Scheme and host may be missing.
    url: String,
    /// `None` if the query is the response itself.
    query: Option<Returned>,
    compared: Compared,
}

/// The parts of the URL to compare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    /// Path and retained query. Behind a proxy, scheme, host and port differ.
    PathAndQuery,
    /// Scheme, host and port as well.
    Whole,
    Nothing,
}

impl Place {
    /// Creates a place whose query is the response, unless `url` has a query of its own.
    pub(super) fn with_own_query(url: &str) -> Self {
        Self { url: before_query(url).to_owned(), query: query(url), compared: Compared::PathAndQuery }
    }

    /// Creates a place for a response in the fragment or the body, apart from the query of `url`.
    pub(super) fn beside(url: &str) -> Self {
        let query = query(url).or_else(|| Returned::parse(b"").ok());
        Self { query, ..Self::with_own_query(url) }
    }

    pub(super) fn comparing(self, compared: Compared) -> Self {
        Self { compared, ..self }
    }

    /// Returns the URL without its query, for messages: the query may contain the response.
    pub(super) fn without_query(&self) -> &str {
        &self.url
    }

    /// Whether this place matches the redirect URI. `returned` is the response.
    pub(super) fn is(&self, redirect_uri: &str, returned: &Returned) -> bool {
        if self.compared == Compared::Nothing {
            return true;
        }
        let (expected, found) = (Parts::of(before_query(redirect_uri)), Parts::of(&self.url));
        // An application with a private-use scheme is called directly, without a proxy in between.
        let same = if self.compared == Compared::Whole || !expected.is_web() {
            expected.origin() == found.origin()
        } else {
            found.scheme.is_none() || found.is_web()
        };
        same && !self.url.is_empty()
            && expected.path() == found.path()
            && query(redirect_uri).is_none_or(|expected| retains(self.query.as_ref().unwrap_or(returned), &expected))
    }
}

/// Whether a query contains all parameters of another one, with the same values.
fn retains(found: &Returned, expected: &Returned) -> bool {
    let (expected, mut found) = (expected.by_name(), found.by_name());
    found.retain(|(name, _)| expected.binary_search_by_key(name, |(each, _)| *each).is_ok());
    found == expected
}

fn before_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

fn query(url: &str) -> Option<Returned> {
    let (_, query) = url.split('#').next()?.split_once('?')?;
    Returned::parse(query.as_bytes()).ok()
}

/// The parts of a URL, or of a relative reference.
struct Parts<'u> {
    scheme: Option<&'u str>,
    authority: &'u str,
    path: &'u str,
}

impl<'u> Parts<'u> {
    fn of(url: &'u str) -> Self {
        let scheme = url.split_once(':').filter(|(scheme, _)| !scheme.contains('/'));
        let (scheme, rest) = scheme.map_or((None, url), |(scheme, rest)| (Some(scheme), rest));
        match rest.strip_prefix("//").filter(|_| scheme.is_some()) {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                Self { scheme, authority, path }
            }
            None => Self { scheme, authority: "", path: rest },
        }
    }

    fn is_web(&self) -> bool {
        self.scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
    }

    /// Returns scheme and authority in lower case, without the default port.
    fn origin(&self) -> Option<(String, String)> {
        let (scheme, authority) = (self.scheme?.to_ascii_lowercase(), self.authority.to_ascii_lowercase());
        let usual = match scheme.as_str() {
            "https" => ":443",
            "http" => ":80",
            _ => "",
        };
        let authority = authority.strip_suffix(usual).map_or_else(|| authority.clone(), str::to_owned);
        Some((scheme, authority))
    }

    fn path(&self) -> &str {
        if self.path.is_empty() { "/" } else { self.path }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CB: &str = "https://client.example.org/cb";

    fn is(redirect_uri: &str, place: &str, compared: Compared) -> bool {
        let returned = Returned::parse(place.split_once('?').map_or("", |(_, query)| query).as_bytes()).unwrap();
        Place::beside(place).comparing(compared).is(redirect_uri, &returned)
    }

    #[test]
    fn path_and_retained_query_are_compared_but_not_the_origin() {
        let rows = [
            (CB, "https://client.example.org/cb", true),
            (CB, "http://10.0.0.7:8080/cb?code=c", true),
            (CB, "/cb?code=c", true),
            (CB, "/cb?back=https://a.example/x", true),
            (CB, "/cb/", false),
            (CB, "/CB", false),
            (CB, "/cb2", false),
            (CB, "/", false),
            (CB, "", false),
            (CB, "cb", false),
            (CB, "//cb", false),
            (CB, "com.example.app:/cb", false),
            ("https://client.example.org", "/", true),
            ("https://client.example.org", "https://client.example.org?code=c", true),
            ("https://client.example.org", "", false),
            ("https://client.example.org/", "https://client.example.org?code=c", true),
            ("https://client.example.org/cb?idp=a%20b", "/cb?code=c&idp=a+b", true),
            ("https://client.example.org/cb?idp=a", "/cb?code=c&idp=b", false),
            ("https://client.example.org/cb?idp=a", "/cb?code=c&idp=b&idp=a", false),
            ("https://client.example.org/cb?idp=a", "/cb?code=c", false),
            ("https://client.example.org/cb?x=1&x=2", "/cb?x=1&x=2&code=c", true),
            ("https://client.example.org/cb?x=1&x=2", "/cb?x=2&x=1&code=c", false),
            ("https://client.example.org/cb?", "/cb?code=c", true),
        ];
        for (redirect_uri, place, expected) in rows {
            assert_eq!(is(redirect_uri, place, Compared::PathAndQuery), expected, "{redirect_uri} {place}");
        }
    }

    #[test]
    fn private_use_uris_are_compared_completely() {
        let rows = [
            ("com.example.app:/cb", "com.example.app:/cb?code=c", true),
            ("com.example.app:/cb", "COM.example.APP:/cb", true),
            ("com.example.app:/cb", "com.example.other:/cb", false),
            ("com.example.app:/cb", "/cb", false),
            ("com.example.app:/cb", "https://com.example.app/cb", false),
            ("myapp://one", "myapp://one?code=c", true),
            ("myapp://one", "myapp://one/?code=c", true),
            ("myapp://one", "myapp://other?code=c", false),
            ("vscode://pub.ext/cb", "vscode://pub.ext/cb", true),
            ("vscode://pub.ext/cb", "vscode://evil.ext/cb", false),
        ];
        for (redirect_uri, place, expected) in rows {
            assert_eq!(is(redirect_uri, place, Compared::PathAndQuery), expected, "{redirect_uri} {place}");
        }
    }

    #[test]
    fn complete_comparison_requires_scheme_host_and_port() {
        let rows = [
            (CB, "https://client.example.org/cb?code=c", true),
            (CB, "https://CLIENT.example.org:443/cb", true),
            (CB, "http://client.example.org/cb", false),
            (CB, "https://client.example.org:8443/cb", false),
            (CB, "https://other.example.org/cb", false),
            (CB, "/cb", false),
            ("http://127.0.0.1:1234/cb", "http://127.0.0.1:1234/cb", true),
            ("http://127.0.0.1:1234/cb", "http://127.0.0.1:1235/cb", false),
        ];
        for (redirect_uri, place, expected) in rows {
            assert_eq!(is(redirect_uri, place, Compared::Whole), expected, "{redirect_uri} {place}");
        }
        assert!(is(CB, "", Compared::Nothing) && is(CB, "/other", Compared::Nothing));
    }
}
