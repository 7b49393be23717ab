//! The users, and what the one in front of the screen does.

pub(crate) mod consent;
pub(crate) mod users;

use serde_json::Value;

/// A user: a subject and what is known about it.
///
/// The scopes `profile`, `email`, `address` and `phone` give a client the claims that OpenID Connect Core, section
/// 5.4 puts under them; any other claim goes with `openid`.
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
    /// A user of whom nothing but the subject is known.
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), claims: Vec::new() }
    }

    /// Something known about the user, in place of what was known under this name.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let name = name.into();
        self.claims.retain(|(candidate, _)| *candidate != name);
        self.claims.push((name, value.into()));
        self
    }

    /// The `sub` of this user.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// What a client learns that was granted these scopes.
    pub(crate) fn released(&self, scopes: &[String]) -> Vec<(&str, Value)> {
        let is_granted =
            |claim: &str| scope_of(claim).is_none_or(|scope| scopes.iter().any(|granted| granted == scope));
        let mut released: Vec<(&str, Value)> = vec![("sub", self.subject.as_str().into())];
        let claims = self.claims.iter().filter(|(name, _)| name != "sub" && is_granted(name));
        released.extend(claims.map(|(name, value)| (name.as_str(), value.clone())));
        released
    }
}

/// The scope that a claim of OpenID Connect Core, section 5.4 needs.
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
