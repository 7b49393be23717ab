//! The name of a server.

use std::fmt;

use crate::error::{ConfigError, UrlProblem};
use crate::wire::show::show_by_debug;
use crate::wire::text::Shown;
use crate::wire::url::{self, EndpointUrl, Scheme};

/// The issuer: the name of an authorization server, a URL without query and fragment
/// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
///
/// It is kept exactly as it is written, and compared byte for byte.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Issuer {
    text: String,
    scheme: Scheme,
}

impl Issuer {
    /// An issuer as the server writes it, a trailing slash included.
    ///
    /// # Errors
    ///
    /// It is not an absolute `https` URL, or it has a query, a fragment or user info.
    pub fn new(issuer: &str) -> Result<Self, ConfigError> {
        Self::checked(issuer, Scheme::Https)
    }

    /// An issuer on this machine, for tests: `http` is allowed for 127.0.0.1, `[::1]` and localhost, for the issuer
    /// and its endpoints. Credentials travel in the clear there.
    ///
    /// # Errors
    ///
    /// As [`Issuer::new`]; http to any other host stays an error.
    pub fn dangerous_http_loopback(issuer: &str) -> Result<Self, ConfigError> {
        Self::checked(issuer, Scheme::HttpsOrHttpLoopback)
    }

    fn checked(text: &str, scheme: Scheme) -> Result<Self, ConfigError> {
        Self::at(text, scheme).map_err(|problem| ConfigError::Url { what: "issuer", problem })
    }

    pub(crate) fn at(text: &str, scheme: Scheme) -> Result<Self, UrlProblem> {
        url::check(text, scheme)?;
        if text.contains('?') {
            return Err(UrlProblem::Query);
        }
        Ok(Self { text: text.to_owned(), scheme })
    }

    /// The issuer as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Where OpenID Connect Discovery puts the metadata: behind the issuer.
    pub(crate) fn openid_configuration(&self) -> Result<EndpointUrl, UrlProblem> {
        let base = self.text.strip_suffix('/').unwrap_or(&self.text);
        EndpointUrl::new(&format!("{base}/.well-known/openid-configuration"), self.scheme)
    }

    /// Where RFC 8414 §3 puts the metadata: between the issuer's host and its path.
    pub(crate) fn oauth_authorization_server(&self) -> Result<EndpointUrl, UrlProblem> {
        let base = self.text.strip_suffix('/').unwrap_or(&self.text);
        let (origin, path) = url::split_origin(base);
        EndpointUrl::new(&format!("{origin}/.well-known/oauth-authorization-server{path}"), self.scheme)
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Shown(&self.text), f)
    }
}

show_by_debug!(Issuer);

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_well_known_forms() {
        let rows = [
            (
                "https://auth.pingone.com/ENV/as",
                "https://auth.pingone.com/ENV/as/.well-known/openid-configuration",
                "https://auth.pingone.com/.well-known/oauth-authorization-server/ENV/as",
            ),
            (
                "https://id.example.com",
                "https://id.example.com/.well-known/openid-configuration",
                "https://id.example.com/.well-known/oauth-authorization-server",
            ),
            (
                "https://tenant.example.com:8443/",
                "https://tenant.example.com:8443/.well-known/openid-configuration",
                "https://tenant.example.com:8443/.well-known/oauth-authorization-server",
            ),
        ];
        for (issuer, openid, oauth) in rows {
            let issuer = Issuer::new(issuer).unwrap();
            assert_eq!(issuer.openid_configuration().unwrap().as_str(), openid);
            assert_eq!(issuer.oauth_authorization_server().unwrap().as_str(), oauth);
        }
    }

    #[test]
    fn an_issuer_has_no_query() {
        let error = Issuer::new("https://a.example/?tenant=1").unwrap_err();
        assert_eq!(error, ConfigError::Url { what: "issuer", problem: UrlProblem::Query });
    }
}
