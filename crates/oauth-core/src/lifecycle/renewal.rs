//! What a request brought, and how a renewal ends.

use std::sync::Arc;
use std::time::Duration;

use super::access::Why;
use super::chain::MOST;
use super::event::{Cause, Event};
use super::failure::{FailureKind, RenewalError};
use super::goal::{Reason, Sending};
use super::held::Held;
use super::machine::Lifecycle;
use super::memories::LONGEST_PAUSE;
use super::record::RefreshEnd;
use super::settings::Setting;
use super::slot::Origin;
use super::tokens::Tokens;
use crate::error::Spent;
use crate::time::Now;

/// After the server refused the request for one access token, that token is not requested for this long.
const AFTER_REQUEST_REFUSED: Duration = Duration::from_secs(60);
/// The longest pause within a flight; after a longer one, callers are told.
const LONGEST_IN_FLIGHT: Duration = Duration::from_secs(2);
const MINUTE: Duration = Duration::from_secs(60);

impl Lifecycle {
    /// A request brought tokens.
    pub(super) fn renewed(&mut self, sending: Sending, tokens: Tokens, now: Now) {
        if sending.epoch != self.epoch {
            // The user signed out, or in again, in the meantime.
            return self.revocations.add(tokens.refresh.filter(|_| sending.token.is_some()));
        }
        let edition = self.mirror.touch();
        let mut is_new = false;
        if let Some(old) = &sending.token {
            self.learn_details(&tokens);
            is_new = tokens.refresh.as_ref().is_some_and(|new| new.expose() != old.expose());
            match tokens.refresh_lifetime {
                Some(lifetime) => self.chain.end = Some(RefreshEnd::new(sending.at.wall(), lifetime)),
                None if is_new => self.chain.end = None,
                None => {}
            }
            self.chain.advance(old, sending.mark.as_ref(), tokens.refresh, edition, now);
        }
        let is_late = sending.attempt != self.attempt;
        if !is_late {
            self.memories.credential = None;
        }
        let Some(mut stored) = tokens.access else { return self.well() };
        stored.issued_at = sending.at.wall();
        let mut held = Held::new(&stored, sending.at, &self.settings, &mut self.random);
        self.check_window(&held);
        let known = self.slots.get(&sending.key).and_then(|slot| slot.current.as_ref());
        let echo = known.filter(|known| known.is(&stored.token));
        if let Some(known) = echo {
            (held.echoes, held.doubtful) = (known.echoes.saturating_add(1), known.doubtful);
        }
        let is_echo = echo.is_some();
        let is_dead = !held.is_alive(now);
        let overlaps = matches!(sending.reason, Reason::Due(Cause::Early)) && !is_echo;
        let is_older = known.is_some_and(|known| known.ends_after(&held) && !known.doubtful);
        if is_late && is_older {
            // The response of a later request came first.
            return;
        }
        self.stage(&sending.key, held, Origin::Renewal { overlaps }, is_new, now);
        if !is_echo && !is_dead {
            self.memories.was_none();
        }
        let goal = self.goal.as_ref();
        let serves = goal.is_some_and(|goal| goal.key == sending.key && self.sending.is_none());
        if is_late && !serves {
            return;
        }
        if is_dead {
            // It lived for less time than its request took. To ask again at once would ask without end.
            return self.fail(FailureKind::Unusable, None, false, now);
        }
        self.well();
    }

    /// Reports a window that was chosen and is too long for tokens of this lifetime.
    fn check_window(&mut self, held: &Held) {
        let Some(lifetime) = held.lifetime.filter(|_| self.settings.was_chosen(Setting::EarlyWindow)) else { return };
        let is_cut = self.settings.duration(Setting::EarlyWindow) > self.settings.share(Setting::EarlyShare, lifetime);
        if is_cut && self.clamped_for != Some(lifetime) {
            self.clamped_for = Some(lifetime);
            self.events.push(Event::Clamped { setting: Setting::EarlyWindow, lifetime: Some(lifetime) });
        }
    }

    /// Adds what a renewal tells of the sign-in and was not known. What was known stays.
    fn learn_details(&mut self, tokens: &Tokens) {
        let (known, new) = (&self.chain.details, &tokens.details);
        let is_news = (known.first_claims.is_none() && new.first_claims.is_some())
            || (known.granted_scope.is_none() && new.granted_scope.is_some());
        if is_news {
            let details = Arc::make_mut(&mut self.chain.details);
            if details.first_claims.is_none() {
                details.first_claims.clone_from(&new.first_claims);
                details.subject = details.subject.take().or_else(|| new.subject.clone());
            }
            if details.granted_scope.is_none() {
                details.granted_scope.clone_from(&new.granted_scope);
            }
        }
    }

    /// The renewal is over: there is a token.
    pub(super) fn well(&mut self) {
        if self.memories.well() {
            self.events.push(Event::Recovered);
        }
        self.announced = None;
        self.goal = None;
        self.generation += 1;
    }

    /// A request failed.
    pub(super) fn renewal_failed(&mut self, sending: Sending, error: RenewalError, now: Now) {
        if sending.epoch != self.epoch {
            return self.revocations.add(error.rotated);
        }
        let Some(old) = &sending.token else {
            let repeats = error.credential.is_none() && is_worth_repeating(error.kind);
            return self.request_failed(&sending, &error, repeats, now);
        };
        if error.another_user {
            self.revocations.add(error.rotated);
            let edition = self.mirror.touch();
            self.chain.refuse(old, edition, now);
            self.end = Some(Why::AnotherUser);
            return self.stuck(now);
        }
        if let Some(rotated) = error.rotated {
            let edition = self.mirror.touch();
            self.chain.advance(old, sending.mark.as_ref(), Some(rotated), edition, now);
            return self.fail(FailureKind::Unusable, None, false, now);
        }
        match error.refresh_token {
            Spent::Dead => {
                // Another process may have a newer one; then comes the next candidate, and then the end.
                let edition = self.mirror.touch();
                self.chain.refuse(old, edition, now);
                self.start_anew();
                if !self.settings.has_store() && !self.can_send(now) {
                    self.stuck(now);
                }
            }
            Spent::Unspent => {
                if let Some(mark) = &sending.mark {
                    let edition = self.mirror.touch();
                    self.chain.take_back(mark, edition, now);
                }
                let repeats = error.credential.is_none() && is_worth_repeating(error.kind);
                self.request_failed(&sending, &error, repeats, now);
            }
            Spent::Unknown => {
                let repeats = self.can_send(now);
                self.request_failed(&sending, &error, repeats, now);
            }
        }
    }

    /// The response of a request that was given up is an error. It says what became of the refresh token.
    pub(super) fn failed_late(&mut self, sending: &Sending, error: RenewalError, now: Now) {
        let Some(token) = &sending.token else { return };
        if error.another_user {
            return self.revocations.add(error.rotated);
        }
        match (error.rotated, error.refresh_token, &sending.mark) {
            (Some(rotated), ..) => {
                let edition = self.mirror.touch();
                self.chain.advance(token, sending.mark.as_ref(), Some(rotated), edition, now);
            }
            (None, Spent::Dead, _) => {
                let edition = self.mirror.touch();
                self.chain.refuse(token, edition, now);
            }
            (None, Spent::Unspent, Some(mark)) => {
                let edition = self.mirror.touch();
                self.chain.take_back(mark, edition, now);
            }
            _ => {}
        }
    }

    /// The renewal begins again with a look into the store.
    fn start_anew(&mut self) {
        let stage = self.first_stage();
        if let Some(goal) = self.goal.as_mut() {
            goal.stage = stage;
        }
    }

    fn request_failed(&mut self, sending: &Sending, error: &RenewalError, repeats: bool, now: Now) {
        match error.kind {
            FailureKind::ClientFault => self.memories.credential = error.credential,
            FailureKind::SameCredential | FailureKind::NotSupplied => {
                self.memories.was_none();
                if let Some(goal) = self.goal.as_mut() {
                    goal.requests = goal.requests.saturating_sub(1);
                }
            }
            FailureKind::Request => {
                let slot = self.slots.entry(sending.key.clone()).or_default();
                slot.not_before = Some(now.plus(AFTER_REQUEST_REFUSED));
                self.pause_others(None);
                if self.memories.failures == 0 {
                    self.events.push(Event::Failed(FailureKind::Request));
                }
                self.goal = None;
                self.generation += 1;
                return;
            }
            _ => {}
        }
        let is_open = error.refresh_token == Spent::Unknown;
        if is_open {
            self.start_anew();
        }
        if let Some(goal) = self.goal.as_mut() {
            goal.is_open = is_open;
        }
        if is_open {
            // The renewal goes on, and who waits is told that it may take longer.
            self.generation += 1;
        }
        self.fail(error.kind, error.retry_after, repeats, now);
    }

    /// A step of the renewal failed. It is tried again within the flight if that is soon; then when a caller asks.
    pub(super) fn fail(&mut self, kind: FailureKind, retry_after: Option<Duration>, repeats: bool, now: Now) {
        if self.memories.failures == 0 {
            self.events.push(Event::Failed(kind));
        }
        let pause = self.memories.failed(kind, retry_after, &self.settings, &mut self.random, now);
        let left = self.goal.as_ref().and_then(|goal| {
            let held = self.slots.get(&goal.key)?.current.as_ref()?;
            held.left(now).filter(|left| !left.is_zero())
        });
        // One try is due when the token ends.
        let cut = left.filter(|_| retry_after.is_none() && kind != FailureKind::TooMany);
        let pause = cut.map_or(pause, |left| pause.min(left));
        self.memories.not_before = Some(now.plus(pause));
        let (attempts, limit) = (self.settings.count(Setting::Attempts), self.settings.duration(Setting::AttemptLimit));
        let Some(goal) = self.goal.as_mut() else { return self.end_goal() };
        goal.tries += 1;
        let is_soon = pause <= LONGEST_IN_FLIGHT;
        // An attempt that had no response took its time. One more fits into the lease.
        let latest = if goal.is_open { 2 * limit } else { limit };
        let is_young = now.age_of(goal.began).certain < latest;
        if repeats && is_soon && is_young && goal.tries < attempts {
            goal.rest = Some(now.plus(pause));
            return;
        }
        self.pause_others(Some(cut.map_or(pause, |_| pause.min(LONGEST_PAUSE))).map(|pause| (pause, cut)));
        self.end_goal();
    }

    /// Nobody else asks the server for a while: this flight has made requests, and they brought nothing.
    fn pause_others(&mut self, pause: Option<(Duration, Option<Duration>)>) {
        let requests = self.goal.as_ref().map_or(0, |goal| goal.requests);
        if requests == 0 || self.mirror.lease.is_none() {
            return;
        }
        let per_request = MINUTE / u32::try_from(self.settings.count(Setting::RequestsPerMinute)).unwrap_or(1);
        let (own, cut) = pause.unwrap_or_default();
        let pause = own.max(per_request * requests);
        self.mirror.pause = Some(cut.map_or(pause, |left| pause.min(left)));
    }

    /// Another process failed a moment ago.
    pub(super) fn paused(&mut self, left: Duration, now: Now) {
        let left = left.min(self.settings.duration(Setting::LongestRetryAfter));
        if self.memories.failures == 0 {
            self.events.push(Event::Failed(FailureKind::Paused));
            self.memories.failures = 1;
            self.memories.since = Some(now);
        }
        self.memories.kind = Some(FailureKind::Paused);
        self.memories.not_before = Some(now.plus(left));
        self.end_goal();
    }

    /// A request was given up, and its response may still come.
    pub(super) fn abandon(&mut self, sending: &Sending) {
        self.abandoned.push_back(sending.clone());
        if self.abandoned.len() > MOST {
            self.abandoned.pop_front();
        }
    }
}

/// Whether the same request may bring something else within seconds.
fn is_worth_repeating(kind: FailureKind) -> bool {
    !matches!(kind, FailureKind::Request | FailureKind::SameCredential | FailureKind::ClientFault)
}
