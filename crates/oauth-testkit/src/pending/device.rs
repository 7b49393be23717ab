//! The user code of a device, RFC 8628, section 6.1: short, without vowels and look-alikes.

use std::collections::BTreeMap;

use crate::pending::decision::UserDecision;
use crate::pending::requests::PendingRequests;

/// The devices that wait for a user.
#[derive(Debug, Default)]
pub(crate) struct DeviceRequests {
    pub(crate) requests: PendingRequests,
    /// The device code for each user code.
    pub(crate) user_codes: BTreeMap<String, String>,
}

impl DeviceRequests {
    /// Decides for the user. False if nothing waits under this code.
    pub(crate) fn decide(&mut self, user_code: &str, decision: UserDecision) -> bool {
        let pending = self.user_codes.get(user_code).and_then(|code| self.requests.by_secret.get_mut(code));
        pending.map(|pending| pending.decision = Some(decision)).is_some()
    }

    /// The user codes nobody has decided about.
    pub(crate) fn undecided(&self) -> Vec<String> {
        let waits = |code: &String| self.requests.by_secret.get(code).is_some_and(|pending| pending.decision.is_none());
        self.user_codes.iter().filter(|(_, code)| waits(code)).map(|(user_code, _)| user_code.clone()).collect()
    }
}
