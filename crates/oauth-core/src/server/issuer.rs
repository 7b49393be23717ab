//! Issuers: the names of servers.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::error::{ConfigError, UrlProblem};
use crate::wire::show::show_by_debug;
use crate::wire::text::Shown;
use crate::wire::url::{self, EndpointUrl, UrlPolicy};

/// The issuer: the name of an authorization server, a URL without query and fragment
/// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
///
/// It is kept exactly as written and compared byte for byte.
#[derive(Clone)]
pub struct Issuer {
    text: String,
    policy: UrlPolicy,
    well_known: Arc<WellKnown>,
}

/// The possible locations of the metadata.
struct WellKnown {
    /// Appended to the issuer (OpenID Connect Discovery 1.0 §4), and between its host and its path (RFC 8414 §3).
    common: [EndpointUrl; 2],
    /// Between host and path, with the name from OpenID Connect (RFC 8414 §5); only if the issuer has a path.
    third: Option<EndpointUrl>,
}

/// The names of the well-known locations. Both are registered, and servers mix up where to put them.
const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

impl Issuer {
    /// Creates an issuer exactly as the server writes it, including a trailing slash.
    ///
    /// # Errors
    ///
    /// The text is not an absolute `https` URL, or it has a query, a fragment or user info. If it is the URL of a
    /// metadata document, the error names the issuer to use.
    pub fn new(issuer: &str) -> Result<Self, ConfigError> {
        Self::checked(issuer, UrlPolicy::new())
    }

    /// Creates an issuer on this machine, for tests: the issuer and its endpoints may use `http` with 127.0.0.1,
    /// `[::1]` or localhost. The credentials are not encrypted then.
    ///
    /// # Errors
    ///
    /// The same as [`Issuer::new`]. `http` with any other host is still an error.
    pub fn dangerous_http_loopback(issuer: &str) -> Result<Self, ConfigError> {
        Self::checked(issuer, UrlPolicy::new().dangerous_http_loopback())
    }

    /// Creates an issuer in a network that you trust, such as a container network or a mesh with its own TLS: the
    /// issuer and its endpoints may use `http` with these hosts, on any port. Anyone who can read the traffic of that
    /// network can read the credentials.
    ///
    /// ```
    /// use oauth_core::Issuer;
    ///
    /// let issuer = Issuer::dangerous_http("http://keycloak:8080/realms/r", ["keycloak"])?;
    /// assert_eq!(issuer.as_str(), "http://keycloak:8080/realms/r");
    /// assert!(Issuer::dangerous_http("http://vault:8080", ["keycloak"]).is_err());
    /// # Ok::<_, oauth_core::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The same as [`Issuer::new`]. `http` with a host that is not listed is still an error.
    pub fn dangerous_http<H: Into<String>>(
        issuer: &str,
        hosts: impl IntoIterator<Item = H>,
    ) -> Result<Self, ConfigError> {
        Self::checked(issuer, UrlPolicy::new().dangerous_http_hosts(hosts))
    }

    /// Allows the metadata and the responses of a public server to name hosts that are not public: loopback, link-local
    /// and private addresses, and names such as `localhost` or `keycloak.internal`.
    ///
    /// Without this, such an endpoint cannot be used. This keeps a server from directing requests into the network
    /// around this program (SSRF), for example to a cloud metadata service.
    #[must_use]
    pub fn dangerous_private_hosts(self) -> Self {
        Self { policy: self.policy.dangerous_private_hosts(), ..self }
    }

    fn checked(text: &str, policy: UrlPolicy) -> Result<Self, ConfigError> {
        Self::at(text, policy).map_err(|problem| match (problem, inside_well_known(text)) {
            (UrlProblem::WellKnown, Some(issuer)) => ConfigError::WellKnownIssuer { issuer },
            _ => ConfigError::Url { what: "issuer", problem },
        })
    }

    pub(crate) fn at(text: &str, policy: UrlPolicy) -> Result<Self, UrlProblem> {
        policy.check(text)?;
        if text.contains('?') {
            return Err(UrlProblem::Query);
        }
        if inside_well_known(text).is_some() {
            return Err(UrlProblem::WellKnown);
        }
        let base = text.strip_suffix('/').unwrap_or(text);
        let (origin, path) = url::split_origin(base);
        let place = |url: String| EndpointUrl::new(&url, &policy);
        let common = [place(format!("{base}{OPENID}"))?, place(format!("{origin}{OAUTH}{path}"))?];
        let third = (!path.is_empty()).then(|| place(format!("{origin}{OPENID}{path}"))).transpose()?;
        let well_known = Arc::new(WellKnown { common, third });
        Ok(Self { text: text.to_owned(), policy, well_known })
    }

    /// Creates an issuer that a document at `by` names.
    pub(crate) fn named(text: &str, by: &str, policy: &UrlPolicy) -> Result<Self, UrlProblem> {
        policy.check_named(text, by)?;
        Self::at(text, policy.clone())
    }

    /// Returns the issuer as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the policy for the URLs of this server.
    #[must_use]
    pub fn url_policy(&self) -> &UrlPolicy {
        &self.policy
    }

    /// Returns the two common locations of the metadata, in the order in which they are tried.
    pub(crate) fn well_known(&self) -> &[EndpointUrl; 2] {
        &self.well_known.common
    }

    /// Returns the location that is tried last.
    pub(crate) fn third_place(&self) -> Option<&EndpointUrl> {
        self.well_known.third.as_ref()
    }
}

/// Returns the issuer that belongs to the URL of a metadata document, if it is one.
fn inside_well_known(text: &str) -> Option<String> {
    let (before, behind) = [OPENID, OAUTH].iter().find_map(|place| text.split_once(place))?;
    (behind.is_empty() || behind.starts_with('/'))
        .then(|| format!("{before}{}", behind.strip_suffix('/').unwrap_or(behind)))
}

impl PartialEq for Issuer {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Issuer {}

impl Hash for Issuer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
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
    fn the_well_known_locations_of_an_issuer() {
        let rows: [(&str, &[&str]); 3] = [
            (
                "https://auth.pingone.com/ENV/as",
                &[
                    "https://auth.pingone.com/ENV/as/.well-known/openid-configuration",
                    "https://auth.pingone.com/.well-known/oauth-authorization-server/ENV/as",
                    "https://auth.pingone.com/.well-known/openid-configuration/ENV/as",
                ],
            ),
            (
                "https://id.example.com",
                &[
                    "https://id.example.com/.well-known/openid-configuration",
                    "https://id.example.com/.well-known/oauth-authorization-server",
                ],
            ),
            (
                "https://tenant.example.com:8443/",
                &[
                    "https://tenant.example.com:8443/.well-known/openid-configuration",
                    "https://tenant.example.com:8443/.well-known/oauth-authorization-server",
                ],
            ),
        ];
        for (issuer, expected) in rows {
            let issuer = Issuer::new(issuer).unwrap();
            let places: Vec<&str> =
                issuer.well_known().iter().chain(issuer.third_place()).map(EndpointUrl::as_str).collect();
            assert_eq!(places, expected);
        }
    }

    #[test]
    fn an_issuer_with_a_query_is_rejected() {
        let error = Issuer::new("https://a.example/?tenant=1").unwrap_err();
        assert_eq!(error, ConfigError::Url { what: "issuer", problem: UrlProblem::Query });
    }

    #[test]
    fn the_url_of_a_document_is_rejected_and_the_error_names_the_issuer() {
        for (url, issuer) in [
            ("https://x.example/t/.well-known/openid-configuration", "https://x.example/t"),
            ("https://x.example/.well-known/openid-configuration/t", "https://x.example/t"),
            ("https://x.example/.well-known/oauth-authorization-server/t/u", "https://x.example/t/u"),
            ("https://x.example/.well-known/oauth-authorization-server", "https://x.example"),
            ("https://x.example/.well-known/openid-configuration/", "https://x.example"),
        ] {
            let error = Issuer::new(url).unwrap_err();
            assert_eq!(error, ConfigError::WellKnownIssuer { issuer: issuer.to_owned() }, "{url}");
            assert!(error.to_string().contains(&format!("{issuer:?}")), "{error}");
        }
        assert!(Issuer::new("https://x.example/.well-known/openid-configurations").is_ok());
    }

    #[test]
    fn issuers_are_compared_by_text() {
        let text = "https://a.example";
        let (one, other) = (Issuer::new(text).unwrap(), Issuer::dangerous_http_loopback(text).unwrap());
        assert_eq!(one, other.dangerous_private_hosts());
    }
}
