//! Callers: they ask for tokens, wait, stop waiting, and report tokens that a resource refused.

use oauth_core::Secret;
use oauth_core::lifecycle::{Access, GrantId, Refused, TokenKey};

use crate::bug::Bug;
use crate::process::Waiter;
use crate::scenario::s;
use crate::world::{Happening, World};

impl World {
    /// A caller asks.
    pub(crate) fn call(&mut self, p: usize) {
        self.counts.calls += 1;
        let key = self.key();
        if self.scenario.refuses && self.chance.one_in(30) {
            if let Some((token, _)) = self.processes[p].seen.has.get(&key).cloned() {
                return self.report(p, &key, token, None);
            }
        }
        if self.scenario.refuses && self.chance.one_in(200) {
            self.excused += 1;
            self.processes[p].seen.is_asked.insert(key.clone());
            self.touch(p, None, |lifecycle, now| lifecycle.renew_now(&key, now));
        }
        self.roll_again(p, &key);
        let now = self.processes[p].now(self.t);
        let cached = self.processes[p].snapshots.get(&key).filter(|snapshot| snapshot.is_fresh(now)).cloned();
        if let Some(snapshot) = cached {
            self.watch_snapshot(p, &snapshot);
            let token = snapshot.token().text().expose().to_owned();
            return self.handed(p, &key, &token);
        }
        self.waiters += 1;
        let waiter = Waiter { id: self.waiters, key, after: 0, since: self.t, refused: None };
        self.ask(p, waiter);
    }

    /// A caller asks the lifecycle, and waits if it has to.
    fn ask(&mut self, p: usize, waiter: Waiter) {
        let key = waiter.key.clone();
        let access = self.touch(p, Some(waiter.id), |lifecycle, now| lifecycle.access(&key, now));
        self.log(|| format!("p{p} {key:?} {}", shown(&access)));
        match access {
            Access::Use(token) => {
                let token = token.text().expose().to_owned();
                self.handed(p, &key, &token);
            }
            Access::Wait { after } => {
                self.watch_wait(p, &waiter);
                self.put(p, Waiter { after, ..waiter });
            }
            Access::Later(later) => self.watch_later(p, &key, later.kind),
            Access::SignIn(why) => self.watch_sign_in(p, &key, why),
            _ => self.violation("Simulation", "an answer that is not known"),
        }
    }

    fn put(&mut self, p: usize, waiter: Waiter) {
        let (life, id) = (self.processes[p].life, waiter.id);
        if self.scenario.gives_up && waiter.since == self.t && self.chance.one_in(2) {
            let after = 200 + self.chance.below(s(1));
            self.later(after, Happening::GiveUp { p, life, waiter: id });
        }
        // A flight that is gone by now wakes nobody.
        if !self.processes[p].is_flying {
            self.later(1, Happening::Resume { p, life, waiter: id });
        }
        self.processes[p].waiters.push(waiter);
        let check = if self.scenario.has_odd_time() || self.scenario.kills { s(240) } else { s(60) };
        self.later(check, Happening::GiveUp { p, life, waiter: id });
    }

    /// A caller looks again.
    pub(crate) fn resume(&mut self, p: usize, life: u64, waiter: u64) {
        if self.processes[p].life != life {
            return;
        }
        let Some(place) = self.processes[p].waiters.iter().position(|each| each.id == waiter) else { return };
        let waiter = self.processes[p].waiters.remove(place);
        match waiter.refused.clone() {
            Some(token) => {
                let key = waiter.key.clone();
                self.report(p, &key, token, Some(waiter));
            }
            None => self.ask(p, waiter),
        }
    }

    /// A caller stops waiting.
    pub(crate) fn give_up(&mut self, p: usize, life: u64, waiter: u64) {
        if self.processes[p].life != life {
            return;
        }
        let Some(place) = self.processes[p].waiters.iter().position(|each| each.id == waiter) else { return };
        let gone = self.processes[p].waiters.remove(place);
        self.watch_give_up(p, &gone);
        if self.has_bug(Bug::RefreshInCallersFuture) && self.processes[p].owner == Some(waiter) {
            let process = &mut self.processes[p];
            process.busy = None;
            process.is_flying = false;
            process.owner = None;
            process.flight += 1;
            self.touch(p, None, |lifecycle, now| lifecycle.died(now));
        }
    }

    /// A resource refused a token.
    fn report(&mut self, p: usize, key: &TokenKey, token: String, waiter: Option<Waiter>) {
        if self.has_bug(Bug::UnconditionalInvalidation) {
            self.touch(p, None, |lifecycle, now| lifecycle.forget_token(key, now));
        }
        let refused = self.touch(p, None, |lifecycle, now| lifecycle.refused(key, &Secret::new(token.as_str()), now));
        self.log(|| format!("p{p} {key:?} refused {token}: {}", shown_refused(&refused)));
        match refused {
            Refused::Replay(new) => {
                let new = new.text().expose().to_owned();
                if new == token {
                    self.violation("P17", format_args!("p{p}: {token} is to be replayed with itself"));
                }
                self.handed(p, key, &new);
            }
            Refused::Wait { after } => {
                self.watch_refusal(p, key, &token);
                self.waiters += 1;
                let id = self.waiters;
                let new = Waiter { id, key: key.clone(), after, since: self.t, refused: Some(token) };
                self.put(p, waiter.map_or(new, |old| Waiter { after, ..old }));
            }
            _ => {}
        }
    }

    /// A shell that gives its last tokens again at each look, which draws the window again.
    fn roll_again(&mut self, p: usize, key: &TokenKey) {
        if !self.has_bug(Bug::JitterAtEveryLook) || self.scenario.has_store || self.scenario.refreshes() {
            return;
        }
        let process = &self.processes[p];
        if process.is_flying {
            return;
        }
        if let Some((tokens, _)) = process.given.clone() {
            self.touch(p, None, |lifecycle, now| {
                lifecycle.adopt(key, GrantId::from_bytes([0; 16]), tokens, now);
            });
        }
    }
}

fn shown(access: &Access) -> String {
    match access {
        Access::Use(token) => format!("use {}", token.text().expose()),
        access => format!("{access:?}"),
    }
}

fn shown_refused(refused: &Refused) -> String {
    match refused {
        Refused::Replay(token) => format!("replay with {}", token.text().expose()),
        refused => format!("{refused:?}"),
    }
}
