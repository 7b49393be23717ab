//! What a server calls itself.

/// What a server calls itself in its metadata, its authorization responses and its ID tokens. For almost every server
/// that is its issuer, byte for byte.
///
/// A server with many tenants may publish one document for all of them, whose issuer is a template; each ID token then
/// names the issuer of its tenant, and the tenant in its claim `tid`.
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
    /// This text.
    Exact(String),
    /// A text in which a tenant stands for the braces and what is between them.
    Template {
        /// The text with the braces, such as `https://login.microsoftonline.com/{tenantid}/v2.0`.
        template: String,
        /// The tenants whose ID tokens are taken. `None` takes those of every tenant: whether a tenant is one of yours is
        /// then for you to decide.
        tenants: Option<Vec<String>>,
    },
}

impl ExpectedIssuer {
    /// Takes the ID tokens of these tenants alone. It has no effect on an exact issuer.
    #[must_use]
    pub fn tenants<T: Into<String>>(self, tenants: impl IntoIterator<Item = T>) -> Self {
        match self {
            Self::Template { template, .. } => {
                Self::Template { template, tenants: Some(tenants.into_iter().map(Into::into).collect()) }
            }
            exact => exact,
        }
    }

    /// Whether an ID token with this `iss` and this `tid` is one of this server.
    #[must_use]
    pub fn matches(&self, iss: &str, tid: Option<&str>) -> bool {
        match self {
            Self::Exact(expected) => iss == expected,
            Self::Template { .. } => tid.is_some() && self.tenant(iss) == tid,
        }
    }

    /// Whether an authorization response with this `iss` can be one of this server. An ID token says more.
    pub(crate) fn may_be(&self, iss: &str) -> bool {
        match self {
            Self::Exact(expected) => iss == expected,
            Self::Template { .. } => self.tenant(iss).is_some(),
        }
    }

    /// What is left of it once an authorization response named this issuer: the ID token of the same sign-in names the same
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)).
    pub(crate) fn narrowed(&self, iss: Option<&str>) -> Self {
        match iss.and_then(|iss| self.tenant(iss)) {
            Some(tenant) => self.clone().tenants([tenant]),
            None => self.clone(),
        }
    }

    /// What the server's metadata names as its issuer.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Template { template: text, .. } => text,
        }
    }

    /// The tenant for which the template gives this issuer, if it is one that is taken.
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

/// What stands before and behind the braces of a template.
fn braces(template: &str) -> Option<(&str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (_, after) = rest.split_once('}')?;
    Some((before, after))
}

/// A text with braces is a template, and any other is meant as it is.
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
    fn a_template_is_filled_by_the_tenant_of_the_id_token() {
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
    fn the_issuer_of_a_response_leaves_one_tenant() {
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
