//! The device grant ([RFC 8628 §3.4](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.4)).

use std::borrow::Cow;

use crate::call::Parameters;
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::endpoint::DeviceAuthorization;
use crate::error::EncodeError;
use crate::token::Scope;

/// The device code grant: asks whether the user has decided.
#[derive(Debug, Clone)]
pub struct DeviceCode {
    pub(crate) authorization: DeviceAuthorization,
}

impl Grant for DeviceCode {
    fn grant_type(&self) -> Cow<'static, str> {
        "urn:ietf:params:oauth:grant-type:device_code".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_secret("device_code", &self.authorization.device_code)
    }

    fn requested_scope(&self) -> Option<&Scope> {
        self.authorization.scope.as_ref()
    }
}

impl Client {
    /// Asks for the token of a device whose user was shown a code
    /// ([RFC 8628 §3.4](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.4)).
    ///
    /// This is a single request, which usually fails with
    /// [`AUTHORIZATION_PENDING`](crate::ErrorCode::AUTHORIZATION_PENDING); [`poll`](TokenRequest::poll) turns it into a
    /// flow that polls until the user has decided.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Flow as _, Server, Step};
    /// # use std::time::{Duration, SystemTime};
    /// # let now = SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::none())?;
    /// # let response = http::Response::new(br#"{"device_code":"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
    /// #     "user_code":"WDJB-MJHT","verification_uri":"https://example.com/device","expires_in":1800}"#);
    /// let authorization = client.device_authorization().decode((&response).into(), now)?;
    /// println!("Open {} and type {}", authorization.verification_uri, authorization.user_code);
    ///
    /// let mut flow = client.device_token(&authorization).poll();
    /// assert!(matches!(flow.step(now)?, Step::WaitUntil(time) if time == now + Duration::from_secs(5)));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn device_token(&self, authorization: &DeviceAuthorization) -> TokenRequest<DeviceCode> {
        self.token_request(DeviceCode { authorization: authorization.clone() })
    }
}
