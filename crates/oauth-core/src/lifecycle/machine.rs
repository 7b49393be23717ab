//! The state of the lifecycle, and what can be told from it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::access::{Access, Generation, Later, Snapshot, Why};
use super::chain::Chain;
use super::event::Event;
use super::failure::FailureKind;
use super::goal::{Goal, Reason, Sending, Stage, Task};
use super::held::{Held, Look};
use super::job::Attempt;
use super::memories::Memories;
use super::mirror::Mirror;
use super::random::Random;
use super::record::GrantId;
use super::settings::{Setting, Settings};
use super::slot::Slot;
use super::stats::{State, Stats};
use super::token_key::TokenKey;
use crate::time::Now;
use crate::token::AccessToken;
use crate::wire::secret::Secret;

/// The life of the tokens of one grant, without I/O. See the [module](super).
#[derive(Debug)]
pub struct Lifecycle {
    pub(super) settings: Settings,
    pub(super) random: Random,
    pub(super) slots: BTreeMap<TokenKey, Slot>,
    pub(super) chain: Chain,
    /// Why there is nothing, if the chain does not say it.
    pub(super) end: Option<Why>,
    /// Grows with each sign-in and sign-out. What was requested in an earlier epoch is not used.
    pub(super) epoch: u64,
    /// There is a sign-in that the store does not have yet. It replaces whatever the store has.
    pub(super) is_adopting: bool,
    pub(super) signing_out: Option<SignOut>,
    /// Grants that were signed out. A store that lost the sign-out does not bring them back.
    pub(super) gone: VecDeque<GrantId>,
    pub(super) mirror: Mirror,
    pub(super) goal: Option<Goal>,
    pub(super) queue: VecDeque<(TokenKey, Reason)>,
    pub(super) task: Option<Task>,
    pub(super) attempt: Attempt,
    pub(super) sending: Option<Sending>,
    /// Requests that were given up and whose responses may still come.
    pub(super) abandoned: VecDeque<Sending>,
    pub(super) revocations: Revocations,
    pub(super) memories: Memories,
    pub(super) generation: Generation,
    pub(super) events: Vec<Event>,
    /// The end of the refresh token that was warned of.
    pub(super) warned: Option<std::time::SystemTime>,
    /// The end that was reported.
    pub(super) announced: Option<Why>,
    /// The lifetime for which the window was reported as cut.
    pub(super) clamped_for: Option<Duration>,
    pub(super) is_closing: bool,
}

/// A sign-out that the store does not have yet.
#[derive(Debug, Clone)]
pub(super) struct SignOut {
    pub(super) of: Option<GrantId>,
    /// The refresh token to revoke.
    pub(super) newest: Option<Secret>,
    /// The store was looked at: what it has decides which grant is signed out and which token is revoked.
    pub(super) has_looked: bool,
}

/// Refresh tokens to revoke, with the attempts that failed.
#[derive(Debug, Clone, Default)]
pub(super) struct Revocations {
    pub(super) tokens: VecDeque<(Secret, u8)>,
    pub(super) rest: Option<Now>,
}

impl Revocations {
    pub(super) fn add(&mut self, token: Option<Secret>) {
        self.tokens.extend(token.map(|token| (token, 0)));
    }
}

impl Lifecycle {
    /// Creates a lifecycle without tokens. The seed decides everything that is left to chance, such as the jitter and the
    /// numbers of leases: draw it at random for each lifecycle in each process.
    #[must_use]
    pub fn new(settings: Settings, seed: u64) -> Self {
        let events = settings.clamped().map(|setting| Event::Clamped { setting, lifetime: None }).collect();
        Self {
            settings,
            random: Random::new(seed),
            slots: BTreeMap::new(),
            chain: Chain::default(),
            end: None,
            epoch: 0,
            is_adopting: false,
            signing_out: None,
            gone: VecDeque::new(),
            mirror: Mirror::default(),
            goal: None,
            queue: VecDeque::new(),
            task: None,
            attempt: 0,
            sending: None,
            abandoned: VecDeque::new(),
            revocations: Revocations::default(),
            memories: Memories::default(),
            generation: 0,
            events,
            warned: None,
            announced: None,
            clamped_for: None,
            is_closing: false,
        }
    }

    /// Returns the settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns a number that grows whenever a caller who waits should ask again.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Returns the events since the last call.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Returns whether a renewal for this key is under way or queued, or its token is being saved.
    #[must_use]
    pub fn pending(&self, key: &TokenKey) -> bool {
        self.goal.as_ref().is_some_and(|goal| goal.key == *key)
            || self.queue.iter().any(|queued| queued.0 == *key)
            || self.is_saving(key)
    }

    /// Whether a renewed token for this key is being written to the store.
    pub(super) fn is_saving(&self, key: &TokenKey) -> bool {
        self.mirror.failures == 0 && self.is_dirty() && self.slots.get(key).is_some_and(|slot| slot.staged.is_some())
    }

    /// Returns the newest token that has not ended, and when it was requested. Its predecessor may still be the one that
    /// callers get.
    #[must_use]
    pub fn newest(&self, key: &TokenKey, now: Now) -> Option<(Arc<AccessToken>, Now)> {
        let held = self.slots.get(key)?.current.as_ref().filter(|held| held.is_alive(now))?;
        Some((held.token.clone(), held.received))
    }

    /// Returns whether the store has everything that is in memory: the last sign-in, renewal or sign-out. Always `true`
    /// without a store.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        !self.is_dirty() && self.signing_out.is_none() && !self.is_adopting
    }

    /// Returns whether there is nothing to lose: nobody signed in, or the sign-in has ended and so have its tokens.
    #[must_use]
    pub fn is_over(&self, now: Now) -> bool {
        let is_alive =
            |slot: &Slot| slot.staged.is_some() || slot.current.as_ref().is_some_and(|held| held.is_alive(now));
        !self.slots.values().any(is_alive) && (self.chain.grant.is_none() || self.why(now).is_some())
    }

    /// Returns the token that can be used without asking, and for how long. `None` if a caller has to ask.
    ///
    /// Take a new snapshot after each call of a method that changes the lifecycle.
    #[must_use]
    pub fn snapshot(&self, key: &TokenKey, now: Now) -> Option<Snapshot> {
        let slot = self.slots.get(key)?;
        let current = slot.current.as_ref()?;
        if let Some(before) = slot.overlapping(&self.settings, now) {
            let (token, fresh_for) = (before.token.clone(), self.settings.duration(Setting::Overlap));
            return Some(Snapshot::new(token, current.received, fresh_for));
        }
        let until = match current.look(now) {
            Look::Old | Look::PerhapsOld => return None,
            Look::Fresh if !current.doubtful => current.fresh_for(),
            // Until then, asking changes nothing.
            _ => self.nothing_new_until(key, slot, current, now),
        };
        let fresh_for = until.min(current.lifetime.unwrap_or(Duration::MAX));
        let snapshot = Snapshot::new(current.token.clone(), current.received, fresh_for);
        snapshot.is_fresh(now).then_some(snapshot)
    }

    /// The age of a token at which it is worth asking for it, if it is early or doubtful.
    fn nothing_new_until(&self, key: &TokenKey, slot: &Slot, current: &Held, now: Now) -> Duration {
        if self.pending(key) {
            return Duration::MAX;
        }
        let early = current.look(now) == Look::Early;
        let mut rests = self.memories.resting(now).map(|at| at.until(now)).unwrap_or_default();
        rests = rests.max(slot.not_before.map(|at| at.until(now)).unwrap_or_default());
        if !early {
            rests = rests.max(slot.refusal_rests(&self.settings, now).unwrap_or_default());
        } else if !current.doubtful && self.why(now) == Some(Why::NoRefreshToken) {
            return Duration::MAX;
        }
        now.age_of(current.received).perhaps.saturating_add(rests)
    }

    /// Returns the state of an access token.
    #[must_use]
    pub fn stats(&self, key: &TokenKey, now: Now) -> Stats {
        let held = self.slots.get(key).and_then(|slot| slot.in_use(&self.settings, now));
        Stats {
            state: self.state(key, now),
            left: held.and_then(|held| held.left(now)),
            failures: self.memories.failures,
            kind: self.memories.kind,
            since: self.memories.since,
            next_try: self.memories.resting(now),
            unsaved: self.is_dirty(),
            refresh_ends_at: self.chain.end.map(|end| end.at),
        }
    }

    fn state(&self, key: &TokenKey, now: Now) -> State {
        let held = self.slots.get(key).and_then(|slot| slot.current.as_ref());
        let look = held.map(|held| held.look(now)).filter(|look| *look != Look::Old);
        match (look, self.why(now)) {
            (None, Some(why)) => State::Ended(why),
            (Some(_), Some(why)) => State::Ending(why),
            (None, None) if self.memories.failures > 0 => State::Failed,
            _ if self.pending(key) => State::Renewing,
            (None, None) => State::Empty,
            (Some(Look::Fresh), None) => State::Fresh,
            (Some(_), None) => State::Overdue,
        }
    }

    /// Reports each state that is another one than before.
    pub(super) fn report_states(&mut self, now: Now) {
        let states: Vec<State> = self.slots.keys().map(|key| self.state(key, now)).collect();
        for ((key, slot), to) in self.slots.iter_mut().zip(states) {
            let from = slot.reported.replace(to).unwrap_or(State::Empty);
            if from != to {
                self.events.push(Event::StateChanged { key: key.clone(), from, to });
            }
        }
    }

    /// Whether the store lacks something.
    pub(super) fn is_dirty(&self) -> bool {
        self.settings.has_store() && self.mirror.is_behind() && !self.is_blocked()
    }

    /// Whether there is a record that cannot be read and may not be replaced. A sign-in replaces it, unless it may be what
    /// became of that sign-in.
    pub(super) fn is_blocked(&self) -> bool {
        let replaces = self.signing_out.is_some() || (self.is_adopting && self.mirror.perhaps.is_none());
        self.mirror.is_unreadable && !replaces
    }

    /// Whether a request can be made without a user.
    pub(super) fn can_send(&self, now: Now) -> bool {
        self.settings.is_repeatable() || (self.end.is_none() && self.pick(now).is_some())
    }

    /// The refresh token to send.
    pub(super) fn pick(&self, now: Now) -> Option<&Secret> {
        let usual = self.chain.pick(self.settings.rotation(), now);
        let is_dead =
            |slot: &Slot| slot.staged.is_none() && !slot.current.as_ref().is_some_and(|held| held.is_alive(now));
        let is_last = || self.settings.has_last_try() && self.slots.values().all(is_dead);
        usual.or_else(|| self.chain.last_try(now).filter(|_| is_last()))
    }

    /// Why nobody can get a token here without a sign-in. `None`: a renewal may still bring one.
    pub(super) fn why(&self, now: Now) -> Option<Why> {
        if self.settings.is_repeatable() {
            return None;
        }
        if self.end.is_some() {
            return self.end;
        }
        let store_failed = self.mirror.failures > 0 || self.mirror.is_unreadable;
        if self.chain.grant.is_none() {
            return (!store_failed && self.memories.failures == 0).then_some(Why::Never);
        }
        // What this process cannot write or read, another one may be unable to write too.
        let store_failed =
            store_failed || (self.settings.has_store() && self.memories.kind == Some(FailureKind::Store));
        if store_failed || self.can_send(now) { None } else { self.chain.why(now) }
    }

    /// The first step of a renewal.
    pub(super) fn first_stage(&self) -> Stage {
        if self.settings.has_store() { Stage::Look } else { Stage::Send }
    }

    pub(super) fn wait(&self) -> Access {
        Access::Wait { after: self.generation }
    }

    pub(super) fn later(&self, kind: FailureKind, now: Now) -> Access {
        let unsaved = self.mirror.resting(now).filter(|_| self.is_dirty());
        let resting = [self.memories.resting(now), unsaved].into_iter().flatten();
        let at = resting.max_by_key(|at| at.until(now)).unwrap_or_else(|| now.plus(Duration::from_secs(1)));
        Access::Later(Later { at, kind, failures: self.memories.failures, since: self.memories.since })
    }
}
