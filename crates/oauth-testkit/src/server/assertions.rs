//! The assertions of others that the server accepts.

use crate::server::AuthorizationServer;

/// What someone else has signed: for the grants of RFC 7522 and RFC 7523, for the exchange of RFC 8693, and for the
/// `login_hint_token` of CIBA. No signature is checked; what counts is that an assertion was registered here.
impl AuthorizationServer {
    /// Accepts this assertion, as often as it comes: a JWT, or the XML of a SAML assertion. It speaks of `subject`.
    pub fn accept_assertion(&self, assertion: impl Into<String>, subject: impl Into<String>) {
        self.state().assertions.insert(assertion.into(), subject.into());
    }

    /// Accepts this assertion no longer, as when it expires.
    pub fn forget_assertion(&self, assertion: &str) {
        self.state().assertions.remove(assertion);
    }
}
