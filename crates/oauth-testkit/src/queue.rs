//! What is to go wrong, and how often, and where.

use std::collections::VecDeque;

use crate::authorization::AuthorizationResponseFlaw;
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::id_token::IdTokenFlaw;
use crate::script::Script;

/// A fault with how often and where it strikes. Made from a [`Fault`], a [`Script`] or an [`IdTokenFlaw`], which strike
/// once, anywhere, or from an [`AuthorizationResponseFlaw`], which strikes once, at the authorization endpoint.
#[derive(Clone, Debug)]
pub struct QueuedFault {
    fault: Fault,
    times: usize,
    endpoint: Option<Endpoint>,
}

impl QueuedFault {
    /// Strikes the next `times` requests.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Strikes only at one endpoint; requests to others pass it by.
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

#[derive(Debug, Default)]
pub(crate) struct FaultQueue {
    queued: VecDeque<QueuedFault>,
}

impl FaultQueue {
    pub(crate) fn push(&mut self, fault: QueuedFault) {
        if fault.times > 0 {
            self.queued.push_back(fault);
        }
    }

    /// The fault for a request to `endpoint`.
    pub(crate) fn take(&mut self, endpoint: Option<Endpoint>) -> Option<Fault> {
        let fits = |queued: &QueuedFault| queued.endpoint.is_none() || queued.endpoint == endpoint;
        let at = self.queued.iter().position(fits)?;
        let queued = self.queued.get_mut(at)?;
        queued.times -= 1;
        if queued.times > 0 { Some(queued.fault.clone()) } else { self.queued.remove(at).map(|queued| queued.fault) }
    }

    pub(crate) fn pending(&self) -> usize {
        self.queued.iter().map(|queued| queued.times).sum()
    }

    pub(crate) fn clear(&mut self) {
        self.queued.clear();
    }
}
