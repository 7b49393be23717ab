//! The device authorization request ([RFC 8628 §3.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.1)).

use std::time::SystemTime;

use super::DeviceAuthorization;
use crate::call::Parameters;
use crate::call::Response;
use crate::client::form_request::{FormEndpoint, FormRequest};
use crate::client::{Client, Destination};
use crate::error::{DecodeError, EncodeError};
use crate::server::Endpoint;
use crate::token::Scope;

/// A device authorization request, which gets a code that the user enters on another device.
#[derive(Debug, Clone, Default)]
pub struct DeviceAuthorizationRequest {
    scope: Option<Scope>,
    resources: Vec<String>,
}

impl FormEndpoint for DeviceAuthorizationRequest {
    type Output = DeviceAuthorization;

    const GRANT_TYPE: Option<&'static str> = Some("urn:ietf:params:oauth:grant-type:device_code");

    fn destination(&self) -> Destination<'_> {
        Endpoint::DeviceAuthorization.into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        if let Some(scope) = &self.scope {
            parameters.push_scope(scope)?;
        }
        self.resources.iter().try_for_each(|resource| parameters.push_resource(resource))
    }

    fn read(
        &self,
        client: &Client,
        response: Response<'_>,
        now: SystemTime,
    ) -> Result<DeviceAuthorization, DecodeError> {
        response.read(|members| DeviceAuthorization::read(members, client.server(), self.scope.as_ref(), now))
    }
}

impl Client {
    /// Requests the codes for a device: one to show to the user, and one to poll with
    /// ([RFC 8628 §3.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.1)). A public client sends its id, a
    /// confidential client authenticates. Continue with [`device_token`](Self::device_token).
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "1406020730", ClientAuthentication::none())?;
    /// let request = client.device_authorization().scope("example_scope").encode(now)?;
    /// assert_eq!(request.body(), b"scope=example_scope&client_id=1406020730");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn device_authorization(&self) -> FormRequest<DeviceAuthorizationRequest> {
        self.form_request(DeviceAuthorizationRequest::default())
    }
}

impl FormRequest<DeviceAuthorizationRequest> {
    /// Requests these scopes. Without this, or with an empty scope, the server chooses.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Scope>) -> Self {
        self.endpoint.scope = Some(scope.into()).filter(|scope| !scope.is_empty());
        self
    }

    /// Requests a token for this resource, an absolute URI without a fragment. May be called several times
    /// ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.endpoint.resources.push(resource.into());
        self
    }
}
