//! The names that a server uses for itself.

/// The name that a server uses for itself in its metadata, its authorization responses and its ID tokens. For almost
/// every server that is its issuer, byte for byte.
///
/// A server with many tenants may publish one document for all of them, with a template as its issuer. Each ID token
/// then has the issuer of its tenant, and the tenant itself in the claim `tid`.
///
/// ```
/// use oauth_core::server::ExpectedIssuer;
///
/// let template = ExpectedIssuer::from("https://login.example.com/{tenantid}/v2.0").tenants(["t1", "t2"]);
/// assert!(template.matches("https://login.example.com/t1/v2.0", Some("t1")));
/// assert!(!template.matches("https://login.example.com/t1/v2.0", Some("t2")));
/// assert!(!template.matches("https://login.example.com/t3/v2.0", Some("t3")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpectedIssuer {
    /// Exactly this text.
    Exact(String),
    /// A text with a placeholder in braces, which the tenant replaces.
    Template {
        /// The text with the placeholder, such as `https://login.microsoftonline.com/{tenantid}/v2.0`.
        template: String,
        /// The tenants whose ID tokens are accepted. `None` accepts every tenant: check yourself whether a tenant is
        /// one of yours.
        tenants: Option<Vec<String>>,
    },
}

impl ExpectedIssuer {
    /// Accepts only the ID tokens of these tenants. No effect on an exact issuer.
    #[must_use]
    pub fn tenants<T: Into<String>>(self, tenants: impl IntoIterator<Item = T>) -> Self {
        match self {
            Self::Template { template, .. } => {
                Self::Template { template, tenants: Some(tenants.into_iter().map(Into::into).collect()) }
            }
            exact => exact,
        }
    }

    /// Returns whether an ID token with this `iss` and `tid` is from this server.
    #[must_use]
    pub fn matches(&self, iss: &str, tid: Option<&str>) -> bool {
        match self {
            Self::Exact(expected) => iss == expected,
            Self::Template { .. } => tid.is_some() && self.tenant(iss) == tid,
        }
    }

    /// Returns whether an authorization response with this `iss` may be from this server. The ID token decides it.
    pub(crate) fn may_be(&self, iss: &str) -> bool {
        match self {
            Self::Exact(expected) => iss == expected,
            Self::Template { .. } => self.tenant(iss).is_some(),
        }
    }

    /// Narrows the name to the issuer of an authorization response: the ID token of the same sign-in has the same
    /// issuer ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)).
    pub(crate) fn narrowed(&self, iss: Option<&str>) -> Self {
        match iss.and_then(|iss| self.tenant(iss)) {
            Some(tenant) => self.clone().tenants([tenant]),
            None => self.clone(),
        }
    }

    /// Returns the issuer that the server's metadata must name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Template { template: text, .. } => text,
        }
    }

    /// Returns the tenant for which the template yields this issuer, if that tenant is accepted.
    fn tenant<'i>(&self, iss: &'i str) -> Option<&'i str> {
        let Self::Template { template, tenants } = self else { return None };
        let (before, after) = braces(template)?;
        let tenant = iss.strip_prefix(before)?.strip_suffix(after)?;
        let plain =
            !tenant.is_empty() && tenant.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        let taken = tenants.as_ref().is_none_or(|tenants| tenants.iter().any(|each| each == tenant));
        (plain && taken).then_some(tenant)
    }
}

/// Returns the parts of a template before and after the braces.
fn braces(template: &str) -> Option<(&str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (_, after) = rest.split_once('}')?;
    Some((before, after))
}

/// A text with braces becomes a template, any other an exact issuer.
impl From<&str> for ExpectedIssuer {
    fn from(text: &str) -> Self {
        match braces(text) {
            Some(_) => Self::Template { template: text.to_owned(), tenants: None },
            None => Self::Exact(text.to_owned()),
        }
    }
}

impl From<String> for ExpectedIssuer {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "https://login.example/{tenantid}/v2.0";

    #[test]
    fn a_template_matches_the_tenant_of_the_id_token() {
        let any = ExpectedIssuer::from(TEMPLATE);
        let rows = [
            ("https://login.example/a/v2.0", Some("a"), true),
            ("https://login.example/a/v2.0", Some("b"), false),
            ("https://login.example/a/v2.0", None, false),
            ("https://login.example/a/b/v2.0", Some("a/b"), false),
            ("https://login.example//v2.0", Some(""), false),
            ("https://login.example/a?/v2.0", Some("a?"), false),
            ("https://login.example/a/v2.0/", Some("a"), false),
            ("https://evil.example/a/v2.0", Some("a"), false),
            ("https://login.example/v2.0", Some(""), false),
            (TEMPLATE, Some("{tenantid}"), false),
        ];
        for (iss, tid, expected) in rows {
            assert_eq!(any.matches(iss, tid), expected, "{iss} {tid:?}");
        }
        assert!(
            any.may_be("https://login.example/a/v2.0") && !any.may_be(TEMPLATE) && !any.may_be("https://x.example")
        );
        let some = any.tenants(["a"]);
        assert!(some.matches("https://login.example/a/v2.0", Some("a")));
        assert!(!some.matches("https://login.example/b/v2.0", Some("b")));
        assert!(!some.may_be("https://login.example/b/v2.0"));
        assert_eq!(some.as_str(), TEMPLATE);
    }

    #[test]
    fn the_issuer_of_a_response_narrows_a_template_to_one_tenant() {
        let any = ExpectedIssuer::from(TEMPLATE);
        let one = any.narrowed(Some("https://login.example/a/v2.0"));
        assert_eq!(one, any.clone().tenants(["a"]));
        assert_eq!(any.narrowed(None), any);
    }

    #[test]
    fn an_exact_issuer_has_no_tenant() {
        let exact = ExpectedIssuer::from("https://a.example".to_owned()).tenants(["t"]);
        assert_eq!(exact, ExpectedIssuer::Exact("https://a.example".into()));
        assert!(exact.matches("https://a.example", None) && exact.matches("https://a.example", Some("other")));
        assert!(!exact.matches("https://a.example/", None) && !exact.may_be("https://a.example/"));
    }
}
