//! The protected resources of the server.

use crate::protected_resource::ProtectedResource;
use crate::server::AuthorizationServer;

/// Protected resources.
impl AuthorizationServer {
    /// Adds a protected resource, replacing any with the same name.
    pub fn protected_resource(self, resource: ProtectedResource) -> Self {
        self.set(|state| state.resources.insert(resource.name().to_owned(), resource))
    }

    /// The URL of a protected resource, which is also its resource indicator
    /// ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707.html)).
    #[must_use]
    pub fn resource_url(&self, name: &str) -> String {
        self.state().resource_url(name)
    }

    /// The URL of the metadata of a protected resource ([RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html)).
    #[must_use]
    pub fn resource_metadata_url(&self, name: &str) -> String {
        let state = self.state();
        state.resource_metadata_url(&state.resource_url(name))
    }
}
