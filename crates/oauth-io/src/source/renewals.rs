//! The requests with which a grant gets its tokens.

use oauth_core::grant::{Grant, TokenRequest};
use oauth_core::lifecycle::{GrantDetails, GrantKey, TokenKey, With};
use oauth_core::{Call, Client, EncodeError, Secret, TokenResponse};

use super::demands::Demands;

/// A token request of any grant.
pub(super) type AnyTokenRequest = Box<dyn Call<Output = TokenResponse> + Send + Sync>;

/// The requests of one grant.
pub(super) trait Renewals: Send + Sync {
    /// Returns the client.
    fn client(&self) -> &Client;

    /// Names the grant, for a store.
    fn grant_key(&self) -> GrantKey;

    /// Names the access token of a request with these demands.
    ///
    /// # Errors
    ///
    /// The request is invalid.
    fn token_key(&self, demands: &Demands) -> Result<TokenKey, EncodeError>;

    /// Whether the grant has a secret of its own, so that its name says not all of what makes it.
    fn has_secret(&self) -> bool;

    /// Makes the request for an access token.
    fn request(&self, with: &With, demands: &Demands) -> AnyTokenRequest;
}

/// A grant that can be requested again and again.
pub(super) struct Repeated<G>(pub(super) TokenRequest<G>);

/// A sign-in, whose access tokens are renewed by refresh tokens.
pub(super) struct Refreshed {
    pub(super) client: Client,
    pub(super) key: GrantKey,
}

impl<G> Repeated<G>
where
    G: Grant + Clone + Send + Sync + 'static,
{
    fn with(&self, demands: &Demands) -> TokenRequest<G> {
        demanding(self.0.clone(), demands)
    }
}

impl<G> Renewals for Repeated<G>
where
    G: Grant + Clone + Send + Sync + 'static,
{
    fn client(&self) -> &Client {
        self.0.client()
    }

    fn grant_key(&self) -> GrantKey {
        self.0.grant_key()
    }

    fn token_key(&self, demands: &Demands) -> Result<TokenKey, EncodeError> {
        self.with(demands).token_key()
    }

    fn has_secret(&self) -> bool {
        self.0.has_secret()
    }

    fn request(&self, with: &With, demands: &Demands) -> AnyTokenRequest {
        match with {
            With::RefreshToken { token, details } => refresh(self.client(), token, details, demands),
            _ => Box::new(self.with(demands)),
        }
    }
}

impl Renewals for Refreshed {
    fn client(&self) -> &Client {
        &self.client
    }

    fn grant_key(&self) -> GrantKey {
        self.key.clone()
    }

    fn token_key(&self, demands: &Demands) -> Result<TokenKey, EncodeError> {
        Ok(demands.key(TokenKey::new()))
    }

    fn has_secret(&self) -> bool {
        true
    }

    fn request(&self, with: &With, demands: &Demands) -> AnyTokenRequest {
        match with {
            With::RefreshToken { token, details } => refresh(&self.client, token, details, demands),
            // A sign-in without refresh tokens is renewed by nothing. The lifecycle does not ask for it.
            _ => refresh(&self.client, &Secret::new(String::new()), &GrantDetails::default(), demands),
        }
    }
}

fn refresh(client: &Client, token: &Secret, details: &GrantDetails, demands: &Demands) -> AnyTokenRequest {
    Box::new(demanding(client.renewal(token, details), demands))
}

fn demanding<G: Grant>(mut request: TokenRequest<G>, demands: &Demands) -> TokenRequest<G> {
    if let Some(scope) = &demands.scope {
        request = request.scope(scope.clone());
    }
    for resource in &demands.resources {
        request = request.resource(resource.clone());
    }
    match &demands.claims {
        Some(claims) => request.extra_parameter("claims", claims.clone()),
        None => request,
    }
}
