//! A pending request, and the rules for polling it
//! ([RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5)).

use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::access::requested::RequestedAccess;
use crate::client::RegisteredClient;
use crate::pending::decision::UserDecision;
use crate::response::refusal::Refusal;

/// The amount that `slow_down` adds to the interval.
const SLOWER: Duration = Duration::from_secs(5);

/// A request that is pending until the user decides or it expires.
#[derive(Clone, Debug)]
pub(crate) struct PendingRequest {
    pub(crate) client_id: String,
    pub(crate) requested: RequestedAccess,
    expires_at: SystemTime,
    interval: Duration,
    last_poll: Option<SystemTime>,
    pub(crate) decision: Option<UserDecision>,
}

impl PendingRequest {
    pub(crate) fn new(client: &RegisteredClient, requested: RequestedAccess, now: SystemTime) -> Self {
        Self {
            client_id: client.client_id().to_owned(),
            requested,
            expires_at: now.checked_add(client.polling_lifetime).unwrap_or(now),
            interval: client.polling_interval,
            last_poll: None,
            decision: None,
        }
    }

    /// The subject, if the user has approved the request.
    pub(crate) fn poll(&mut self, now: SystemTime) -> Result<String, Refusal> {
        let refuse = |error, description| Err(Refusal::new(StatusCode::BAD_REQUEST, error, description));
        if now >= self.expires_at {
            return refuse("expired_token", "The request has expired before the user decided");
        }
        match &self.decision {
            Some(UserDecision::Approved(subject)) => return Ok(subject.clone()),
            Some(UserDecision::Denied) => return refuse("access_denied", "The user has denied the request"),
            None => {}
        }
        let is_early = self.last_poll.is_some_and(|last| now < last.checked_add(self.interval).unwrap_or(last));
        self.last_poll = Some(now);
        if is_early {
            self.interval = self.interval.saturating_add(SLOWER);
            return refuse("slow_down", "The interval between two requests is too short; from now on it is 5 s longer");
        }
        refuse("authorization_pending", "The user has not decided yet")
    }
}
