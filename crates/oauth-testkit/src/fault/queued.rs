//! A fault in the queue, with its conditions.

use crate::authorization::response_flaw::AuthorizationResponseFlaw;
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::script::Script;
use crate::token::id_token_flaw::IdTokenFlaw;

/// A fault with the number of requests and the endpoint that it applies to. It is made from a [`Fault`], a [`Script`]
/// or an [`IdTokenFlaw`], which apply once, at any endpoint, or from an [`AuthorizationResponseFlaw`], which applies
/// once, at the authorization endpoint.
#[derive(Clone, Debug)]
pub struct QueuedFault {
    pub(crate) fault: Fault,
    pub(crate) times: usize,
    pub(crate) endpoint: Option<Endpoint>,
}

impl QueuedFault {
    /// Applies to the next `times` requests.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Applies only at this endpoint. Requests to other endpoints are not counted.
    #[must_use]
    pub fn at(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }
}

impl From<Fault> for QueuedFault {
    fn from(fault: Fault) -> Self {
        Self { fault, times: 1, endpoint: None }
    }
}

impl From<Script> for QueuedFault {
    fn from(script: Script) -> Self {
        Fault::Script(script).into()
    }
}

impl From<AuthorizationResponseFlaw> for QueuedFault {
    fn from(flaw: AuthorizationResponseFlaw) -> Self {
        Fault::AuthorizationResponse(flaw).at(Endpoint::Authorization)
    }
}

impl From<IdTokenFlaw> for QueuedFault {
    fn from(flaw: IdTokenFlaw) -> Self {
        Fault::IdToken(flaw).into()
    }
}

impl Fault {
    /// Applies to the next `times` requests.
    #[must_use]
    pub fn times(self, times: usize) -> QueuedFault {
        QueuedFault::from(self).times(times)
    }

    /// Applies only at this endpoint. Requests to other endpoints are not counted.
    #[must_use]
    pub fn at(self, endpoint: Endpoint) -> QueuedFault {
        QueuedFault::from(self).at(endpoint)
    }
}

impl Script {
    /// Replaces the responses to the next `times` requests.
    #[must_use]
    pub fn times(self, times: usize) -> QueuedFault {
        QueuedFault::from(self).times(times)
    }

    /// Replaces a response of this endpoint alone. Requests to other endpoints are not counted.
    #[must_use]
    pub fn at(self, endpoint: Endpoint) -> QueuedFault {
        QueuedFault::from(self).at(endpoint)
    }
}
