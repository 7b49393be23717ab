//! Assertions of other issuers that the server accepts.

use crate::server::AuthorizationServer;

/// Assertions for the grants of [RFC 7522](https://www.rfc-editor.org/rfc/rfc7522.html) and
/// [RFC 7523](https://www.rfc-editor.org/rfc/rfc7523.html), for token exchange
/// ([RFC 8693](https://www.rfc-editor.org/rfc/rfc8693.html)), and for the `login_hint_token` of CIBA. Signatures are
/// not checked: an assertion is accepted if it has been registered here.
impl AuthorizationServer {
    /// Registers an assertion about `subject`, which is accepted any number of times. It is a JWT, or the XML of a SAML
    /// assertion.
    pub fn accept_assertion(&self, assertion: impl Into<String>, subject: impl Into<String>) {
        self.state().assertions.insert(assertion.into(), subject.into());
    }

    /// Stops accepting an assertion, as if it had expired.
    pub fn forget_assertion(&self, assertion: &str) {
        self.state().assertions.remove(assertion);
    }
}
