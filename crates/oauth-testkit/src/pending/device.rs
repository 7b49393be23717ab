//! The pending device authorization requests.

use std::collections::BTreeMap;

use crate::pending::decision::UserDecision;
use crate::pending::requests::PendingRequests;

/// The pending requests by `device_code`, and their user codes.
#[derive(Debug, Default)]
pub(crate) struct DeviceRequests {
    pub(crate) requests: PendingRequests,
    /// The `device_code` of each `user_code`.
    pub(crate) user_codes: BTreeMap<String, String>,
}

impl DeviceRequests {
    /// Records the decision of the user. Returns false if no request has this code.
    pub(crate) fn decide(&mut self, user_code: &str, decision: UserDecision) -> bool {
        let pending = self.user_codes.get(user_code).and_then(|code| self.requests.by_secret.get_mut(code));
        pending.map(|pending| pending.decision = Some(decision)).is_some()
    }

    /// The user codes of the requests without a decision.
    pub(crate) fn undecided(&self) -> Vec<String> {
        let waits = |code: &String| self.requests.by_secret.get(code).is_some_and(|pending| pending.decision.is_none());
        self.user_codes.iter().filter(|(_, code)| waits(code)).map(|(user_code, _)| user_code.clone()).collect()
    }
}
