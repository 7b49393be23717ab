//! Starting a sign-in: the random values and the URL for the browser.

use zeroize::Zeroizing;

use super::prepared::Prepared;
use super::redirect::AuthorizationRedirect;
use super::request::AuthorizationRequest;
use crate::error::EncodeError;
use crate::server::Endpoint;

impl AuthorizationRequest {
    /// Starts a sign-in, with random bytes from the operating system.
    ///
    /// # Errors
    ///
    /// The redirect URI, the scope, a resource or a parameter is invalid, or a parameter is reserved for the protocol.
    /// The server has no issuer, accepts pushed requests only, has no authorization endpoint, or has no token endpoint
    /// to redeem the code at. The query of its authorization endpoint already contains a parameter of the request. Its
    /// metadata lists PKCE methods, but not the one in use. No random bytes are available.
    pub fn begin(&self) -> Result<AuthorizationRedirect, EncodeError> {
        let random = self.client().random().bytes().ok_or(EncodeError::NoRandomness)?;
        self.begin_from(&random)
    }

    /// Starts a sign-in, with random bytes from your own cryptographically secure generator. Use them only once: they
    /// determine `state`, `nonce` and the code verifier.
    ///
    /// # Errors
    ///
    /// The same as for [`begin`](Self::begin).
    pub fn begin_with(&self, random: [u8; 96]) -> Result<AuthorizationRedirect, EncodeError> {
        self.begin_from(&Zeroizing::new(random))
    }

    fn begin_from(&self, random: &[u8; 96]) -> Result<AuthorizationRedirect, EncodeError> {
        if self.client().server().metadata().require_pushed_authorization_requests == Some(true) {
            return Err(EncodeError::PushRequired);
        }
        let prepared = Prepared::new(self, random)?;
        let url = self.client().front_channel_url(Endpoint::Authorization, &prepared.pairs)?;
        Ok(AuthorizationRedirect { url, session: prepared.session })
    }
}
