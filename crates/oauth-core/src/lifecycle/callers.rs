//! The callers' side: what may be used, what is worth waiting for, and whether that begins a renewal.

use super::access::{Access, Generation, Later, Refused, Why};
use super::event::{Cause, Event};
use super::failure::FailureKind;
use super::goal::Reason;
use super::held::Look;
use super::machine::Lifecycle;
use super::settings::Setting;
use super::token_key::TokenKey;
use crate::time::Now;
use crate::wire::secret::Secret;

/// After an end was looked at in the store, it is not looked at again for this long.
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_secs(10);

impl Lifecycle {
    /// Asks for a token.
    ///
    /// Afterwards, start a flight if [`wants_flight`](Self::wants_flight) and none is there.
    pub fn access(&mut self, key: &TokenKey, now: Now) -> Access {
        self.warn_of_end(now);
        if let Some(slot) = self.slots.get_mut(key) {
            if slot.before.is_some() && slot.overlapping(&self.settings, now).is_none() {
                slot.before = None;
            }
            // Nothing to decide, and nothing to report.
            let plain = slot.current.as_ref().filter(|held| slot.before.is_none() && !held.doubtful);
            if let Some(held) = plain.filter(|held| held.look(now) == Look::Fresh) {
                return Access::Use(held.token.clone());
            }
        }
        let access = self.decide_access(key, now);
        self.report_states(now);
        access
    }

    fn decide_access(&mut self, key: &TokenKey, now: Now) -> Access {
        let slot = self.slots.get(key);
        if let Some(before) = slot.and_then(|slot| slot.overlapping(&self.settings, now)) {
            return Access::Use(before.token.clone());
        }
        let Some(held) = slot.and_then(|slot| slot.current.as_ref()) else {
            self.want(key, Reason::Due(Cause::Cold), now);
            return self.without_token(key, now);
        };
        let (token, doubtful) = (held.token.clone(), held.doubtful);
        match held.look(now) {
            Look::Fresh if !doubtful => {}
            // A renewal for a refusal failed. It is tried again as rarely as others for refusals.
            Look::Fresh => drop(self.want_for_refusal(key, now)),
            // Without a refresh token, there is nothing to try until the end.
            Look::Early if !doubtful && self.why(now) == Some(Why::NoRefreshToken) => {}
            Look::Early => drop(self.want(key, Reason::Due(Cause::Early), now)),
            Look::PerhapsOld => {
                // Once a try has failed, the worst that can come of this token is a 401.
                let is_tried = self.memories.failures > 0;
                if self.want(key, Reason::Due(Cause::Expired), now) && !is_tried {
                    return self.wait();
                }
            }
            Look::Old => {
                self.want(key, Reason::Due(Cause::Expired), now);
                return self.without_token(key, now);
            }
        }
        Access::Use(token)
    }

    /// Reports that a resource refused this token with 401. Nothing is taken away from other callers.
    ///
    /// Afterwards, start a flight if [`wants_flight`](Self::wants_flight) and none is there.
    pub fn refused(&mut self, key: &TokenKey, token: &Secret, now: Now) -> Refused {
        let refused = self.decide_refused(key, token, now);
        self.report_states(now);
        refused
    }

    fn decide_refused(&mut self, key: &TokenKey, token: &Secret, now: Now) -> Refused {
        let (young, after) = (self.settings.duration(Setting::Young), self.generation);
        let Some(slot) = self.slots.get_mut(key) else { return Refused::ReturnResponse };
        let Some(current) = slot.current.as_mut() else { return Refused::ReturnResponse };
        if !current.is(token) {
            slot.before = None;
            if current.is_alive(now) {
                return Refused::Replay(current.token.clone());
            }
            let is_wanted = self.want(key, Reason::Due(Cause::Expired), now);
            return if is_wanted { Refused::Wait { after } } else { Refused::ReturnResponse };
        }
        if current.age(now) < young {
            return Refused::ReturnResponse;
        }
        let is_resting = slot.refusal_rests(&self.settings, now).is_some();
        if is_resting && !self.pending(key) {
            return Refused::ReturnResponse;
        }
        if let Some(current) = self.slots.get_mut(key).and_then(|slot| slot.current.as_mut()) {
            current.doubtful = true;
        }
        if self.want_for_refusal(key, now) { Refused::Wait { after } } else { Refused::ReturnResponse }
    }

    /// Asks for one renewal that begins from now on. It is over once the key is no longer
    /// [`pending`](Self::pending). If it fails, the token in hand stays.
    ///
    /// Afterwards, start a flight if [`wants_flight`](Self::wants_flight) and none is there.
    pub fn renew_now(&mut self, key: &TokenKey, now: Now) -> Generation {
        self.want(key, Reason::Asked(now), now);
        self.report_states(now);
        self.generation
    }

    /// Asks for a renewal. Returns whether one is under way or queued now.
    fn want(&mut self, key: &TokenKey, reason: Reason, now: Now) -> bool {
        if self.is_closing {
            return false;
        }
        let is_asked = matches!(reason, Reason::Asked(_));
        if self.queue.iter().any(|queued| queued.0 == *key) {
            return true;
        }
        if let Some(goal) = self.goal.as_mut().filter(|goal| goal.key == *key) {
            if !is_asked {
                return true;
            }
            if self.sending.is_none() {
                // It has not sent yet, so it serves this caller too.
                goal.reason = reason;
                return true;
            }
        }
        if !is_asked && self.is_saving(key) {
            return true;
        }
        let slot_rests = self.slots.get(key).is_some_and(|slot| slot.is_resting(now));
        if self.memories.resting(now).is_some() || slot_rests {
            return false;
        }
        // While something is unsaved, no request is sent.
        if self.mirror.failures > 0 && self.is_dirty() {
            return false;
        }
        // A renewal under way may bring the refresh token for this one.
        if self.goal.is_none() && !self.can_send(now) {
            let looked = self.memories.looked.map(|at| now.age_of(at).certain);
            let is_end = self.why(now).is_some();
            if !self.settings.has_store() || (is_end && looked.is_some_and(|age| age < LOOK_AGAIN)) {
                return false;
            }
        }
        self.queue.push_back((key.clone(), reason));
        true
    }

    fn want_for_refusal(&mut self, key: &TokenKey, now: Now) -> bool {
        if self.pending(key) {
            return true;
        }
        if self.slots.get(key).is_some_and(|slot| slot.refusal_rests(&self.settings, now).is_some()) {
            return false;
        }
        self.want(key, Reason::Refusal, now)
    }

    /// The answer to a caller if there is no token that may be used.
    fn without_token(&mut self, key: &TokenKey, now: Now) -> Access {
        let is_open = self.goal.as_ref().is_some_and(|goal| goal.key == *key && goal.is_open);
        if self.pending(key) && !is_open {
            return self.wait();
        }
        let staged = self.slots.get(key).and_then(|slot| slot.staged.as_ref());
        let kind = match staged {
            Some(staged) if self.settings.uses_unsaved() && staged.held.is_alive(now) => {
                return Access::Use(staged.held.token.clone());
            }
            Some(_) => FailureKind::NotSaved,
            None => {
                if let Some(why) = self.why(now).filter(|_| !is_open) {
                    return Access::SignIn(why);
                }
                let refused_until = self.slots.get(key).and_then(|slot| slot.not_before).filter(|at| !at.reached(now));
                if let Some(at) = refused_until.filter(|_| self.memories.kind.is_none()) {
                    let (kind, since) = (FailureKind::Request, self.memories.since);
                    return Access::Later(Later { at, kind, failures: self.memories.failures, since });
                }
                let last = self.memories.kind.unwrap_or(FailureKind::NoResponse);
                if self.is_closing { FailureKind::Closing } else { last }
            }
        };
        self.later(kind, now)
    }

    /// Warns of the end of the refresh token, once.
    pub(super) fn warn_of_end(&mut self, now: Now) {
        let Some(end) = self.chain.end.filter(|_| !self.settings.is_repeatable()) else { return };
        let before = self.settings.duration(Setting::RefreshEndWarning).min(end.lifetime / 5);
        let left = end.at.duration_since(now.wall()).unwrap_or_default();
        // A renewal that states the same end does so with the precision of a second.
        let is_known = self.warned.is_some_and(|warned| warned.checked_add(before / 2).is_some_and(|at| at >= end.at));
        if left <= before && !is_known {
            self.warned = Some(end.at);
            self.events.push(Event::RefreshTokenEnds { left });
        }
    }
}
