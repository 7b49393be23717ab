//! What one access token is requested with, beside what its grant says.

use oauth_core::Scope;
use oauth_core::lifecycle::TokenKey;

/// What one access token is requested with, beside what its grant says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Demands {
    pub(super) scope: Option<Scope>,
    pub(super) resources: Vec<String>,
    pub(super) claims: Option<String>,
}

impl Demands {
    /// Adds these to the key of the grant's own request.
    pub(super) fn key(&self, key: TokenKey) -> TokenKey {
        let key = match &self.scope {
            Some(scope) => key.scope(scope.clone()),
            None => key,
        };
        let key = self.resources.iter().fold(key, |key, resource| key.resource(resource));
        self.claims.iter().fold(key, |key, claims| key.claims(claims))
    }
}
