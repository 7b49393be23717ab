//! The access that a request asks for.

use serde_json::Value;

use crate::access::{authorization_details, resource, scope};
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;

/// The scopes, resources and details of a request, limited to those that the client may have.
#[derive(Clone, Debug)]
pub(crate) struct RequestedAccess {
    pub(crate) scopes: Vec<String>,
    pub(crate) resources: Vec<String>,
    pub(crate) authorization_details: Option<Value>,
    /// The first of the `acr_values`, which is the one that the sign-in satisfies.
    pub(crate) acr: Option<String>,
}

impl RequestedAccess {
    pub(crate) fn read(client: &RegisteredClient, parameters: &Parameters) -> Result<Self, Refusal> {
        let acr_values = parameters.value("acr_values").and_then(|values| values.split(' ').next());
        Ok(Self {
            scopes: scope::grant(parameters.value("scope"), &client.scopes)?,
            resources: resource::grant(parameters.values("resource"), &client.resources)?,
            authorization_details: authorization_details::read(client, parameters)?,
            acr: acr_values.map(str::to_owned),
        })
    }

    /// Whether an ID token is requested.
    pub(crate) fn is_openid(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "openid")
    }
}
