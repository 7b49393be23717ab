//! What happens outside: sign-ins, sign-outs, new credentials, flights that ended.

use super::access::Why;
use super::chain::Chain;
use super::failure::{FailureKind, RenewalError};
use super::goal::Task;
use super::held::Held;
use super::machine::{Lifecycle, SignOut};
use super::record::{GrantId, RefreshEnd};
use super::slot::Origin;
use super::token_key::TokenKey;
use super::tokens::Tokens;
use crate::time::Now;

/// So many times in a row, a flight that died is begun again at once.
const DEATHS: u8 = 3;

impl Lifecycle {
    /// Takes the tokens of a sign-in. They replace whatever there is, here and in the store.
    ///
    /// `grant` is drawn at random for each sign-in. The sign-in is safe once [`is_saved`](Self::is_saved).
    pub fn adopt(&mut self, key: &TokenKey, grant: GrantId, tokens: Tokens, now: Now) {
        self.drop_all(Why::Never);
        (self.end, self.signing_out, self.announced, self.warned) = (None, None, None, None);
        self.memories.new_sign_in();
        (self.mirror.failures, self.mirror.rest, self.mirror.perhaps) = (0, None, None);
        let edition = self.mirror.touch();
        let refresh = tokens.refresh.filter(|_| !self.settings.is_repeatable());
        let issued_at = tokens.access.as_ref().map_or(now.wall(), |access| access.issued_at);
        self.chain = Chain::new(grant, tokens.details, refresh, edition, now);
        self.chain.end = tokens.refresh_lifetime.map(|lifetime| RefreshEnd::new(issued_at, lifetime));
        self.is_adopting = self.settings.has_store();
        if let Some(access) = tokens.access {
            let age = now.wall().duration_since(access.issued_at).unwrap_or_default();
            let held = Held::new(&access, now.back(age), &self.settings, &mut self.random);
            let is_at_stake = !self.settings.is_repeatable();
            self.stage(key, held, Origin::Adopted, is_at_stake, now);
        }
        self.warn_of_end(now);
        self.report_states(now);
    }

    /// Signs out. Whatever is under way, nothing of this grant is handed out or stored afterwards, and its refresh token is
    /// revoked.
    ///
    /// The sign-out is safe once [`is_saved`](Self::is_saved). It is repeated until the store has it.
    pub fn forget(&mut self, now: Now) {
        let (of, newest) = (self.chain.grant, self.chain.newest().cloned());
        self.drop_all(Why::SignedOut);
        self.is_adopting = false;
        if self.settings.has_store() {
            self.mirror.touch();
            self.mirror.rest = None;
            self.signing_out = Some(SignOut { of, newest, has_looked: false });
        } else {
            self.revocations
                .tokens
                .retain(|(token, _)| newest.as_ref().is_none_or(|new| new.expose() != token.expose()));
            self.revocations.add(newest);
        }
        self.report_states(now);
    }

    /// Drops one access token. The last one takes the grant with it.
    pub fn forget_token(&mut self, key: &TokenKey, now: Now) {
        self.slots.remove(key);
        self.queue.retain(|queued| queued.0 != *key);
        if self.slots.values().all(|slot| slot.current.is_none() && slot.staged.is_none()) {
            return self.forget(now);
        }
        self.mirror.touch();
    }

    /// Drops what is in memory of an access token that nobody uses any more, so that a shell can keep its number small. The
    /// sign-in stays. It does nothing while this token is being renewed or is not saved.
    pub fn drop_unused(&mut self, key: &TokenKey) {
        let is_staged = self.slots.get(key).is_some_and(|slot| slot.staged.is_some());
        if !is_staged && !self.pending(key) {
            self.slots.remove(key);
        }
    }

    /// There is a new secret or key: what the server refused was another one.
    pub fn credential_changed(&mut self, now: Now) {
        if matches!(self.memories.kind, Some(FailureKind::ClientFault | FailureKind::SameCredential)) {
            self.memories.not_before = None;
        }
        self.memories.credential = None;
        self.report_states(now);
    }

    /// Begins nothing from now on. What is under way ends, and what is unsaved is written once more. It is over once
    /// [`wants_flight`](Self::wants_flight) is `false`.
    pub fn shutdown(&mut self, now: Now) {
        self.is_closing = true;
        self.mirror.rest = None;
        self.revocations.rest = None;
        self.queue.clear();
        if self.sending.is_some() {
            return;
        }
        if let Some(mark) = self.goal.take().and_then(|goal| goal.mark) {
            let edition = self.mirror.touch();
            self.chain.take_back(&mark, edition, now);
        }
        self.generation += 1;
    }

    /// The flight ended before it reported: its task is gone, or its runtime. What was being sent is in doubt, and
    /// everything else is done again.
    pub fn died(&mut self, now: Now) {
        if let Some(task) = self.task.take() {
            self.interrupted(task, now);
        }
        self.report_states(now);
    }

    /// A piece of work has no result.
    pub(super) fn interrupted(&mut self, task: Task, now: Now) {
        if task == Task::Renew {
            let Some(sending) = self.sending.take() else { return };
            self.abandon(&sending);
            if let Some(goal) = self.goal.as_mut().filter(|goal| sending.token.is_none() && goal.deaths < DEATHS) {
                goal.deaths += 1;
                return;
            }
            return self.renewal_failed(sending, RenewalError::interrupted(), now);
        }
        if task == Task::Release {
            return (self.mirror.lease, self.mirror.asked) = (None, None);
        }
        let Some(goal) = self.goal.as_mut() else { return };
        goal.deaths += 1;
        if goal.deaths > DEATHS {
            if let Some(mark) = goal.mark.take() {
                let edition = self.mirror.touch();
                self.chain.take_back(&mark, edition, now);
            }
            self.fail(FailureKind::Interrupted, None, false, now);
        }
    }
}
