//! The user.

pub(crate) mod consent;
pub(crate) mod users;

use serde_json::Value;

/// A user: a subject and its claims.
///
/// The scopes `profile`, `email`, `address` and `phone` give access to the claims that
/// [OpenID Connect Core 1.0 §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims) assigns to them.
/// All other claims need the scope `openid` only. UserInfo and ID tokens have the claims.
///
/// ```
/// use oauth_testkit::{AuthorizationServer, User};
///
/// let alice = User::new("alice").claim("name", "Alice").claim("email_verified", true);
/// let server = AuthorizationServer::new().user(alice);
/// server.sign_in_as("alice");
/// ```
#[derive(Clone, Debug)]
pub struct User {
    subject: String,
    claims: Vec<(String, Value)>,
}

impl User {
    /// A user without claims other than `sub`.
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), claims: Vec::new() }
    }

    /// Sets a claim, replacing any with the same name.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let name = name.into();
        self.claims.retain(|(candidate, _)| *candidate != name);
        self.claims.push((name, value.into()));
        self
    }

    /// The subject.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The claims that these scopes give access to.
    pub(crate) fn released(&self, scopes: &[String]) -> Vec<(&str, Value)> {
        let is_granted =
            |claim: &str| scope_of(claim).is_none_or(|scope| scopes.iter().any(|granted| granted == scope));
        let mut released: Vec<(&str, Value)> = vec![("sub", self.subject.as_str().into())];
        let claims = self.claims.iter().filter(|(name, _)| name != "sub" && is_granted(name));
        released.extend(claims.map(|(name, value)| (name.as_str(), value.clone())));
        released
    }
}

/// The scope that a standard claim needs
/// ([OpenID Connect Core 1.0 §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
fn scope_of(claim: &str) -> Option<&'static str> {
    match claim {
        "email" | "email_verified" => Some("email"),
        "phone_number" | "phone_number_verified" => Some("phone"),
        "address" => Some("address"),
        "name" | "family_name" | "given_name" | "middle_name" | "nickname" | "preferred_username" | "profile"
        | "picture" | "website" | "gender" | "birthdate" | "zoneinfo" | "locale" | "updated_at" => Some("profile"),
        _ => None,
    }
}
