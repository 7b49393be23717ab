//! URLs for the user's browser.

use super::Client;
use crate::call::pairs::{self, Pairs, Value};
use crate::error::EncodeError;
use crate::server::Endpoint;
use crate::wire::form::{self, Space};

impl Client {
    /// Returns the URL of an endpoint with the `client_id` and these parameters in its query.
    ///
    /// The endpoint's own query is retained (RFC 6749 §3.1). It must not contain a parameter of the request.
    ///
    /// Spaces are encoded as `%20`, not `+`, because both form decoders and URI decoders understand it.
    pub(crate) fn front_channel_url(&self, endpoint: Endpoint, parameters: &Pairs) -> Result<String, EncodeError> {
        let url = self.server().endpoint_url(endpoint)?;
        let mut id = Pairs::default();
        id.add("client_id", Value::Text(self.client_id().to_owned().into()));
        let own = url.as_str().split_once('?').map_or("", |(_, query)| query);
        for (name, _) in form::pairs(own) {
            if id.contains(&name) || parameters.contains(&name) {
                let name = name.into_owned();
                return Err(EncodeError::EndpointParameter { endpoint: endpoint.name(), name });
            }
        }
        let query = pairs::to_form(&[&id, parameters], Space::Percent);
        let query = std::str::from_utf8(&query).map_err(|_| EncodeError::BodyFormat)?;
        Ok(pairs::with_query(url.as_str(), query))
    }
}
