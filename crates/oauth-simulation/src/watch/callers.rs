//! What callers may be told.

use oauth_core::lifecycle::{FailureKind, Snapshot, TokenKey, Why};

use crate::process::Waiter;
use crate::scenario::{Kind, s};
use crate::world::World;

impl World {
    /// The token that a process handed out and that is valid for a while.
    fn alive(&self, p: usize, key: &TokenKey) -> Option<String> {
        let (token, until) = self.processes[p].seen.has.get(key)?;
        // By the machine it ends earlier, since its lifetime counts from sending; and a process that was paused thinks later.
        let slack = if self.scenario.has_odd_time() { s(75) } else { s(12) };
        // What came from the store is as old as the wall clocks say.
        let trusts_clocks = !self.processes.iter().any(|process| process.is_odd)
            || self.scenario.processes == 1 && !self.scenario.kills && !self.processes[p].is_odd;
        (trusts_clocks && self.t + slack < *until && !self.is_out(token)).then(|| token.clone())
    }

    fn is_out(&self, token: &str) -> bool {
        if self.was_emptied && !self.signed_out.is_empty() {
            // A process that did not hear of a sign-out writes back what it has, into an empty store.
            return true;
        }
        let sign_in = self.server.access.get(token).map(|issued| issued.sign_in);
        sign_in.is_some_and(|sign_in| sign_in != 0 && (self.signed_out.contains(&sign_in) || sign_in < self.sign_in))
    }

    /// A caller has a token.
    pub(crate) fn handed(&mut self, p: usize, key: &TokenKey, token: &str) {
        let Some(issued) = self.server.access.get(token).cloned() else {
            return self.violation("Simulation", format_args!("{token} was never issued"));
        };
        let scope = key.values().map(|(_, value)| value).collect::<Vec<_>>().join(" ");
        if issued.scope != scope {
            self.violation("P20", format_args!("p{p} got {token} for {scope}, which is for {}", issued.scope));
        }
        let is_odd = self.processes.iter().any(|process| process.is_odd);
        if self.t > issued.until.saturating_add(s(1)) && !is_odd {
            self.violation("P12", format_args!("p{p} got {token}, which has ended"));
        }
        if self.processes[p].seen.forgot.contains(&issued.sign_in) && issued.sign_in != 0 && !self.was_emptied {
            self.violation("P20", format_args!("p{p} got {token} of a sign-in that it signed out of"));
        }
        let is_at_stake = self.scenario.has_store && self.scenario.rotates();
        if is_at_stake && !self.store.seen.contains(token) {
            self.violation("P5", format_args!("p{p} got {token} before the store had it"));
        }
        let until = issued.until;
        self.handed_out.insert(token.to_owned());
        self.processes[p].seen.has.insert(key.clone(), (token.to_owned(), until));
    }

    /// A caller waits.
    pub(crate) fn watch_wait(&mut self, p: usize, waiter: &Waiter) {
        if let Some(token) = self.alive(p, &waiter.key).filter(|_| !self.processes[p].is_odd) {
            self.violation("P3", format_args!("p{p} waits although {token} is valid"));
        }
        if !self.processes[p].lifecycle.wants_flight() {
            self.violation("P3", format_args!("p{p} waits and no flight is wanted"));
        }
        // With callers every second or two, the early renewal has always begun in time. After a start, nothing is there.
        let is_calm = self.scenario.short_outages || self.scenario.is_well();
        let is_calm = is_calm && self.scenario.lease_excludes;
        let is_cold = !self.processes[p].seen.has.contains_key(&waiter.key);
        if is_calm && self.scenario.is_busy && self.scenario.lifetime >= s(1800) && !is_cold && self.scenario.keys == 1
        {
            self.violation("P2", format_args!("p{p} waits, and its token was to be renewed long ago"));
        }
    }

    /// A caller stops waiting.
    pub(crate) fn watch_give_up(&mut self, p: usize, waiter: &Waiter) {
        let limit = if self.scenario.has_odd_time() || self.scenario.kills { s(235) } else { s(55) };
        if self.t >= waiter.since + limit && !self.scenario.sleeps {
            self.violation("P3", format_args!("p{p} waits since {} ms", waiter.since));
        }
    }

    /// A caller is told to come later.
    pub(crate) fn watch_later(&mut self, p: usize, key: &TokenKey, kind: FailureKind) {
        if let Some(token) = self.alive(p, key) {
            self.violation("P1", format_args!("p{p} gets {kind:?} although {token} is valid"));
        }
        let is_calm = self.scenario.short_outages || self.scenario.is_well();
        let is_calm = is_calm && self.scenario.lease_excludes;
        // A slow response takes nine seconds, and a lease that long.
        let is_calm = is_calm && (self.scenario.lifetime >= s(300) || self.scenario.processes == 1);
        if is_calm && self.scenario.is_busy && self.processes[p].seen.has.contains_key(key) {
            self.violation("P2", format_args!("p{p} gets {kind:?} in a short outage"));
        }
    }

    /// A caller is sent to sign in.
    pub(crate) fn watch_sign_in(&mut self, p: usize, key: &TokenKey, why: Why) {
        self.counts.sign_ins += 1;
        if !self.scenario.refreshes() {
            return self.violation("P1", format_args!("p{p}: a repeatable grant needs a sign-in: {why:?}"));
        }
        let may_be_lost = self.may_be_lost.contains(&self.sign_in);
        let is_reused = self.server.reused.contains(&self.sign_in);
        let rotates = self.scenario.rotates();
        let is_allowed = match why {
            _ if !self.signed_out.is_empty() => true,
            // What is not known to stay the same counts as replaced.
            Why::AnswerLost => (rotates || !self.scenario.is_told) && (may_be_lost || self.was_emptied),
            // Where two renew at once, one of them has a refresh token that the other's replaced, and writes it into an
            // empty store. It hears of the other one later.
            Why::Refused => {
                let may_be_older = is_reused || !self.scenario.is_told || !self.scenario.lease_excludes;
                rotates && (may_be_lost || may_be_older && self.was_emptied)
            }
            Why::Never => self.was_emptied || self.store.record.is_none() || self.t < s(200),
            _ => false,
        };
        if !is_allowed {
            self.violation("P7", format_args!("p{p} is sent to sign in: {why:?}"));
        }
        if let Some(token) = self.alive(p, key).filter(|_| self.signed_out.is_empty()) {
            self.violation("P1", format_args!("p{p} is sent to sign in ({why:?}) although {token} is valid"));
        }
    }

    /// A caller takes what the cached path has.
    pub(crate) fn watch_snapshot(&mut self, p: usize, snapshot: &Snapshot) {
        let token = snapshot.token().text().expose().to_owned();
        if self.scenario.kind == Kind::Repeatable && !self.scenario.has_store && self.scenario.is_well() {
            // The early window of a token is drawn once. While it is early, the snapshot lasts longer.
            let lifetime = std::time::Duration::from_millis(self.scenario.lifetime);
            let known = self.processes[p].seen.fresh_for.entry(token.clone()).or_insert(snapshot.fresh_for());
            let (known, now) = (*known, snapshot.fresh_for());
            let overlap = std::time::Duration::from_secs(5);
            if known != now && now < lifetime && known < lifetime && now < known && now > overlap {
                self.violation("P2", format_args!("p{p}: the window of {token} was drawn again: {known:?}, {now:?}"));
            }
        }
    }
}
