//! The users that the server knows.

use std::collections::BTreeMap;

use crate::authorization::error::AuthorizationError;
use crate::user::User;
use crate::user::consent::Consent;

/// The users by subject, and the decision of the one in front of the browser.
#[derive(Debug)]
pub(crate) struct Users {
    known: BTreeMap<String, User>,
    pub(crate) consent: Consent,
}

impl Users {
    /// No users. Authorization requests are refused with `login_required`.
    pub(crate) fn new() -> Self {
        Self { known: BTreeMap::new(), consent: Consent::Refused(AuthorizationError::LoginRequired) }
    }

    /// Adds a user, or replaces the one with the same subject.
    pub(crate) fn add(&mut self, user: User) {
        self.known.insert(user.subject().to_owned(), user);
    }

    /// Signs a user in. An unknown user is added.
    pub(crate) fn sign_in(&mut self, subject: String) {
        self.known.entry(subject.clone()).or_insert_with(|| User::new(subject.clone()));
        self.consent = Consent::Granted(subject);
    }

    pub(crate) fn get(&self, subject: &str) -> Option<&User> {
        self.known.get(subject)
    }
}
