//! The URL of a request.

use std::borrow::Cow;

use crate::error::EncodeError;
use crate::server::{Endpoint, Server};
use crate::wire::url::EndpointUrl;

/// The URL of a request: an endpoint of the server's metadata, or one that is not in the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Destination<'d> {
    /// An endpoint of the server's metadata.
    Endpoint(Endpoint),
    /// An endpoint of your own.
    Url {
        /// The name, for messages.
        name: Cow<'d, str>,
        /// The URL: `https`, or `http` if explicitly allowed.
        url: Cow<'d, str>,
    },
}

impl<'d> Destination<'d> {
    /// Creates the destination of an endpoint of your own, with a name for messages.
    pub fn url(name: impl Into<Cow<'d, str>>, url: impl Into<Cow<'d, str>>) -> Self {
        Self::Url { name: name.into(), url: url.into() }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Endpoint(endpoint) => endpoint.name(),
            Self::Url { name, .. } => name,
        }
    }

    pub(crate) fn endpoint(&self) -> Option<Endpoint> {
        match self {
            Self::Endpoint(endpoint) => Some(*endpoint),
            Self::Url { .. } => None,
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
