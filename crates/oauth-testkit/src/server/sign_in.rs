//! Simulated user decisions at the authorization endpoint.

use crate::authorization::error::AuthorizationError;
use crate::server::AuthorizationServer;
use crate::user::consent::Consent;

/// User decisions at the authorization endpoint. They are set in advance, so that it responds at once. Initially, no
/// user is signed in, and it responds with `login_required`.
impl AuthorizationServer {
    /// Signs a user in, who consents to all requests from now on. An unknown user is added, without claims.
    pub fn sign_in_as(&self, subject: impl Into<String>) {
        self.state().users.sign_in(subject.into());
    }

    /// Denies all requests from now on, with `access_denied`.
    pub fn deny(&self) {
        self.refuse_authorization(AuthorizationError::AccessDenied);
    }

    /// Refuses all valid requests from now on, with this error.
    pub fn refuse_authorization(&self, error: AuthorizationError) {
        self.state().users.consent = Consent::Refused(error);
    }
}
