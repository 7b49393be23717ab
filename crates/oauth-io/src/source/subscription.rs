//! The tokens of a source, one after the other.

use std::sync::Arc;
use std::time::Duration;

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
        let source = &self.source;
        loop {
            // Before the token: one that comes after this look is not missed.
            let (generation, is_shut_down) = source.shared().epoch()?;
            let token = source.asked().await?;
            if self.last != Some(token.generation()) {
                self.last = Some(token.generation());
                return Ok(token);
            }
            if is_shut_down {
                return Err(TokenError::ShutDown);
            }
            let is_other = source
                .shared()
                .state
                .changed(move |state| (state.lifecycle.generation() != generation || state.is_shut_down).then_some(()));
            match due(source) {
                Some(due) => drop(within(is_other, source.shared().transport.sleep(due)).await),
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
    /// While renewals fail, it goes on at [`next_try`](TokenError::next_try), at most once in a second: a secret that was
    /// refused may be replaced.
    ///
    /// # Errors
    ///
    /// Always: it ends with [`TokenError::SignIn`], [`TokenError::ShutDown`], or an error of the process or of the program.
    pub async fn keep_warm(&self) -> TokenError {
        let mut tokens = self.subscribe();
        loop {
            let Err(error) = tokens.next().await else { continue };
            let now = self.shared().now();
            let rest = match error.next_try() {
                Some(next_try) => next_try.duration_since(now.wall()).unwrap_or_default(),
                None if error.is_transient() => SHORTEST_REST,
                None => return error,
            };
            // A clock that is set back does not lengthen the rest.
            self.shared().transport.sleep(rest.clamp(SHORTEST_REST, LONGEST_REST)).await;
        }
    }
}

const SHORTEST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How long it takes until it is worth asking again. `None`: until something happens.
fn due(source: &TokenSource) -> Option<Duration> {
    /// If nothing is known.
    const SOON: Duration = Duration::from_secs(1);
    const SOONEST: Duration = Duration::from_millis(10);
    let now = source.shared().now();
    let Some(snapshot) = source.shared().state.look(|state| state.lifecycle.snapshot(source.key(), now)) else {
        return Some(SOON);
    };
    let due = snapshot.fresh_for().saturating_sub(now.age_of(snapshot.since()).perhaps).max(SOONEST);
    (snapshot.fresh_for() != Duration::MAX).then_some(due)
}
