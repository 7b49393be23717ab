//! URLs that a user's browser is sent to.

use super::Client;
use crate::error::EncodeError;
use crate::server::Endpoint;
use crate::wire::form;

impl Client {
    /// The URL of an endpoint of the server with the `client_id` and a form in its query.
    ///
    /// A space is `%20` there and not `+`, which form decoders and URI decoders read alike.
    pub(crate) fn front_channel_url(&self, endpoint: Endpoint, form: &[u8]) -> Result<String, EncodeError> {
        let url = self.server().endpoint(endpoint).ok_or(EncodeError::NoEndpoint { endpoint: endpoint.name() })?;
        let mut query = Vec::new();
        form::push("client_id", self.client_id(), &mut query);
        if !form.is_empty() {
            query.push(b'&');
            query.extend_from_slice(form);
        }
        let before = match url.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        // Whatever is not ASCII is percent-encoded by now, and every plus is a space.
        Ok(format!("{url}{before}{}", String::from_utf8_lossy(&query).replace('+', "%20")))
    }
}
