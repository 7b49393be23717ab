//! The flight's side: what to do next.

use std::time::Duration;

use super::access::Why;
use super::event::Event;
use super::failure::FailureKind;
use super::goal::{Goal, Reason, Sending, Stage, Task};
use super::job::{Job, LeaseId, With, Work};
use super::machine::Lifecycle;
use super::record::AttemptId;
use super::settings::Setting;
use crate::server::Rotation;
use crate::time::Now;
use crate::wire::secret::Secret;

impl Lifecycle {
    /// Returns whether a flight must run. Look after every call; start one if none is there.
    #[must_use]
    pub fn wants_flight(&self) -> bool {
        self.task.is_some()
            || self.goal.is_some()
            || !self.queue.is_empty()
            || self.is_dirty()
            || !self.revocations.tokens.is_empty()
            || self.mirror.lease.is_some()
    }

    /// Returns the next piece of work.
    pub fn work(&mut self, now: Now) -> Job {
        loop {
            if let Some(job) = self.next_job(now) {
                return job;
            }
        }
    }

    /// One step towards the next piece of work. `None`: the state has changed, look again. Each such step ends the goal,
    /// takes one from the queue, or begins an edition that has to be written, so there are few of them.
    fn next_job(&mut self, now: Now) -> Option<Job> {
        if self.task.is_some() {
            // Another flight is at it.
            return Some(self.job(Work::Idle, Duration::MAX));
        }
        let resting = self.mirror.resting(now);
        let has_looked = self.signing_out.as_ref().is_none_or(|out| out.has_looked);
        if !has_looked && resting.is_none() {
            return Some(self.begin(Task::Load, Work::Load));
        }
        if self.is_dirty() && resting.is_none() {
            self.mirror.writing = self.mirror.edition;
            let (replaces, record) = (self.mirror.version.clone(), self.record(now));
            return Some(self.begin(Task::Write, Work::Write { replaces, record }));
        }
        let revocation_rests = self.revocations.rest.filter(|at| !at.reached(now));
        if let (Some((token, _)), None) = (self.revocations.tokens.front(), revocation_rests) {
            let token = token.clone();
            return Some(self.begin(Task::Revoke, Work::Revoke(token)));
        }
        let is_unsaved = self.is_dirty();
        // Between two renewals the lease is given back: each of them has the whole length.
        if let (true, Some(id)) = (is_unsaved || self.goal.is_none(), self.mirror.lease) {
            let pause = self.mirror.pause.take();
            return Some(self.begin(Task::Release, Work::Release { id, pause }));
        }
        if let (true, Some(at)) = (is_unsaved, resting) {
            return Some(self.wait_until(at, revocation_rests, now));
        }
        if self.goal.is_none() {
            let Some((key, reason)) = self.queue.pop_front() else {
                return Some(match revocation_rests.filter(|_| !self.revocations.tokens.is_empty()) {
                    Some(at) => self.job(Work::WaitUntil(at), Duration::MAX),
                    None => self.job(Work::Idle, Duration::MAX),
                });
            };
            self.goal = Some(Goal::new(key, reason, self.first_stage(), now));
        }
        self.pursue(revocation_rests, now)
    }

    fn wait_until(&self, at: Now, or: Option<Now>, now: Now) -> Job {
        let sooner = or.filter(|or| !self.revocations.tokens.is_empty() && or.until(now) < at.until(now));
        self.job(Work::WaitUntil(sooner.unwrap_or(at)), Duration::MAX)
    }

    fn pursue(&mut self, revocation_rests: Option<Now>, now: Now) -> Option<Job> {
        let goal = self.goal.as_ref()?;
        if let Some(at) = goal.rest.filter(|at| !at.reached(now)) {
            return Some(self.wait_until(at, revocation_rests, now));
        }
        match goal.stage {
            Stage::Look | Stage::LookAgain => Some(self.begin(Task::Load, Work::Load)),
            Stage::Lease => {
                let id = self.mirror.asked.unwrap_or_else(|| LeaseId(self.random.number()));
                self.mirror.asked = Some(id);
                let length = self.settings.lease_length();
                Some(self.begin(Task::Lease, Work::Lease { id, length }))
            }
            Stage::Send => self.send(now),
        }
    }

    /// The number of requests is looked at before the intent is written, and the intent is written before the request is
    /// sent.
    fn send(&mut self, now: Now) -> Option<Job> {
        let (first_stage, limit) = (self.first_stage(), self.settings.duration(Setting::AttemptLimit));
        let goal = self.goal.as_mut()?;
        if let Some(mark) = goal.mark.take_if(|mark| now.age_of(mark.at).perhaps >= limit) {
            // This process was paused since. Another one may have sent the token by now.
            goal.stage = first_stage;
            let edition = self.mirror.touch();
            self.chain.take_back(&mark, edition, now);
            return None;
        }
        if goal.mark.is_none() {
            if let Some(at) = self.memories.too_many(&self.settings, now) {
                self.fail(FailureKind::TooMany, None, false, now);
                self.memories.not_before = Some(at);
                return None;
            }
        }
        if self.settings.is_repeatable() {
            return self.request(None, now);
        }
        let marked = self.goal.as_ref().and_then(|goal| goal.mark.as_ref()).map(|mark| mark.token.clone());
        let is_marked = marked.is_some();
        let Some(token) = marked.or_else(|| self.pick(now).cloned()) else {
            self.stuck(now);
            return None;
        };
        let may_be_spent = self.chain.rotation(self.settings.rotation()) != Rotation::Never;
        if !is_marked && may_be_spent {
            let (by, edition) = (AttemptId(self.random.number()), self.mirror.touch());
            let mark = self.chain.mark(&token, by, edition, now);
            if let Some(goal) = self.goal.as_mut() {
                goal.mark = mark;
            }
            return None;
        }
        self.request(Some(token), now)
    }

    fn request(&mut self, token: Option<Secret>, now: Now) -> Option<Job> {
        let goal = self.goal.as_mut()?;
        let (key, reason, mark) = (goal.key.clone(), goal.reason, goal.mark.take());
        goal.requests += 1;
        if goal.requests == 1 {
            self.events.push(Event::Requested { key: key.clone(), cause: reason.cause() });
        }
        let attempt = self.attempt.wrapping_add(1);
        let (sent_key, sent_token, epoch) = (key.clone(), token.clone(), self.epoch);
        self.sending = Some(Sending { attempt, key: sent_key, token: sent_token, reason, epoch, at: now, mark });
        if matches!(reason, Reason::Refusal) {
            self.slots.entry(key.clone()).or_default().refusal = Some(now);
        }
        self.memories.requested(&self.settings, now);
        let with = match token {
            Some(token) => With::RefreshToken { token, details: self.chain.details.clone() },
            None => With::Grant,
        };
        let not_with = self.memories.credential;
        Some(self.begin(Task::Renew, Work::Renew { key, with, not_with }))
    }

    /// Nothing can be sent: the end, unless a response may still come.
    pub(super) fn stuck(&mut self, now: Now) {
        self.end_goal();
        match self.why(now) {
            Some(why) => self.ended(why),
            None => self.fail(FailureKind::NoResponse, None, false, now),
        }
    }

    /// Reports an end, once.
    pub(super) fn ended(&mut self, why: Why) {
        if self.announced.replace(why) != Some(why) {
            self.events.push(Event::Ended(why));
        }
    }

    /// The goal and what is queued behind it are over. Whoever waits asks again.
    pub(super) fn end_goal(&mut self) {
        self.goal = None;
        self.queue.clear();
        self.generation += 1;
    }

    fn begin(&mut self, task: Task, work: Work) -> Job {
        self.task = Some(task);
        self.attempt = self.attempt.wrapping_add(1);
        let limit = match task {
            Task::Renew | Task::Revoke => Setting::AttemptLimit,
            Task::Load | Task::Lease | Task::Write | Task::Release => Setting::StoreLimit,
        };
        self.job(work, self.settings.duration(limit))
    }

    fn job(&self, work: Work, limit: Duration) -> Job {
        Job { attempt: self.attempt, limit, work }
    }
}
