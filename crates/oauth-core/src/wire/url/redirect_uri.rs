//! Redirect URIs, and other URIs that nothing is sent to.

use super::parts::is_url_byte;
use super::{UrlPolicy, UrlProblem};

/// Checks a redirect URI: `https`; `http` on loopback, with any port; or a private-use scheme, which is a domain name in
/// reverse (RFC 6749 §3.1.2, RFC 8252 §7).
pub(crate) fn check_redirect_uri(text: &str) -> Result<(), UrlProblem> {
    match UrlPolicy::new().dangerous_http_loopback().check(text) {
        Err(UrlProblem::NotAbsolute) if !text.starts_with("http") => {}
        checked => return checked,
    }
    match text.split_once(':') {
        Some((scheme, _)) if scheme.contains('.') && is_absolute_uri(text) => Ok(()),
        Some(_) => Err(UrlProblem::PrivateUseScheme),
        None => Err(UrlProblem::NotAbsolute),
    }
}

/// A resource is an absolute URI, with whatever scheme, and without a fragment (RFC 8707 §2).
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
            ("javascript:alert(1)", Err(UrlProblem::PrivateUseScheme)),
            ("urn:ietf:wg:oauth:2.0:oob", Err(UrlProblem::PrivateUseScheme)),
            ("myapp://cb", Err(UrlProblem::PrivateUseScheme)),
        ];
        for (uri, expected) in rows {
            assert_eq!(check_redirect_uri(uri), expected, "{uri}");
        }
    }
}
