//! The pending CIBA requests.

use std::collections::BTreeMap;

use crate::pending::decision::UserDecision;
use crate::pending::requests::PendingRequests;

/// The pending requests by `auth_req_id`, and the users that they identify.
#[derive(Debug, Default)]
pub(crate) struct BackchannelRequests {
    pub(crate) requests: PendingRequests,
    pub(crate) subjects: BTreeMap<String, String>,
}

impl BackchannelRequests {
    /// Approves a request in the name of the user that it identifies. Returns false if no request has this id.
    pub(crate) fn approve(&mut self, auth_req_id: &str) -> bool {
        let subject = self.subjects.get(auth_req_id).cloned();
        subject.is_some_and(|subject| self.decide(auth_req_id, UserDecision::Approved(subject)))
    }

    pub(crate) fn decide(&mut self, auth_req_id: &str, decision: UserDecision) -> bool {
        let pending = self.requests.by_secret.get_mut(auth_req_id);
        pending.map(|pending| pending.decision = Some(decision)).is_some()
    }

    /// The ids of the requests without a decision.
    pub(crate) fn undecided(&self) -> Vec<String> {
        let waiting = self.requests.by_secret.iter().filter(|(_, pending)| pending.decision.is_none());
        waiting.map(|(id, _)| id.clone()).collect()
    }
}
