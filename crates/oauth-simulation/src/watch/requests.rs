//! What reaches the server, and how often.

use oauth_core::error::Spent;
use oauth_core::lifecycle::{Cause, CredentialId, FailureKind, RenewalError, TokenKey, With};

use crate::scenario::{Kind, s};
use crate::server::SignIn;
use crate::store::Health;
use crate::world::World;

impl World {
    /// A process sends a token request. What it learns while the request is on its way does not count.
    pub(crate) fn watch_sending(&mut self, p: usize, with: &With, secret: u64) {
        let (t, seen) = (self.t, &self.processes[p].seen);
        let (refused_secret, not_before) = (seen.refused_secret, seen.not_before);
        if let With::RefreshToken { token, .. } = with {
            if seen.refused.contains(token.expose()) {
                self.violation("P10", format_args!("p{p} sent {}, which was refused", token.expose()));
            }
        }
        if refused_secret == Some(secret) && self.server.secret != secret {
            self.violation("P10", format_args!("p{p} sent a secret that was refused"));
        }
        let is_odd = self.processes[p].is_odd || self.scenario.pauses;
        if t < not_before && !is_odd {
            self.violation("P9", format_args!("p{p} sent a request before {not_before} ms"));
        }
    }

    /// A refresh token reaches the server, which looks at it.
    pub(crate) fn watch_refresh_token(&mut self, p: usize, token: &str) {
        let (first, times) = *self.sent.entry(token.to_owned()).or_insert((self.t, 0));
        self.sent.insert(token.to_owned(), (first, times + 1));
        let within = match self.scenario.kind {
            Kind::NeverRotates => return,
            Kind::Forgives(within) if self.scenario.is_told => within,
            _ => 0,
        };
        if times == 0 || self.processes.iter().any(|process| process.is_odd) {
            return;
        }
        self.counts.twice += 1;
        // A process that was paused between its look and its request sends late.
        let slack = if self.scenario.pauses { s(80) } else { s(15) };
        let is_second = times == 1 && within > 0 && self.t < first + within + slack;
        let sign_in = self.server.sign_in_of(token).unwrap_or_default();
        // Tokens that nobody got are no reason to wait. They are in no record.
        let t = self.t + slack;
        let has_access = self.server.has_access(sign_in, t) && {
            let known = |token: &String| self.store.seen.contains(token) || self.handed_out.contains(token);
            self.server
                .access
                .iter()
                .any(|(token, issued)| issued.sign_in == sign_in && issued.until > t && known(token))
        };
        let is_last_try = times <= 2 && !has_access && self.t + slack >= first + s(60);
        if !is_second && !is_last_try && !self.was_emptied {
            self.violation("P6", format_args!("p{p} sent {token} again, {times} times since {first} ms"));
        }
    }

    /// A token request reaches the server.
    pub(crate) fn watch_request(&mut self, p: usize) {
        let process = &mut self.processes[p].seen;
        process.in_a_row += 1;
        if process.in_a_row > 12 {
            let times = process.in_a_row;
            self.violation("P7", format_args!("p{p} sent {times} requests in one flight"));
        }
    }

    /// What a request brought.
    pub(crate) fn watch_result(
        &mut self,
        p: usize,
        with: &With,
        failed: Option<&RenewalError>,
        credential: Option<CredentialId>,
    ) {
        let t = self.t;
        let token = match with {
            With::RefreshToken { token, .. } => token.expose().to_owned(),
            _ => String::new(),
        };
        let Some(error) = failed else {
            if !self.scenario.rotates() {
                self.sent.remove(&token);
            }
            self.processes[p].seen.in_a_row = 0;
            return;
        };
        if error.refresh_token_is() == Spent::Dead {
            self.processes[p].seen.refused.insert(token);
        }
        if matches!(error.kind(), FailureKind::SameCredential) {
            return;
        }
        if error.kind() == FailureKind::ClientFault {
            self.processes[p].seen.refused_secret = credential.map(|credential| credential.0);
        }
        if let Some(after) = error.retry_after() {
            let until = t + (after.as_millis() as u64).min(s(3600));
            self.processes[p].seen.not_before = until;
            self.no_request_before = self.no_request_before.max(until);
        }
        if too_many(&mut self.processes[p].seen.fruitless, t) {
            self.violation("P8", format_args!("p{p} sent eleven requests in a minute that brought nothing"));
        }
        let shares = self.scenario.has_store && self.scenario.lease_excludes && !self.scenario.has_troubled_store();
        let is_calm = !self.scenario.has_odd_time() && !self.scenario.kills && self.store_is == Health::Well;
        // A second use and a grant that waits no longer go past the lease.
        let goes_past = self.scenario.loses || self.scenario.signs_out || self.counts.slow > 0;
        if too_many(&mut self.fruitless, t) && shares && is_calm && !goes_past {
            self.violation("P8", "the fleet sent eleven requests in a minute that brought nothing");
        }
    }

    /// Why a renewal was begun.
    pub(crate) fn watch_cause(&mut self, p: usize, key: TokenKey, cause: Cause) {
        if cause == Cause::Refused {
            let refused = self.processes[p].seen.has.get(&key).and_then(|(token, _)| self.server.access.get(token));
            let sign_in = refused.map(|issued| issued.sign_in).unwrap_or_default();
            let last = self.processes[p].seen.for_refusal.insert(key, (sign_in, self.t));
            // The tokens of another sign-in are others.
            let is_soon = |(of, at): (SignIn, u64)| of == sign_in && self.t + s(20) < at + s(60);
            if last.is_some_and(is_soon) && !self.processes[p].is_odd {
                self.violation("P18", format_args!("p{p} renews twice in a minute for refusals"));
            }
        }
        let states = self.scenario.states_lifetime;
        if !states && matches!(cause, Cause::Early | Cause::Expired) {
            self.violation("P19", format_args!("p{p} renews a token without a lifetime: {cause:?}"));
        }
        if matches!(cause, Cause::Refused | Cause::Forced) {
            self.excused += 1;
        }
    }

    /// A renewal for a refusal is under way.
    pub(crate) fn watch_refusal(&mut self, p: usize, key: &TokenKey, token: &str) {
        let Some(issued) = self.server.access.get(token).cloned() else { return };
        let is_odd = self.processes[p].is_odd || self.scenario.pauses;
        if self.t < issued.at + s(9) && !is_odd && !self.processes[p].lifecycle.pending(key) {
            self.violation("P18", format_args!("p{p} renews {token}, which is younger than ten seconds"));
        }
    }
}

/// Notes a request that brought nothing. Whether there were more than ten in a minute.
fn too_many(last: &mut std::collections::VecDeque<u64>, t: u64) -> bool {
    last.push_back(t);
    if last.len() > 11 {
        last.pop_front();
    }
    // A response may take ten seconds longer than another one.
    last.len() == 11 && last.front().is_some_and(|first| t < first + s(49))
}

#[cfg(test)]
mod tests {
    use oauth_core::Secret;
    use oauth_core::lifecycle::{GrantDetails, Work};

    use super::*;
    use crate::scenario::Scenario;
    use crate::server::Issued;

    fn refresh_token() -> With {
        With::RefreshToken { token: Secret::new("R1"), details: GrantDetails::default().into() }
    }

    fn world() -> World {
        let mut scenario = Scenario::of(1);
        (scenario.kind, scenario.pauses) = (Kind::Forgives(s(600)), false);
        World::new(scenario, false)
    }

    #[test]
    fn a_refresh_token_that_is_sent_after_its_refusal_breaks_p10() {
        let mut world = world();
        world.processes[0].seen.refused.insert("R1".to_owned());
        world.watch_sending(0, &refresh_token(), 0);
        assert!(world.wrong().is_some_and(|wrong| wrong.starts_with("P10")));
    }

    #[test]
    fn a_secret_that_is_sent_after_its_refusal_breaks_p10() {
        let mut world = world();
        world.processes[0].seen.refused_secret = Some(0);
        world.server.secret = 1;
        world.watch_sending(0, &With::Grant, 0);
        assert!(world.wrong().is_some_and(|wrong| wrong.starts_with("P10")));
    }

    #[test]
    fn a_request_that_is_sent_before_its_time_breaks_p9() {
        let mut world = world();
        world.processes[0].seen.not_before = s(5);
        world.watch_sending(0, &With::Grant, 0);
        assert!(world.wrong().is_some_and(|wrong| wrong.starts_with("P9")));
    }

    #[test]
    fn what_a_process_learns_while_its_request_is_on_its_way_breaks_nothing() {
        let mut world = world();
        world.watch_sending(0, &refresh_token(), 0);
        let seen = &mut world.processes[0].seen;
        seen.refused.insert("R1".to_owned());
        (seen.refused_secret, seen.not_before) = (Some(0), s(5));
        world.server.secret = 1;
        world.watch_refresh_token(0, "R1");
        world.watch_request(0);
        assert_eq!(world.wrong(), None);
    }

    #[test]
    fn a_refresh_token_that_came_with_a_wrong_secret_was_not_sent_for_p6() {
        let mut world = world();
        let work = Work::Renew { key: TokenKey::new().scope("a"), with: refresh_token(), not_with: None };
        world.server.secret = 1;
        assert!(world.arrive(0, &work, 0).is_some());
        assert!(world.sent.is_empty());
        assert!(world.arrive(0, &work, 1).is_some());
        assert_eq!(world.sent.get("R1"), Some(&(0, 1)));
    }

    #[test]
    fn renewals_for_refusals_are_counted_for_each_sign_in() {
        let (mut world, key) = (world(), TokenKey::new().scope("a"));
        for (token, sign_in) in [("A1", 1), ("A2", 2)] {
            let issued = Issued { sign_in, scope: "a".to_owned(), until: s(3600), at: 0 };
            world.server.access.insert(token.to_owned(), issued);
            world.processes[0].seen.has.insert(key.clone(), (token.to_owned(), s(3600)));
            world.t += s(20);
            world.watch_cause(0, key.clone(), Cause::Refused);
        }
        assert_eq!(world.wrong(), None);
        world.t += s(20);
        world.watch_cause(0, key, Cause::Refused);
        assert!(world.wrong().is_some_and(|wrong| wrong.starts_with("P18")));
    }
}
