//! Assertions of other issuers that the server accepts.

use std::collections::BTreeSet;

use crate::assertion::issuer::AssertionIssuer;
use crate::client::RegisteredClient;
use crate::grant::GrantType;
use crate::server::AuthorizationServer;

/// Assertions for the grants of [RFC 7522](https://www.rfc-editor.org/rfc/rfc7522.html) and
/// [RFC 7523](https://www.rfc-editor.org/rfc/rfc7523.html), for token exchange
/// ([RFC 8693](https://www.rfc-editor.org/rfc/rfc8693.html)), and for the `login_hint_token` of CIBA. An assertion
/// is accepted if its text has been registered here, whatever its signature. In the JWT bearer grant, one is also accepted
/// if it is signed by a registered issuer.
impl AuthorizationServer {
    /// Registers an issuer whose assertions the JWT bearer grant accepts, replacing any of the same name. It needs the
    /// feature `jwt`.
    pub fn assertion_issuer(self, issuer: AssertionIssuer) -> Self {
        self.set(|state| {
            if let Some(scopes) = &issuer.scopes_without_client {
                let mut client = RegisteredClient::none(issuer.issuer.as_str()).scopes(scopes.clone());
                client.grant_types = BTreeSet::from([GrantType::JwtBearer]);
                state.clients.insert(issuer.issuer.clone(), client);
            }
            state.assertion_issuers.insert(issuer.issuer.clone(), issuer)
        })
    }

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
