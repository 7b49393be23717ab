//! The end of a run, when all has been well for a while.

use oauth_core::lifecycle::{Access, TokenKey};

use crate::scenario::s;
use crate::world::World;

impl World {
    pub(crate) fn last_look(&mut self) {
        self.t += 1;
        self.counts.requests = self.server.requests;
        self.counts.needless = self.server.needless;
        self.counts.store_operations = self.store.operations;
        self.counts.longest = self.store.longest;
        let c = &self.scenario;
        let excluded = c.has_store && c.lease_excludes || c.processes == 1;
        if c.is_well() && c.states_lifetime && excluded && c.lifetime > s(100) {
            // A repeatable grant waits no longer than two seconds for a lease.
            let allowed = if c.refreshes() { 0 } else { self.counts.slow };
            let needless = self.server.needless;
            if needless > allowed {
                self.violation("P4", format_args!("{needless} requests were needless, {allowed} are allowed"));
            }
        }
        let c = &self.scenario;
        let jumps_only = c.processes == 1 && !c.kills && !c.signs_out && !c.loses && !c.server_fails && !c.pauses;
        if jumps_only && c.has_odd_time() && c.states_lifetime && c.lifetime > s(100) {
            // Each of its tokens is renewed once more for each jump.
            let allowed = self.excused * c.keys as u64;
            let needless = self.server.needless;
            if needless > allowed {
                self.violation("P12", format_args!("{needless} requests were needless, {allowed} are allowed"));
            }
        }
        for p in 0..self.processes.len() {
            let (key, now) = (TokenKey::new().scope("a"), self.processes[p].now(self.t));
            let may_be_lost = self.may_be_lost.contains(&self.sign_in) && self.scenario.refreshes();
            match self.processes[p].lifecycle.access(&key, now) {
                Access::Use(_) | Access::Wait { .. } => {}
                _ if !self.signed_out.is_empty() || self.was_emptied => {}
                Access::SignIn(_) if may_be_lost => {}
                // The server asked for it.
                Access::Later(_) if self.no_request_before > self.t => {}
                // The same, by a steady clock that stopped and a wall clock that was set back.
                Access::Later(_) if self.processes[p].is_odd && self.processes[p].seen.not_before > 0 => {}
                other => self.violation("Liveness", format_args!("in the end p{p} gets {other:?}")),
            }
        }
    }
}
