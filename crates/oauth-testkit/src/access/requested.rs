//! What a request asks for, whatever its grant: scopes, resources, details, and how strongly the user is to sign in.

use serde_json::Value;

use crate::access::{authorization_details, resource, scope};
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;

/// What is asked for, and what may be granted.
#[derive(Clone, Debug)]
pub(crate) struct RequestedAccess {
    pub(crate) scopes: Vec<String>,
    pub(crate) resources: Vec<String>,
    pub(crate) authorization_details: Option<Value>,
    /// The first of the `acr_values`: the user always signs in as strongly as that.
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

    /// Whether an ID token is asked for.
    pub(crate) fn is_openid(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "openid")
    }
}
