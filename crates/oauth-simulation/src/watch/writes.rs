//! What is written over what.

use oauth_core::lifecycle::{Outcome, Record, Used, Version, Work, Written};

use crate::world::World;

impl World {
    pub(crate) fn watch_write(&mut self, before: Option<(Version, Record)>, work: &Work, outcome: &Outcome) {
        let (Work::Write { .. }, Outcome::Written(Ok(Written::Stored(_)))) = (work, outcome) else { return };
        let Some((_, Record::Grant(new))) = self.store.record.clone() else { return };
        let sign_in = new.grant.to_bytes()[0];
        if self.store.signed_out.contains(&new.grant) && self.scenario.refreshes() && !self.was_emptied {
            self.violation("P20", format_args!("sign-in {sign_in} is stored after its sign-out"));
        }
        let Some((_, Record::Grant(old))) = before else { return };
        if old.grant != new.grant || old.refresh.len() >= 8 {
            return;
        }
        for candidate in old.refresh.iter().filter(|candidate| candidate.used == Used::No) {
            let token = candidate.token.expose();
            if !new.refresh.iter().any(|kept| kept.token.expose() == token) {
                self.violation("P4", format_args!("{token} is dropped from the store, and was never sent"));
            }
        }
    }
}
