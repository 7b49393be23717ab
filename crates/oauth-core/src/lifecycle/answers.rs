//! What became of a piece of work.

use std::time::Duration;

use super::event::Event;
use super::failure::{FailureKind, StoreFailed};
use super::goal::{Reason, Stage, Task};
use super::held::Look;
use super::job::Attempt;
use super::machine::Lifecycle;
use super::outcome::{Lease, Outcome};
use super::record::{Record, Version};
use super::settings::Setting;
use crate::error::Spent;
use crate::server::Rotation;
use crate::time::Now;

/// A lease that is taken is looked at again after this time at the earliest.
const SOONEST_LOOK: Duration = Duration::from_millis(100);
/// The same, at the latest: it is mostly given back after one request.
const LATEST_LOOK: Duration = Duration::from_millis(500);
/// A token that could not be revoked is tried so often in all.
const REVOCATIONS: u8 = 3;

impl Lifecycle {
    /// Reports what became of the piece of work with this number. A result that comes late is used if it can be.
    ///
    /// Afterwards, wake whoever waits if the generation has changed.
    pub fn done(&mut self, attempt: Attempt, outcome: Outcome, now: Now) {
        match self.task {
            Some(task) if attempt == self.attempt => {
                self.task = None;
                self.finish(task, outcome, now);
            }
            _ => self.finish_late(attempt, outcome, now),
        }
        self.warn_of_end(now);
        self.report_states(now);
    }

    fn finish(&mut self, task: Task, outcome: Outcome, now: Now) {
        match (task, outcome) {
            (Task::Load, Outcome::Loaded(found)) => self.loaded(found, now),
            (Task::Lease, Outcome::Leased(lease)) => self.leased(lease, now),
            (Task::Write, Outcome::Written(written)) => self.written(written, now),
            (Task::Renew, Outcome::Renewed(renewed)) => {
                let Some(sending) = self.sending.take() else { return };
                match renewed {
                    Ok(tokens) => self.renewed(sending, *tokens, now),
                    Err(error) => {
                        if error.refresh_token == Spent::Unknown {
                            self.abandon(&sending);
                        }
                        self.renewal_failed(sending, *error, now);
                    }
                }
            }
            (Task::Revoke, outcome) => self.revoked(matches!(outcome, Outcome::Revoked(true)), now),
            (Task::Release, _) => (self.mirror.lease, self.mirror.asked) = (None, None),
            // An outcome of another kind is a mistake of the driver. The work is as good as not done.
            (task, _) => self.interrupted(task, now),
        }
    }

    /// The response of an attempt that was given up is used like any other.
    fn finish_late(&mut self, attempt: Attempt, outcome: Outcome, now: Now) {
        let Some(place) = self.abandoned.iter().position(|sending| sending.attempt == attempt) else { return };
        let Some(sending) = self.abandoned.remove(place) else { return };
        match outcome {
            Outcome::Renewed(Ok(tokens)) => self.renewed(sending, *tokens, now),
            Outcome::Renewed(Err(error)) if sending.epoch == self.epoch => self.failed_late(&sending, *error, now),
            _ => {}
        }
    }

    fn loaded(&mut self, found: Result<Option<(Version, Record)>, StoreFailed>, now: Now) {
        let is_for_sign_out = self.signing_out.as_ref().is_some_and(|out| !out.has_looked);
        match found {
            Ok(found) => {
                self.memories.looked = Some(now);
                if self.memories.kind == Some(FailureKind::Store) && self.memories.well() {
                    self.events.push(Event::Recovered);
                }
                self.mirror.is_unreadable = false;
                match found {
                    Some((version, record)) => self.take(version, record, now),
                    None => self.missing(),
                }
                self.decide(now);
            }
            Err(StoreFailed) if is_for_sign_out && !self.is_closing && !self.settings.is_repeatable() => {
                self.mirror.failed(&mut self.random, now);
                return self.fail(FailureKind::Store, None, false, now);
            }
            Err(StoreFailed) if self.settings.is_repeatable() => self.go_on_alone(),
            Err(StoreFailed) => self.fail(FailureKind::Store, None, false, now),
        }
        if let Some(out) = self.signing_out.as_mut().filter(|_| is_for_sign_out) {
            out.has_looked = true;
        }
    }

    /// A repeatable grant does not depend on its store.
    fn go_on_alone(&mut self) {
        if self.memories.failures == 0 && !self.mirror.has_failed {
            self.events.push(Event::Failed(FailureKind::Store));
        }
        self.mirror.has_failed = true;
        if let Some(goal) = self.goal.as_mut() {
            goal.stage = Stage::Send;
        }
    }

    /// The record was seen: is the renewal still needed, and what comes next?
    pub(super) fn decide(&mut self, now: Now) {
        let Some(goal) = &self.goal else { return };
        if self.is_blocked() {
            return if self.settings.is_repeatable() {
                self.go_on_alone();
            } else {
                self.fail(FailureKind::Store, None, false, now);
            };
        }
        let held = self.slots.get(&goal.key).and_then(|slot| slot.current.as_ref());
        let is_enough = held.is_some_and(|held| {
            let is_new = match goal.reason {
                Reason::Asked(at) => held.age(now) <= now.age_of(at).certain,
                _ => true,
            };
            held.look(now) == Look::Fresh && !held.doubtful && is_new
        });
        if is_enough {
            return self.well();
        }
        let is_leased = self.mirror.lease.is_some();
        // Another process has sent the token a moment ago. It holds the lease as long as it lives.
        let waits = goal.stage == Stage::Look && self.why(now).is_none() && !is_leased && self.settings.has_store();
        if !self.can_send(now) && !waits {
            return self.stuck(now);
        }
        let has_store = self.settings.has_store();
        if let Some(goal) = self.goal.as_mut() {
            let goes_alone = goal.stage == Stage::Send;
            goal.stage = if !has_store || is_leased || goes_alone { Stage::Send } else { Stage::Lease };
        }
    }

    fn leased(&mut self, lease: Result<Lease, StoreFailed>, now: Now) {
        let is_repeatable = self.settings.is_repeatable();
        let second_use_is_open = self.second_use_is_open(now);
        let Some(goal) = self.goal.as_mut() else {
            self.mirror.lease = self.mirror.asked.filter(|_| lease == Ok(Lease::Held));
            return;
        };
        match lease {
            Ok(Lease::Held) => {
                self.mirror.lease = self.mirror.asked;
                goal.stage = Stage::LookAgain;
            }
            Ok(Lease::Taken { look_again }) => {
                self.mirror.asked = None;
                let waiting = now.age_of(*goal.waiting.get_or_insert(now)).certain;
                let most = if is_repeatable { Setting::LeaseWait } else { Setting::AttemptLimit };
                let is_over = waiting >= self.settings.duration(most);
                if (is_repeatable && is_over) || second_use_is_open {
                    goal.stage = Stage::Send;
                } else if is_over {
                    self.fail(FailureKind::Leased, None, false, now);
                } else {
                    goal.rest = Some(now.plus(look_again.clamp(SOONEST_LOOK, LATEST_LOOK)));
                    goal.stage = Stage::Look;
                }
            }
            Ok(Lease::Paused { left }) => {
                self.mirror.asked = None;
                self.paused(left, now);
            }
            Err(StoreFailed) if is_repeatable => self.go_on_alone(),
            Err(StoreFailed) => self.fail(FailureKind::Store, None, false, now),
        }
    }

    /// Whether the token to send was sent by a process that must be gone by now, and may be sent once more. To wait for the
    /// end of the lease could be to wait past the second use.
    fn second_use_is_open(&self, now: Now) -> bool {
        // The intent, the request and the save of the holder, each at its limit.
        let request = self.settings.duration(Setting::AttemptLimit);
        let over = request + self.settings.duration(Setting::StoreLimit) * 5 / 2;
        let rotates = self.chain.rotation(self.settings.rotation()) != Rotation::Never;
        let sent = self.pick(now).and_then(|token| self.chain.sent_age(token, now));
        rotates && sent.is_some_and(|age| age >= over)
    }

    fn revoked(&mut self, is_revoked: bool, now: Now) {
        let Some((token, failures)) = self.revocations.tokens.pop_front() else { return };
        self.revocations.rest = None;
        if is_revoked {
            return;
        }
        if failures + 1 >= REVOCATIONS || self.is_closing {
            return self.events.push(Event::NotRevoked);
        }
        self.revocations.tokens.push_back((token, failures + 1));
        let longest = Duration::from_secs(2 << failures);
        self.revocations.rest = Some(now.plus(longest / 2 + self.random.up_to(longest / 2)));
    }
}
