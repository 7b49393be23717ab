//! Requests that wait for a user who is elsewhere, and the client that asks how it goes: RFC 8628, section 3.5, and
//! the poll mode of CIBA.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::asked::Asked;
use crate::client::RegisteredClient;
use crate::respond::Refusal;

/// What `slow_down` adds to the interval, for good.
const SLOWER: Duration = Duration::from_secs(5);

/// A request that waits.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    client_id: String,
    asked: Asked,
    expires_at: SystemTime,
    interval: Duration,
    last_poll: Option<SystemTime>,
    pub(crate) decision: Option<UserDecision>,
}

/// What the user has decided.
#[derive(Clone, Debug)]
pub(crate) enum UserDecision {
    /// The subject consents.
    Approved(String),
    Denied,
}

impl Pending {
    pub(crate) fn new(client: &RegisteredClient, asked: Asked, now: SystemTime) -> Self {
        Self {
            client_id: client.client_id().to_owned(),
            asked,
            expires_at: now.checked_add(client.polling_lifetime).unwrap_or(now),
            interval: client.polling_interval,
            last_poll: None,
            decision: None,
        }
    }

    /// The subject, once there is one.
    fn poll(&mut self, now: SystemTime) -> Result<String, Refusal> {
        let refuse = |error, description| Err(Refusal::new(StatusCode::BAD_REQUEST, error, description));
        if now >= self.expires_at {
            return refuse("expired_token", "The request has expired before the user decided");
        }
        match &self.decision {
            Some(UserDecision::Approved(subject)) => return Ok(subject.clone()),
            Some(UserDecision::Denied) => return refuse("access_denied", "The user said no"),
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

/// The requests that wait, by the secret that the client asks with.
#[derive(Debug, Default)]
pub(crate) struct PendingRequests {
    pub(crate) by_secret: BTreeMap<String, Pending>,
}

impl PendingRequests {
    /// What was asked for and who consented. A request that is granted is over.
    pub(crate) fn poll(&mut self, secret: &str, client_id: &str, now: SystemTime) -> Result<(Asked, String), Refusal> {
        let pending = self.by_secret.get_mut(secret).filter(|pending| pending.client_id == client_id);
        let Some(pending) = pending else {
            return Err(Refusal::invalid_grant("The request is unknown, over, or that of another client"));
        };
        let subject = pending.poll(now)?;
        let asked = pending.asked.clone();
        self.by_secret.remove(secret);
        Ok((asked, subject))
    }
}
