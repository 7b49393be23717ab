//! The user code of a device, RFC 8628, section 6.1: short, without vowels and look-alikes.

use std::collections::BTreeMap;

use crate::ids::Ids;
use crate::polling::{PendingRequests, UserDecision};

const ALPHABET: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// The devices that wait for a user.
#[derive(Debug, Default)]
pub(crate) struct Devices {
    pub(crate) requests: PendingRequests,
    /// The device code for each user code.
    pub(crate) user_codes: BTreeMap<String, String>,
}

impl Devices {
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

/// A user code, such as `BVKV-ZGZL`.
pub(crate) fn user_code(ids: &mut Ids) -> String {
    let letters: Vec<char> = ids
        .bytes(8)
        .into_iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte) % 20))
        .map(|byte| char::from(*byte))
        .collect();
    let (left, right) = letters.split_at(letters.len() / 2);
    format!("{}-{}", left.iter().collect::<String>(), right.iter().collect::<String>())
}
