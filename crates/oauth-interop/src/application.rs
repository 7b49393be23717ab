//! A registered client in the library's terms.

use oauth_io::Client;
use oauth_io::authorization::AuthorizationRequest;

/// A client, and where its users come back to.
pub(crate) struct Application {
    pub(crate) client: Client,
    pub(crate) redirect_uri: String,
}

impl Application {
    /// Asks a user for what most checks ask for.
    pub(crate) fn request(&self) -> AuthorizationRequest {
        self.client.authorization_request(&self.redirect_uri).scope(SCOPE)
    }
}

/// What most checks ask for.
pub(crate) const SCOPE: &str = "openid profile read";
