//! The resources of the server.

use crate::protected_resource::ProtectedResource;
use crate::server::AuthorizationServer;

/// Resources to try access tokens on.
impl AuthorizationServer {
    /// A resource, in place of one of the same name.
    pub fn protected_resource(self, resource: ProtectedResource) -> Self {
        self.set(|state| state.resources.insert(resource.name().to_owned(), resource))
    }

    /// The URL of a resource: what `resource` is in a request for a token of its own.
    #[must_use]
    pub fn resource_url(&self, name: &str) -> String {
        self.state().resource_url(name)
    }

    /// The URL of a resource's metadata by RFC 9728.
    #[must_use]
    pub fn resource_metadata_url(&self, name: &str) -> String {
        let state = self.state();
        state.resource_metadata_url(&state.resource_url(name))
    }
}
