//! The tokens of a source, one after the other.

use std::sync::Arc;
use std::time::Duration;

use oauth_core::lifecycle::Generation;
use oauth_core::token::AccessToken;

use super::error::TokenError;
use super::token_source::TokenSource;
use crate::Transport as _;
use crate::wait::within;

/// The current token of a source, then each new one: for a connection that holds a token for its whole length, such as a
/// gRPC stream, a WebSocket, or a session of Kafka or IMAP. From [`TokenSource::subscribe`].
///
/// It looks at the source whenever the token is due to be renewed, so somebody has to await it: without that, nothing is
/// renewed.
pub struct Subscription {
    source: TokenSource,
    last: Option<u64>,
}

impl Subscription {
    /// Returns the current token at the first call, and waits for a new one at each further call. It can be dropped and
    /// called again.
    ///
    /// # Errors
    ///
    /// There is no token; see [`TokenSource::token`]. After an error that is transient, call it again at
    /// [`next_try`](TokenError::next_try).
    pub async fn next(&mut self) -> Result<Arc<AccessToken>, TokenError> {
        loop {
            let token = self.source.asked().await?;
            if self.last != Some(token.generation()) {
                self.last = Some(token.generation());
                return Ok(token);
            }
            let (generation, due) = due(&self.source);
            let shared = self.source.shared();
            let is_other = shared.state.until(move |state| (state.lifecycle.generation() != generation).then_some(()));
            match due {
                Some(due) => drop(within(is_other, shared.transport.sleep(due)).await),
                None => is_other.await,
            }
        }
    }
}

impl TokenSource {
    /// Returns the current token, then each new one.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        Subscription { source: self.clone(), last: None }
    }

    /// Renews the token whenever it is due, even if nobody asks for it, until the sign-in ends or the source is shut down.
    /// Run it as a task of your own.
    ///
    /// # Errors
    ///
    /// It ends with an error that is not transient.
    pub async fn keep_warm(&self) -> TokenError {
        let mut tokens = self.subscribe();
        loop {
            if let Err(error) = tokens.next().await {
                let Some(next_try) = error.next_try().filter(|_| error.is_transient()) else { return error };
                let rest = next_try.duration_since(self.shared().now().wall()).unwrap_or_default();
                self.shared().transport.sleep(rest.max(Duration::from_secs(1))).await;
            }
        }
    }
}

/// The generation, and how long it takes until it is worth asking again. `None`: until something happens.
fn due(source: &TokenSource) -> (Generation, Option<Duration>) {
    /// If nothing is known.
    const SOON: Duration = Duration::from_secs(1);
    let now = source.shared().now();
    let (generation, snapshot) = source.shared().state.update(|state| {
        let snapshot = state.lifecycle.snapshot(source.key(), now);
        ((state.lifecycle.generation(), snapshot), false)
    });
    let Some(snapshot) = snapshot else { return (generation, Some(SOON)) };
    let due = snapshot.fresh_for.saturating_sub(now.age_of(snapshot.since).perhaps);
    (generation, (snapshot.fresh_for != Duration::MAX).then_some(due))
}
