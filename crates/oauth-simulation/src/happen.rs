//! What each happening does.

use crate::bug::Bug;
use crate::scenario::s;
use crate::store::Health;
use crate::world::{END, Happening, World};

impl World {
    pub(crate) fn happen(&mut self, happening: Happening) {
        if let Some(p) = addressee(&happening) {
            let frozen_until = self.processes[p].frozen_until;
            if self.t < frozen_until {
                let after = frozen_until - self.t;
                return self.later(after, happening);
            }
        }
        match happening {
            Happening::Call(p) => {
                let gap =
                    if self.scenario.is_busy { s(4) } else { self.chance.pick([100, 1000, s(10), s(40), s(200)]) };
                let gap = 1 + self.chance.below(gap);
                self.later(gap, Happening::Call(p));
                if self.processes[p].is_up {
                    self.call(p);
                }
            }
            Happening::GiveUp { p, life, waiter } => self.give_up(p, life, waiter),
            Happening::Resume { p, life, waiter } => self.resume(p, life, waiter),
            Happening::Step { p, life, flight } => {
                let process = &self.processes[p];
                if process.life == life && process.flight == flight && process.is_flying && process.busy.is_none() {
                    self.step(p);
                }
            }
            Happening::Landed { p, life, flight } => {
                let process = &mut self.processes[p];
                if process.life == life && process.flight == flight {
                    process.is_flying = false;
                }
            }
            Happening::Arrive { p, life, flight, attempt, work, secret, answer_in } => {
                // Half of what a process had begun to send when it was killed still arrives.
                if self.processes[p].life != life && self.chance.one_in(2) {
                    return;
                }
                let reply = self.arrive(p, &work, secret);
                self.maybe_kill(p);
                if let (Some(after), Some(reply)) = (answer_in, reply) {
                    self.later(after, Happening::Answer { p, life, flight, attempt, work, reply });
                }
            }
            Happening::Answer { p, life, flight, attempt, work, reply } => {
                if self.processes[p].life == life {
                    self.answer(p, flight, attempt, &work, reply);
                    self.maybe_kill(p);
                }
            }
            Happening::TimeOut { p, life, flight, attempt } => {
                if self.processes[p].life == life {
                    self.time_out(p, flight, attempt);
                }
            }
            Happening::Kill(p) => self.kill(p),
            Happening::Start(p) => {
                if !self.processes[p].is_up {
                    self.start(p);
                }
            }
            Happening::Freeze(p, sleeps) => self.freeze(p, sleeps),
            Happening::Jump(p) => {
                let by = self.chance.pick([-5, 5, -3600, 3600, 90_000]) * 1000;
                self.log(|| format!("p{p} sets its clock by {by} ms"));
                self.processes[p].skew += by;
                self.processes[p].is_odd = true;
                self.excused += 1;
                self.note_loss(true);
            }
            Happening::ServerIs(health) => {
                self.server_is = health;
                self.log(|| format!("the server is {health:?}"));
                if health != Health::Well && !self.is_ending {
                    let after = self.chance.below(s(145));
                    self.later(after, Happening::ServerIs(Health::Well));
                }
            }
            Happening::StoreIs(health) => {
                self.store_is = health;
                self.log(|| format!("the store is {health:?}"));
                if health != Health::Well && !self.is_ending {
                    let after = self.chance.below(s(300));
                    self.later(after, Happening::StoreIs(Health::Well));
                }
            }
            Happening::Empty => {
                self.store.empty();
                self.was_emptied = true;
                self.log(|| "the store is emptied".to_owned());
            }
            Happening::Forget(p) => self.forget(p),
            Happening::SignIn(p) => {
                if self.processes[p].is_up && !self.is_ending {
                    self.begin_sign_in(p);
                }
            }
            Happening::ReplaceSecret => {
                self.server.secret += 1;
                self.log(|| "the server has another secret".to_owned());
                for p in 0..self.processes.len() {
                    let after = self.chance.below(s(120));
                    self.later(after, Happening::LearnSecret(p));
                }
            }
            Happening::LearnSecret(p) => {
                self.processes[p].secret = self.server.secret;
                if self.chance.one_in(2) && self.processes[p].is_up {
                    self.touch(p, None, |lifecycle, now| lifecycle.credential_changed(now));
                }
            }
        }
    }

    /// A crash point: between any two effects.
    pub(crate) fn maybe_kill(&mut self, p: usize) {
        if self.scenario.kills && !self.is_ending && self.processes[p].is_up && self.chance.one_in(60) {
            self.kill(p);
        }
    }

    fn kill(&mut self, p: usize) {
        if !self.processes[p].is_up {
            return;
        }
        self.log(|| format!("p{p} is killed"));
        // It may have had a refresh token that nobody else has, or have been about to send one.
        self.note_loss(true);
        let process = &mut self.processes[p];
        process.is_up = false;
        process.life += 1;
        process.busy = None;
        process.is_flying = false;
        process.waiters.clear();
        let after = self.chance.below(s(60));
        self.later(after, Happening::Start(p));
    }

    fn freeze(&mut self, p: usize, sleeps: bool) {
        let length = if sleeps { s(30) + self.chance.below(s(5400)) } else { s(5) + self.chance.below(s(60)) };
        // What sleeps or is paused already stays so for as long as it was to.
        if self.is_ending || self.t + length > END || self.t < self.processes[p].frozen_until {
            return;
        }
        self.log(|| format!("p{p} {} for {length} ms", if sleeps { "sleeps" } else { "is paused" }));
        // Nobody else can tell it from a process that is gone.
        self.note_loss(true);
        let process = &mut self.processes[p];
        process.frozen_until = self.t + length;
        if sleeps {
            // Until it wakes, nothing of it runs, so nobody sees the steady clock go back.
            process.slept += length;
            process.is_odd = true;
            self.excused += 1;
        }
    }

    fn forget(&mut self, p: usize) {
        if !self.processes[p].is_up || self.is_ending {
            return;
        }
        self.log(|| format!("p{p} signs out"));
        // The store says whom; a sign-in that is not stored yet comes after it.
        if let Some((_, oauth_core::lifecycle::Record::Grant(record))) = &self.store.record {
            let sign_in = record.grant.to_bytes()[0];
            self.processes[p].seen.forgot.insert(sign_in);
        }
        for sign_in in 1..=self.sign_in {
            self.signed_out.insert(sign_in);
        }
        self.processes[p].seen.has.clear();
        self.processes[p].seen.for_refusal.clear();
        self.touch(p, None, |lifecycle, now| lifecycle.forget(now));
        if self.scenario.refreshes() {
            let after = 1 + self.chance.below(s(600));
            self.later(after, Happening::SignIn(p));
        }
    }

    pub(crate) fn has_bug(&self, bug: Bug) -> bool {
        self.scenario.bug == Some(bug)
    }
}

/// The process that something happens to by its own doing. What is frozen does nothing.
fn addressee(happening: &Happening) -> Option<usize> {
    match happening {
        Happening::Call(p)
        | Happening::GiveUp { p, .. }
        | Happening::Resume { p, .. }
        | Happening::Step { p, .. }
        | Happening::Landed { p, .. }
        | Happening::Answer { p, .. }
        | Happening::TimeOut { p, .. }
        | Happening::Forget(p)
        | Happening::SignIn(p)
        | Happening::LearnSecret(p) => Some(*p),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn a_machine_that_sleeps_does_not_fall_asleep_again() {
        let mut world = World::new(Scenario::of(1), false);
        world.freeze(0, true);
        let process = &world.processes[0];
        let (until, slept) = (process.frozen_until, process.slept);
        assert_eq!(slept, until);
        world.t = until - 1;
        world.freeze(0, true);
        assert_eq!((world.processes[0].frozen_until, world.processes[0].slept), (until, slept));
    }
}
