//! The record: what is written, what is read, and what comes of two that differ.

use super::access::Why;
use super::chain::{Chain, MOST};
use super::event::Event;
use super::failure::{FailureKind, StoreFailed};
use super::held::{Held, Look};
use super::machine::{Lifecycle, SignOut};
use super::outcome::Written;
use super::record::{FORM, GrantId, GrantRecord, Record, Version};
use super::slot::{Origin, Slot, Staged};
use super::token_key::TokenKey;
use crate::time::Now;

impl Lifecycle {
    /// The record of this edition.
    pub(super) fn record(&self, now: Now) -> Record {
        if let Some(out) = &self.signing_out {
            return Record::SignedOut { of: out.of };
        }
        let newest = |slot: &Slot| {
            let held = slot.staged.as_ref().map(|staged| &staged.held).or(slot.current.as_ref())?;
            held.is_alive(now).then(|| held.stored())
        };
        let tokens = self.slots.iter().filter_map(|(key, slot)| Some((key.clone(), newest(slot)?)));
        Record::Grant(Box::new(GrantRecord {
            form: FORM,
            grant: self.chain.grant.unwrap_or(GrantId::from_bytes([0; 16])),
            details: self.chain.details.clone(),
            tokens: tokens.collect(),
            refresh: self.chain.candidates(),
            unrotated: self.chain.unrotated(),
            refresh_end: self.chain.end,
        }))
    }

    /// Takes what the store has.
    pub(super) fn take(&mut self, version: Version, record: Record, now: Now) {
        self.mirror.version = Some(version);
        match record {
            Record::Unreadable => self.mirror.is_unreadable = true,
            Record::SignedOut { .. } if self.signing_out.is_some() => self.signed_out(),
            // A grant that needs no user has no sign-out.
            Record::SignedOut { .. } if self.settings.is_repeatable() => {}
            // The sign-in that is here comes after it, unless it is the one that was signed out.
            Record::SignedOut { of } if self.is_adopting && (of.is_none() || of != self.chain.grant) => {}
            Record::SignedOut { .. } => self.drop_all(Why::SignedOut),
            Record::Grant(theirs) => self.take_grant(&theirs, now),
        }
    }

    fn take_grant(&mut self, theirs: &GrantRecord, now: Now) {
        if let Some(out) = &mut self.signing_out {
            if !out.has_looked || out.of.is_none_or(|of| of == theirs.grant) {
                (out.of, out.newest) = (Some(theirs.grant), theirs.newest());
                return;
            }
            // Somebody signed in since. That stands.
            self.signing_out = None;
        }
        let is_repeatable = self.settings.is_repeatable();
        if self.gone.contains(&theirs.grant) && !self.is_adopting && !is_repeatable {
            // The store lost the sign-out.
            self.mirror.touch();
            if self.chain.grant.is_some_and(|own| own != theirs.grant) {
                // Somebody has signed in since, and that is here.
                self.is_adopting = true;
                return;
            }
            self.signing_out = Some(SignOut { of: Some(theirs.grant), newest: theirs.newest(), has_looked: true });
            return;
        }
        let is_same = self.chain.grant == Some(theirs.grant);
        if self.is_adopting && !is_same {
            return;
        }
        self.is_adopting = false;
        if !is_repeatable && !is_same {
            self.change_grant(theirs.grant);
        }
        self.mirror.touch();
        if self.chain.details.first_claims.is_none() {
            self.chain.details = theirs.details.clone();
        }
        let chain_differs = !is_repeatable && self.chain.merge(theirs, &self.mirror, now);
        let tokens_differ = self.take_tokens(theirs, now);
        if !chain_differs && !tokens_differ {
            self.mirror.is_current();
        }
    }

    /// Somebody else signed in, or this process begins: the renewal under way goes on with that grant.
    fn change_grant(&mut self, grant: GrantId) {
        let (goal, queue) = (self.goal.take(), std::mem::take(&mut self.queue));
        self.drop_all(Why::Never);
        (self.goal, self.queue, self.end) = (goal, queue, None);
        if let Some(goal) = self.goal.as_mut() {
            goal.mark = None;
        }
        self.chain.grant = Some(grant);
    }

    /// Takes the access tokens that are better than ours. Returns whether ours are better than theirs.
    fn take_tokens(&mut self, theirs: &GrantRecord, now: Now) -> bool {
        let mut differs = self.slots.values().any(|slot| slot.staged.is_some());
        for (key, stored) in &theirs.tokens {
            let age = now.wall().duration_since(stored.issued_at).unwrap_or_default();
            let held = Held::new(stored, now.back(age), &self.settings, &mut self.random);
            let slot = self.slots.entry(key.clone()).or_default();
            slot.staged.take_if(|staged| held.ends_after(&staged.held));
            let overlaps = match &slot.current {
                Some(current) if current.is(&stored.token) => continue,
                Some(current) if current.is_alive(now) && !held.ends_after(current) => {
                    differs = true;
                    continue;
                }
                Some(current) => current.look(now) != Look::Old,
                None => false,
            };
            if held.is_alive(now) {
                self.generation += 1;
                slot.publish(held.numbered(self.generation), overlaps, &self.settings, now);
            }
        }
        differs
    }

    /// There is no record. The store forgot; nobody signed out. What is in memory is written back.
    pub(super) fn missing(&mut self) {
        let forgot = self.mirror.version.take().is_some();
        if self.signing_out.is_some() || self.is_adopting {
            return;
        }
        if forgot {
            self.events.push(Event::StoreForgot);
        }
        if self.chain.grant.is_some() || (forgot && self.settings.is_repeatable()) {
            self.mirror.touch();
        }
    }

    /// What became of a write.
    pub(super) fn written(&mut self, written: Result<Written, StoreFailed>, now: Now) {
        let was_failing = self.mirror.failures > 0;
        match written {
            Ok(Written::Stored(version)) => {
                self.mirror.stored(version);
                self.mirror.is_unreadable = false;
                if !self.mirror.is_behind() {
                    self.is_adopting = false;
                    self.signed_out();
                }
                if was_failing || std::mem::take(&mut self.mirror.has_failed) {
                    self.events.push(Event::Saved);
                }
                self.publish_saved(now);
            }
            Ok(Written::Is(version, theirs)) => {
                (self.mirror.failures, self.mirror.rest) = (0, None);
                if let Some(mark) = self.goal.as_mut().and_then(|goal| goal.mark.take()) {
                    self.chain.unmark(&mark, now);
                }
                self.take(version, theirs, now);
                self.publish_saved(now);
                self.decide(now);
            }
            Ok(Written::Gone) => self.missing(),
            Err(StoreFailed) => self.not_written(was_failing, now),
        }
    }

    fn not_written(&mut self, was_failing: bool, now: Now) {
        if self.settings.is_repeatable() || self.is_closing {
            if !self.settings.is_repeatable() {
                self.events.push(Event::NotSaved);
            } else if !std::mem::replace(&mut self.mirror.has_failed, true) {
                self.events.push(Event::Failed(FailureKind::Store));
            }
            self.signing_out = None;
            // The token is in memory, and the next one is saved again.
            return self.mirror.is_current();
        }
        self.mirror.failed(&mut self.random, now);
        if !was_failing {
            self.events.push(Event::NotSaved);
        }
        // What was not sent is no intent, but the store may have it.
        if let Some(mark) = self.goal.as_mut().and_then(|goal| goal.mark.take()) {
            let edition = self.mirror.touch();
            self.chain.take_back(&mark, edition, now);
        }
        self.fail(FailureKind::Store, None, false, now);
        // Who waits for the save waits no longer, whether a renewal is under way or not.
        self.generation += 1;
    }

    /// The store has the sign-out.
    fn signed_out(&mut self) {
        if let Some(out) = self.signing_out.take() {
            self.revocations.add(out.newest);
            self.mirror.is_current();
            // It may be that of another process: then no write follows that would end a time of failures.
            (self.mirror.failures, self.mirror.rest) = (0, None);
        }
    }

    /// Keeps a token that was issued. If a new refresh token came with it, nobody gets it before the store has both.
    pub(super) fn stage(&mut self, key: &TokenKey, held: Held, origin: Origin, is_at_stake: bool, now: Now) {
        let edition = self.mirror.touch();
        let slot = self.slots.entry(key.clone()).or_default();
        slot.not_before = None;
        if self.settings.has_store() && is_at_stake {
            slot.staged = Some(Staged { held, edition, origin });
            return;
        }
        self.hand_out(key, held, origin, now);
    }

    /// Hands out what the store has by now.
    fn publish_saved(&mut self, now: Now) {
        let saved = self.mirror.saved;
        let is_saved = |staged: &mut Staged| staged.edition <= saved;
        let staged =
            self.slots.iter_mut().filter_map(|(key, slot)| Some((key.clone(), slot.staged.take_if(is_saved)?)));
        for (key, staged) in staged.collect::<Vec<_>>() {
            self.hand_out(&key, staged.held, staged.origin, now);
        }
    }

    fn hand_out(&mut self, key: &TokenKey, held: Held, origin: Origin, now: Now) {
        self.generation += 1;
        let overlaps = matches!(origin, Origin::Renewal { overlaps: true });
        let slot = self.slots.entry(key.clone()).or_default();
        slot.publish(held.numbered(self.generation), overlaps, &self.settings, now);
        if origin != Origin::Adopted {
            self.events.push(Event::Renewed { key: key.clone() });
        }
    }

    /// Drops everything of this grant. A refresh token that nobody else has is revoked.
    pub(super) fn drop_all(&mut self, why: Why) {
        self.revocations.add(self.chain.newest_unsaved(self.mirror.saved));
        if let Some(grant) = self.chain.grant.filter(|_| why == Why::SignedOut) {
            self.gone.push_back(grant);
            let surplus = self.gone.len().saturating_sub(MOST);
            self.gone.drain(..surplus);
        }
        self.epoch += 1;
        self.slots.clear();
        self.end_goal();
        self.chain = Chain::default();
        self.mirror.is_current();
        self.end = Some(why).filter(|why| *why != Why::Never && !self.settings.is_repeatable());
        if let Some(why) = self.end {
            self.ended(why);
        }
    }
}
