//! URLs that a user's browser is sent to.

use super::Client;
use crate::call::pairs::{self, Pairs, Value};
use crate::error::EncodeError;
use crate::server::Endpoint;
use crate::wire::form::{self, Space};

impl Client {
    /// The URL of an endpoint of the server with the `client_id` and these parameters in its query.
    ///
    /// The endpoint keeps its own query (RFC 6749 §3.1), in which no parameter of the request can stand.
    ///
    /// A space is `%20` there and not `+`, which form decoders and URI decoders read alike.
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
