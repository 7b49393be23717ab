//! The beginning of a sign-in: what is drawn for it, and where the browser goes.

use zeroize::Zeroizing;

use super::prepared::Prepared;
use super::redirect::AuthorizationRedirect;
use super::request::AuthorizationRequest;
use crate::error::EncodeError;
use crate::server::Endpoint;

impl AuthorizationRequest {
    /// Begins a sign-in, with random bytes from the operating system.
    ///
    /// # Errors
    ///
    /// The redirect URI, the scope, a resource or a parameter is invalid, a parameter belongs to the protocol; the server
    /// takes pushed requests only, has no authorization endpoint, or no token endpoint that would redeem the code; its
    /// authorization endpoint has a parameter of the request in its own query; its metadata lists methods of PKCE and not
    /// this one; or there are no random bytes.
    pub fn begin(&self) -> Result<AuthorizationRedirect, EncodeError> {
        let random = self.client().random().bytes().ok_or(EncodeError::NoRandomness)?;
        self.begin_from(&random)
    }

    /// Begins a sign-in with random bytes of your own, from a generator fit for keys. They are used this once: whoever
    /// knows them knows `state`, `nonce` and the code verifier.
    ///
    /// # Errors
    ///
    /// As [`begin`](Self::begin).
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
