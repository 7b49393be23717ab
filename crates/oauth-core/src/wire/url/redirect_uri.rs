//! Redirect URIs, and other URIs that no request is sent to.

use super::parts::is_url_byte;
use super::{UrlPolicy, UrlProblem};

/// Checks a redirect URI: `https`; `http` on loopback, on any port; or a private-use scheme, which is a reversed domain
/// name, or a word of the application's own followed by a path (RFC 6749 §3.1.2, RFC 8252 §7).
pub(crate) fn check_redirect_uri(text: &str) -> Result<(), UrlProblem> {
    /// Schemes with a meaning to browsers or operating systems.
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
        return UrlPolicy::new().dangerous_http_loopback().check(text);
    }
    let taken = TAKEN.iter().any(|each| each.eq_ignore_ascii_case(scheme));
    let own = is_absolute_uri(text) && !taken && (scheme.contains('.') || rest.starts_with('/'));
    if own { Ok(()) } else { Err(UrlProblem::PrivateUseScheme) }
}

/// Returns whether a text is an absolute URI without a fragment, with any scheme, as a resource must be (RFC 8707 §2).
pub(crate) fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let scheme_is_good = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    scheme_is_good && !rest.is_empty() && rest.bytes().all(is_url_byte) && !rest.contains('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uris_are_https_loopback_or_private_use() {
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
}
