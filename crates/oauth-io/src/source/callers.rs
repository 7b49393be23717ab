//! The callers' way to a lifecycle.

use std::sync::Arc;

use oauth_core::Now;
use oauth_core::lifecycle::{Access, Generation, Lifecycle, Refused, TokenKey};
use oauth_core::token::AccessToken;

use super::error::TokenError;
use super::flight::Landing;
use super::shared::Shared;
use super::state::Flight;

impl Shared {
    /// Asks or tells the lifecycle, publishes what it now says, and sees to it that somebody works if there is work.
    pub(super) fn tell<R>(self: &Arc<Self>, act: impl FnOnce(&mut Lifecycle, Now) -> R) -> Result<R, TokenError> {
        let now = self.now();
        let (outcome, starts, events) = self.state.update(|state| {
            let before = state.lifecycle.generation();
            let outcome = act(&mut state.lifecycle, now);
            state.told = state.told.wrapping_add(1);
            let starts = state.lifecycle.wants_flight() && state.is_idle();
            let wakes = state.flight == Flight::Resting || state.lifecycle.generation() != before;
            if starts {
                state.flight = Flight::Working;
            }
            ((outcome, starts, state.publish(now)), wakes)
        });
        self.observe(&events);
        if starts {
            Landing::start(self)?;
        }
        Ok(outcome)
    }

    /// Waits until it is worth asking again.
    async fn changed_after(&self, after: Generation) {
        self.metrics.waited();
        self.state.until(|state| (state.lifecycle.generation() != after || state.is_idle()).then_some(())).await;
    }

    /// Returns a token, and waits for a renewal if there is none.
    pub(super) async fn access(self: &Arc<Self>, key: &TokenKey) -> Result<Arc<AccessToken>, TokenError> {
        loop {
            match self.tell(|lifecycle, now| lifecycle.access(key, now))? {
                Access::Use(token) => return Ok(token),
                Access::Wait { after } => self.changed_after(after).await,
                Access::Later(later) => {
                    let errors = self.state.update(|state| ((state.error.clone(), state.store_error.clone()), false));
                    return Err(TokenError::later(&later, errors));
                }
                Access::SignIn(why) => return Err(TokenError::SignIn(why)),
                _ => return Err(TokenError::Unsupported),
            }
        }
    }

    /// Reports a token that a resource refused, and returns another one if there is one.
    pub(super) async fn refused(
        self: &Arc<Self>,
        key: &TokenKey,
        token: &AccessToken,
    ) -> Result<Option<Arc<AccessToken>>, TokenError> {
        loop {
            match self.tell(|lifecycle, now| lifecycle.refused(key, token.text(), now))? {
                Refused::Replay(token) => return Ok(Some(token)),
                Refused::Wait { after } => self.changed_after(after).await,
                _ => return Ok(None),
            }
        }
    }

    /// Waits for the renewal that was asked for at `after`, and for nothing else.
    pub(super) async fn renewed_after(self: &Arc<Self>, key: &TokenKey, after: Generation) {
        self.state
            .until(|state| {
                let done = state.lifecycle.generation() > after && !state.lifecycle.pending(key);
                (done || state.is_idle()).then_some(())
            })
            .await;
    }

    /// Waits until the store has everything, or no flight works on it any more.
    pub(super) async fn saved(&self) -> Result<(), TokenError> {
        let is_saved = self
            .state
            .until(|state| {
                let is_saved = state.lifecycle.is_saved();
                (is_saved || state.flight != Flight::Working).then_some(is_saved)
            })
            .await;
        if is_saved { Ok(()) } else { Err(TokenError::NotSaved) }
    }

    /// Waits until no flight works any more.
    pub(super) async fn landed(&self) {
        self.state.until(|state| state.is_idle().then_some(())).await;
    }
}
