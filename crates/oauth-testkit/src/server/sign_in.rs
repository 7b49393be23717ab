//! What the user does whom the server asks.

use crate::authorization::error::AuthorizationError;
use crate::server::AuthorizationServer;
use crate::user::consent::Consent;

/// The user in front of the screen, who decides beforehand: the authorization endpoint answers at once. Before anyone has
/// signed in it answers `login_required`.
impl AuthorizationServer {
    /// From now on this user is signed in and consents to everything. One that the server does not know has a subject and
    /// nothing else.
    pub fn sign_in_as(&self, subject: impl Into<String>) {
        self.state().users.sign_in(subject.into());
    }

    /// From now on the user says no: `access_denied`.
    pub fn deny(&self) {
        self.refuse_authorization(AuthorizationError::AccessDenied);
    }

    /// From now on authorization requests that are in order are refused for this reason.
    pub fn refuse_authorization(&self, error: AuthorizationError) {
        self.state().users.consent = Consent::Refused(error);
    }
}
