//! The URL that a request goes to.

use std::borrow::Cow;

use crate::error::EncodeError;
use crate::server::{Endpoint, Server};
use crate::wire::url::EndpointUrl;

/// The URL that a request goes to: an endpoint of the server's metadata, or one that the metadata does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Destination<'d> {
    /// An endpoint that the server's metadata names.
    Endpoint(Endpoint),
    /// An endpoint of one's own.
    Url {
        /// Its name, for messages.
        name: Cow<'d, str>,
        /// Its URL: `https`, or http where that was allowed by name.
        url: Cow<'d, str>,
    },
}

impl<'d> Destination<'d> {
    /// An endpoint of one's own, by a name for messages and its URL.
    pub fn url(name: impl Into<Cow<'d, str>>, url: impl Into<Cow<'d, str>>) -> Self {
        Self::Url { name: name.into(), url: url.into() }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Endpoint(endpoint) => endpoint.name(),
            Self::Url { name, .. } => name,
        }
    }

    pub(crate) fn resolve<'s>(&self, server: &'s Server) -> Result<Cow<'s, EndpointUrl>, EncodeError> {
        match self {
            Self::Endpoint(endpoint) => server.endpoint_url(*endpoint).map(Cow::Borrowed),
            Self::Url { name, url } => {
                let invalid = |problem| EncodeError::InvalidEndpoint { endpoint: name.clone().into_owned(), problem };
                EndpointUrl::new(url, server.url_policy()).map(Cow::Owned).map_err(invalid)
            }
        }
    }
}

impl From<Endpoint> for Destination<'_> {
    fn from(endpoint: Endpoint) -> Self {
        Self::Endpoint(endpoint)
    }
}
