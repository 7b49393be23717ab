//! The callers' way to a lifecycle.

use std::sync::Arc;

use oauth_core::Now;
use oauth_core::lifecycle::{Access, Generation, Lifecycle, Refused, TokenKey};
use oauth_core::token::AccessToken;

use super::error::TokenError;
use super::shared::{Rouse, Shared};
use super::slot::Slot;
use super::state::State;

impl Shared {
    /// # Errors
    ///
    /// The process was forked since the first use. Called before the lock is taken.
    fn check(&self) -> Result<(), TokenError> {
        self.process.check().map_err(TokenError::Transport)
    }

    /// Tells the lifecycle something.
    pub(super) fn tell<R>(
        self: &Arc<Self>,
        act: impl FnOnce(&mut Lifecycle, Now) -> R,
    ) -> Result<(R, Result<(), TokenError>), TokenError> {
        self.check()?;
        Ok(self.change(|state, now| (act(&mut state.lifecycle, now), Rouse::Flight)))
    }

    pub(super) fn shut_down(self: &Arc<Self>) -> Result<((), Result<(), TokenError>), TokenError> {
        self.check()?;
        Ok(self.change(|state, now| {
            state.is_shut_down = true;
            state.lifecycle.shutdown(now);
            ((), Rouse::Flight)
        }))
    }

    /// Asks the lifecycle about one token. A resting flight hears of it only if that gives it something to do.
    fn ask<R>(
        self: &Arc<Self>,
        key: &TokenKey,
        act: impl FnOnce(&mut State, Now) -> R,
    ) -> Result<(R, Result<(), TokenError>), TokenError> {
        self.check()?;
        Ok(self.change(|state, now| {
            let was_pending = state.lifecycle.pending(key);
            let outcome = act(state, now);
            let rouse = if was_pending || !state.lifecycle.pending(key) { Rouse::Nobody } else { Rouse::Flight };
            (outcome, rouse)
        }))
    }

    /// Waits until it is worth asking again.
    async fn changed_after(&self, after: Generation) {
        self.state.until(|state| (state.lifecycle.generation() != after).then_some(())).await;
    }

    /// Returns a token, and waits for a renewal if there is none.
    pub(super) async fn access(self: &Arc<Self>, key: &TokenKey, slot: &Slot) -> Result<Arc<AccessToken>, TokenError> {
        let mut waits = false;
        loop {
            let ((access, errors), started) = self.ask(key, |state, now| {
                let access = state.lifecycle.access(key, now);
                let errors =
                    matches!(access, Access::Later(_)).then(|| (state.error.clone(), state.store_error.clone()));
                (access, errors)
            })?;
            match access {
                Access::Use(token) => return Ok(token),
                Access::Wait { after } => {
                    started?;
                    if !std::mem::replace(&mut waits, true) {
                        self.metrics.waited();
                    }
                    self.changed_after(after).await;
                }
                Access::Later(later) => return Err(TokenError::later(&later, errors.unwrap_or_default())),
                Access::SignIn(why) => return Err(TokenError::SignIn(why)),
                _ => return Err(TokenError::Unsupported),
            }
            // Many wake at once, and most need not take the lock again.
            if let Some(token) = slot.fresh(self.now()) {
                return Ok(token);
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
            let (refused, started) = self.ask(key, |state, now| state.lifecycle.refused(key, token.text(), now))?;
            match refused {
                Refused::Replay(token) => return Ok(Some(token)),
                Refused::Wait { after } => {
                    started?;
                    self.changed_after(after).await;
                }
                _ => return Ok(None),
            }
        }
    }

    /// Waits for the renewal under way, or for one that begins from now on.
    ///
    /// # Errors
    ///
    /// The process was forked. If the flight cannot begin, there is nothing to wait for.
    pub(super) async fn renewed(self: &Arc<Self>, key: &TokenKey, begins_now: bool) -> Result<(), TokenError> {
        let ((), _started) = self.tell(|lifecycle, now| {
            if begins_now || !lifecycle.pending(key) {
                lifecycle.renew_now(key, now);
            }
        })?;
        self.state.until(|state| (!state.lifecycle.pending(key)).then_some(())).await;
        Ok(())
    }

    /// Returns a number that grows with each new token, and whether the source was shut down.
    pub(super) fn epoch(&self) -> Result<(Generation, bool), TokenError> {
        self.check()?;
        Ok(self.state.look(|state| (state.lifecycle.generation(), state.is_shut_down)))
    }

    /// Returns the newest token that has not ended, and when it was requested.
    pub(super) fn newest(&self, key: &TokenKey) -> Result<Option<(Arc<AccessToken>, Now)>, TokenError> {
        self.check()?;
        let now = self.now();
        Ok(self.state.look(|state| state.lifecycle.newest(key, now)))
    }

    /// Waits until the store has everything, or no flight works on it any more.
    pub(super) async fn saved(&self) -> Result<(), TokenError> {
        let saved = self.state.worked(|state| state.lifecycle.is_saved().then_some(())).await;
        saved.ok_or(TokenError::NotSaved)
    }

    /// Waits until nothing is under way any more.
    pub(super) async fn landed(&self) {
        self.state.landed(|state| state.late == 0).await;
    }

    pub(super) fn is_saved(&self) -> bool {
        self.state.look(|state| state.lifecycle.is_saved())
    }
}
