//! The pending requests of one flow.

use std::collections::BTreeMap;
use std::time::SystemTime;

use crate::access::requested::RequestedAccess;
use crate::pending::request::PendingRequest;
use crate::response::refusal::Refusal;

/// The pending requests by secret: the `device_code`, or the `auth_req_id`.
#[derive(Debug, Default)]
pub(crate) struct PendingRequests {
    pub(crate) by_secret: BTreeMap<String, PendingRequest>,
}

impl PendingRequests {
    /// Polls a request. Once it is approved, it is removed, and the requested access and the subject are returned.
    pub(crate) fn poll(
        &mut self,
        secret: &str,
        client_id: &str,
        now: SystemTime,
    ) -> Result<(RequestedAccess, String), Refusal> {
        let pending = self.by_secret.get_mut(secret).filter(|pending| pending.client_id == client_id);
        let Some(pending) = pending else {
            return Err(Refusal::invalid_grant("The request is unknown, over, or that of another client"));
        };
        let subject = pending.poll(now)?;
        let requested = pending.requested.clone();
        self.by_secret.remove(secret);
        Ok((requested, subject))
    }
}
