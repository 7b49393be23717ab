//! A transport that sees which token requests a source sends.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Request, Response};
use oauth_io::{AnyTransport, SpawnError, Task, Transport, TransportError};
use serde_json::Value;

/// A transport that counts. Clones share the count.
#[derive(Clone)]
pub(super) struct Wire {
    transport: AnyTransport,
    tally: Arc<Mutex<Tally>>,
}

/// What was sent.
#[derive(Default)]
pub(super) struct Tally {
    /// Token requests, also those of which nothing was sent.
    pub(super) requests: u64,
    /// Those of which nothing was sent, since there was no connection.
    pub(super) unsent: u64,
    /// Those that brought a token.
    pub(super) granted: u64,
    /// Refresh tokens that were sent although they had brought a token before.
    pub(super) repeated: u64,
    /// The newest refresh token.
    pub(super) refresh_token: Option<String>,
    spent: HashSet<String>,
}

impl Wire {
    pub(super) fn new(transport: AnyTransport) -> Self {
        Self { transport, tally: Arc::default() }
    }

    pub(super) fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Wire {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let form: Vec<(String, String)> = serde_urlencoded::from_bytes(request.body()).unwrap_or_default();
        let value = |name: &str| form.iter().find(|(each, _)| each == name).map(|(_, value)| value.clone());
        if value("grant_type").is_none() {
            return self.transport.send(request).await;
        }
        let sent = value("refresh_token");
        {
            let mut tally = self.tally();
            tally.requests += 1;
            tally.repeated += u64::from(sent.as_ref().is_some_and(|sent| tally.spent.contains(sent)));
        }
        let outcome = self.transport.send(request).await;
        let response =
            outcome.inspect_err(|error| self.tally().unsent += u64::from(!error.may_have_been_received()))?;
        let mut tally = self.tally();
        if response.status().is_success() {
            tally.granted += 1;
            tally.spent.extend(sent);
            let body: Option<Value> = serde_json::from_slice(response.body()).ok();
            let refresh_token = body.and_then(|body| body["refresh_token"].as_str().map(str::to_owned));
            tally.refresh_token = refresh_token.or(tally.refresh_token.take());
        }
        drop(tally);
        Ok(response)
    }

    async fn sleep(&self, duration: Duration) {
        self.transport.sleep(duration).await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.transport.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        self.transport.can_spawn()
    }
}
