//! The CIBA grant
//! ([OpenID Connect CIBA §10.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_request)).

use std::borrow::Cow;

use crate::call::Parameters;
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::endpoint::BackchannelAuthentication;
use crate::error::EncodeError;
use crate::token::Scope;

/// The CIBA grant: asks whether the user has decided.
#[derive(Debug, Clone)]
pub struct Ciba {
    pub(crate) authentication: BackchannelAuthentication,
}

impl Grant for Ciba {
    fn grant_type(&self) -> Cow<'static, str> {
        "urn:openid:params:grant-type:ciba".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_secret("auth_req_id", &self.authentication.auth_req_id)
    }

    fn requested_scope(&self) -> Option<&Scope> {
        Some(&self.authentication.scope)
    }
}

impl Client {
    /// Asks for the token of a user who is asked on another device
    /// ([OpenID Connect CIBA §10.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_request)).
    ///
    /// This is a single request, which usually fails with
    /// [`AUTHORIZATION_PENDING`](crate::ErrorCode::AUTHORIZATION_PENDING); [`poll`](TokenRequest::poll) turns it into a
    /// flow that polls until the user has decided.
    ///
    /// ```
    /// # use oauth_core::endpoint::UserHint;
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Flow as _, Server, Step};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// # let call = client.backchannel_authentication(UserHint::Login("ada".into()));
    /// # let response = http::Response::new(
    /// #     br#"{"auth_req_id":"1c266114-a1be-4252-8ad1-04986c5b9ac1","expires_in":120}"#,
    /// # );
    /// let authentication = call.decode((&response).into(), now)?;
    /// let mut flow = client.backchannel_token(&authentication).poll();
    /// assert!(matches!(flow.step(now)?, Step::WaitUntil(time) if time == now + authentication.interval));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn backchannel_token(&self, authentication: &BackchannelAuthentication) -> TokenRequest<Ciba> {
        self.token_request(Ciba { authentication: authentication.clone() })
    }
}
