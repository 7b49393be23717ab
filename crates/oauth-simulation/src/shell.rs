//! The shell around a lifecycle: it carries out what the lifecycle says, and decides nothing.

use oauth_core::Call as _;
use oauth_core::Now;
use oauth_core::lifecycle::{
    Attempt, CredentialId, Event, Lease, Lifecycle, Outcome, RenewalError, TokenKey, Tokens, With, Work,
};

use crate::bug::Bug;
use crate::process::Busy;
use crate::scenario::s;
use crate::store::Health;
use crate::world::{Happening, Reply, World};

impl World {
    /// Asks or tells the lifecycle, publishes what it now says, and sees to it that a flight is there if one is wanted.
    pub(crate) fn touch<R>(&mut self, p: usize, caller: Option<u64>, f: impl FnOnce(&mut Lifecycle, Now) -> R) -> R {
        let now = self.processes[p].now(self.t);
        let result = f(&mut self.processes[p].lifecycle, now);
        self.publish(p);
        let process = &mut self.processes[p];
        if process.lifecycle.wants_flight() && !process.is_flying {
            process.is_flying = true;
            process.flight += 1;
            process.owner = caller;
            process.wakes_at = None;
            process.seen.in_a_row = 0;
            let (life, flight) = (process.life, process.flight);
            self.later(0, Happening::Step { p, life, flight });
        } else if process.is_flying && process.busy.is_none() && process.wakes_at.is_some() {
            // Whatever was told, the flight that waits hears of it.
            process.wakes_at = None;
            let (life, flight) = (process.life, process.flight);
            self.later(0, Happening::Step { p, life, flight });
        }
        result
    }

    /// What the cached path reads from now on; events; callers that have waited long enough.
    fn publish(&mut self, p: usize) {
        let now = self.processes[p].now(self.t);
        for n in 0..self.scenario.keys {
            let key = TokenKey::new().scope(["a", "b", "c"][n]);
            match self.processes[p].lifecycle.snapshot(&key, now) {
                Some(snapshot) => drop(self.processes[p].snapshots.insert(key, snapshot)),
                None => drop(self.processes[p].snapshots.remove(&key)),
            }
        }
        for event in self.processes[p].lifecycle.take_events() {
            self.log(|| format!("p{p} * {event:?}"));
            if let Event::Requested { key, cause } = event {
                self.watch_cause(p, key, cause);
            }
        }
        let process = &self.processes[p];
        let (generation, is_flying, life) = (process.lifecycle.generation(), process.is_flying, process.life);
        let ready = process.waiters.iter().filter(|waiter| waiter.after != generation || !is_flying);
        let ready: Vec<u64> = ready.map(|waiter| waiter.id).collect();
        for waiter in ready {
            self.later(0, Happening::Resume { p, life, waiter });
        }
    }

    /// The flight takes its next step.
    pub(crate) fn step(&mut self, p: usize) {
        let now = self.processes[p].now(self.t);
        let job = self.processes[p].lifecycle.work(now);
        self.publish(p);
        let process = &mut self.processes[p];
        let (life, flight) = (process.life, process.flight);
        process.wakes_at = None;
        match job.work {
            Work::Idle if self.scenario.bug == Some(Bug::LostWakeUp) => {
                let after = 1 + self.chance.below(s(2));
                self.later(after, Happening::Landed { p, life, flight });
            }
            Work::Idle => {
                process.is_flying = false;
                self.publish(p);
            }
            Work::WaitUntil(at) => {
                let after = at.until(now).as_millis() as u64 + 1;
                process.wakes_at = Some(self.t + after);
                self.later(after, Happening::Step { p, life, flight });
            }
            work => {
                let (sent_at, secret) = (now.wall(), process.secret);
                let credential = CredentialId(secret);
                process.busy = Some(Busy { attempt: job.attempt, work: work.clone(), sent_at, credential });
                self.log(|| format!("p{p} -> {}", shown(&work)));
                self.send(p, job.attempt, work, job.limit.as_millis() as u64);
                self.maybe_kill(p);
            }
        }
    }

    /// Sends work to the server or the store, whatever becomes of it.
    fn send(&mut self, p: usize, attempt: Attempt, work: Work, limit: u64) {
        let process = &self.processes[p];
        let (life, flight, secret) = (process.life, process.flight, process.secret);
        self.later(limit, Happening::TimeOut { p, life, flight, attempt });
        let answer = |work: Work, reply| Happening::Answer { p, life, flight, attempt, work, reply };
        if let Work::Renew { not_with, .. } = &work {
            if *not_with == Some(CredentialId(secret)) {
                let error = Box::new(RenewalError::same_credential());
                return self.later(1, answer(work, Reply::Outcome(Outcome::Renewed(Err(error)))));
            }
        }
        if let Work::Renew { with, .. } = &work {
            self.watch_sending(p, with, secret);
        }
        if matches!(work, Work::Load) && self.has_bug(Bug::NoSecondLoad) && self.processes[p].was_leased {
            if let Some(loaded) = self.processes[p].loaded.clone() {
                return self.later(1, answer(work, Reply::Outcome(loaded)));
            }
        }
        let is_request = matches!(work, Work::Renew { .. } | Work::Revoke(_));
        let is_slow = self.chance.one_in(20);
        let most = if is_slow { limit * 9 / 10 } else { limit.min(400) };
        let (there, back) = (1 + self.chance.below(most / 2), 1 + self.chance.below(most / 2));
        self.counts.slow += u64::from(is_slow || there + back > s(1));
        let arrive = |work: Work, answer_in| Happening::Arrive { p, life, flight, attempt, work, secret, answer_in };
        let health = if is_request { self.server_is } else { self.store_is };
        match health {
            Health::Refuses if is_request => {
                let (response, is_processed) = self.page();
                if is_processed {
                    self.note_loss(true);
                    self.later(there, arrive(work.clone(), None));
                }
                self.later(there + back, answer(work, Reply::Response(response)));
            }
            Health::Refuses => {
                // As with a store that is read-only: others see an intent, and no response to it.
                self.note_loss(true);
                if let Some(outcome) = Outcome::timed_out(&work) {
                    self.later(there, answer(work, Reply::Outcome(outcome)));
                }
            }
            Health::Hangs => {
                self.note_loss(true);
                if self.chance.one_in(2) {
                    let after = self.chance.below(limit + s(3));
                    self.later(after, arrive(work, None));
                }
            }
            _ if is_request && self.scenario.loses && !self.is_ending && self.chance.one_in(8) => {
                self.note_loss(true);
                match self.chance.below(4) {
                    // The request is lost.
                    0 => {}
                    // Its response is lost.
                    1 => self.later(there, arrive(work, None)),
                    // Its response comes after everybody has given up.
                    2 => {
                        let late = limit + self.chance.below(s(60));
                        self.later(there, arrive(work, Some(late)));
                    }
                    // There is no connection.
                    _ => {
                        let error = Box::new(RenewalError::not_sent());
                        let outcome = match work {
                            Work::Renew { .. } => Outcome::Renewed(Err(error)),
                            _ => Outcome::Revoked(false),
                        };
                        self.later(there, answer(work, Reply::Outcome(outcome)));
                    }
                }
            }
            health => {
                self.note_loss(health != Health::Well && !is_request);
                self.later(there, arrive(work, Some(back)));
            }
        }
    }

    /// Work reaches the server or the store.
    pub(crate) fn arrive(&mut self, p: usize, work: &Work, secret: u64) -> Option<Reply> {
        match work {
            Work::Renew { key, with, .. } => {
                let request = self.request(key, with, secret)?;
                if let With::RefreshToken { token, .. } = with {
                    // With a secret that it does not accept, the server does not look at the token.
                    if secret == self.server.secret {
                        self.watch_refresh_token(p, token.expose());
                    }
                }
                self.watch_request(p);
                let t = self.t;
                Some(Reply::Response(self.server.token(&request, t)))
            }
            Work::Revoke(token) => {
                self.server.revoke(token.expose());
                Some(Reply::Outcome(Outcome::Revoked(true)))
            }
            work => {
                let before = self.store.record.clone();
                let outcome = self.store.apply(work, self.store_is, self.t)?;
                self.watch_write(before, work, &outcome);
                Some(Reply::Outcome(outcome))
            }
        }
    }

    /// The request as it goes over the wire.
    fn request(&mut self, key: &TokenKey, with: &With, secret: u64) -> Option<http::Request<Vec<u8>>> {
        let (client, scope) = (self.client(secret)?, scope(key));
        let now = std::time::SystemTime::UNIX_EPOCH;
        let encoded = match with {
            With::RefreshToken { token, details } => client.renewal(token, details).scope(scope.as_str()).encode(now),
            _ => client.client_credentials().scope(scope.as_str()).encode(now),
        };
        match encoded {
            Ok(request) => Some(request),
            Err(error) => {
                self.violation("Simulation", format_args!("a request cannot be written: {error}"));
                None
            }
        }
    }

    /// A result comes back.
    pub(crate) fn answer(&mut self, p: usize, flight: u64, attempt: Attempt, work: &Work, reply: Reply) {
        // With its flight, the response is gone.
        if self.has_bug(Bug::RefreshInCallersFuture) && self.processes[p].flight != flight {
            return;
        }
        let process = &self.processes[p];
        let busy = process.busy.clone().filter(|busy| busy.attempt == attempt);
        let is_current = busy.is_some() && process.flight == flight;
        let received_at = self.wall(p);
        // A response that is late was sent at most so long ago; the shell of a real program keeps the time.
        let sent_at = busy.as_ref().map_or(received_at, |busy| busy.sent_at);
        let credential = busy.as_ref().map(|busy| busy.credential);
        let outcome = match reply {
            Reply::Outcome(outcome) => outcome,
            Reply::Response(response) => self.read(work, &response, sent_at, received_at, credential),
        };
        self.log(|| format!("p{p} <- {}{}", shown_outcome(&outcome), if is_current { "" } else { " (late)" }));
        if let (Work::Renew { with, .. }, Outcome::Renewed(result)) = (work, &outcome) {
            self.watch_result(p, with, result.as_ref().err().map(Box::as_ref), credential);
        }
        let absence = self.has_bug(Bug::AbsenceIsASignOut);
        let t = self.t;
        let process = &mut self.processes[p];
        let outcome = process.through_adapter(outcome, absence);
        if is_current {
            process.busy = None;
            process.was_leased = matches!(outcome, Outcome::Leased(Ok(Lease::Held)));
            if matches!(outcome, Outcome::Loaded(_)) {
                process.loaded = Some(outcome.clone());
            }
            if let Outcome::Renewed(Ok(tokens)) = &outcome {
                process.given = Some((Tokens::clone(tokens), t));
            }
        }
        let dies = is_current
            && self.scenario.kills
            && matches!(&outcome, Outcome::Renewed(Err(error)) if error.kind() == oauth_core::lifecycle::FailureKind::NoResponse)
            && self.chance.one_in(2);
        self.touch(p, None, |lifecycle, now| match dies {
            true => lifecycle.died(now),
            false => lifecycle.done(attempt, outcome, now),
        });
        if is_current {
            let (life, flight) = (self.processes[p].life, self.processes[p].flight);
            self.later(0, Happening::Step { p, life, flight });
        }
    }

    fn read(
        &mut self,
        work: &Work,
        response: &http::Response<Vec<u8>>,
        sent_at: std::time::SystemTime,
        received_at: std::time::SystemTime,
        credential: Option<CredentialId>,
    ) -> Outcome {
        let Work::Renew { key, with, .. } = work else { return Outcome::Revoked(response.status().is_success()) };
        let scope = scope(key);
        let Some(client) = self.client(0) else { return Outcome::Released };
        let read = match with {
            With::RefreshToken { token, details } => {
                client.renewal(token, details).scope(scope.as_str()).decode(response.into(), sent_at)
            }
            _ => client.client_credentials().scope(scope.as_str()).decode(response.into(), sent_at),
        };
        Outcome::Renewed(match read {
            Ok(tokens) => Ok(Box::new(Tokens::from_response(&tokens, sent_at))),
            Err(error) => {
                let failed = RenewalError::from_response(&error, received_at);
                Err(Box::new(match credential {
                    Some(credential) => failed.with_credential(credential),
                    None => failed,
                }))
            }
        })
    }

    /// Work was not done in time.
    pub(crate) fn time_out(&mut self, p: usize, flight: u64, attempt: Attempt) {
        let Some(busy) = &self.processes[p].busy else { return };
        if busy.attempt != attempt || self.processes[p].flight != flight {
            return;
        }
        if let Some(outcome) = Outcome::timed_out(&busy.work) {
            let work = busy.work.clone();
            self.answer(p, flight, attempt, &work, Reply::Outcome(outcome));
        }
    }

    /// The response of a server that is not available, and whether it processed the request.
    fn page(&mut self) -> (http::Response<Vec<u8>>, bool) {
        use crate::server::response;
        let html = || "<!DOCTYPE html><title>Request blocked</title>".to_owned();
        let status = if self.scenario.short_outages {
            503
        } else {
            self.chance.pick([503, 503, 429, 403, 401, 404, 200, 500, 502, 504])
        };
        let code = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::SERVICE_UNAVAILABLE);
        let mut page = response(code, "text/html", html());
        let after = if self.scenario.short_outages {
            ""
        } else {
            self.chance.pick(["", "", "5", "120", "garbage", "-1", "999999999"])
        };
        if matches!(status, 429 | 503) && !after.is_empty() {
            if let Ok(value) = after.parse() {
                page.headers_mut().insert("retry-after", value);
            }
        }
        let is_processed = matches!(status, 500 | 502 | 504) && self.chance.one_in(2);
        if matches!(status, 500 | 502 | 504) {
            self.note_loss(true);
        }
        (page, is_processed)
    }
}

fn scope(key: &TokenKey) -> String {
    key.values().map(|(_, value)| value).collect::<Vec<_>>().join(" ")
}

/// Work, with the tokens of the simulation in the clear.
fn shown(work: &Work) -> String {
    match work {
        Work::Write { replaces, record } => {
            format!(
                "Write over {}: {}",
                replaces.as_ref().map_or("nothing", |version| version.as_str()),
                shown_record(record)
            )
        }
        Work::Renew { key, with, not_with } => {
            let with = match with {
                With::RefreshToken { token, .. } => token.expose().to_owned(),
                _ => "grant".to_owned(),
            };
            format!("Renew {key:?} with {with} not with {not_with:?}")
        }
        Work::Revoke(token) => format!("Revoke {}", token.expose()),
        work => format!("{work:?}"),
    }
}

fn shown_record(record: &oauth_core::lifecycle::Record) -> String {
    let oauth_core::lifecycle::Record::Grant(record) = record else { return format!("{record:?}") };
    let tokens: Vec<_> = record.tokens.values().map(|token| token.token.expose()).collect();
    let refresh: Vec<_> = record
        .refresh
        .iter()
        .map(|candidate| format!("{}@{} {:?}", candidate.token.expose(), candidate.turn, candidate.used))
        .collect();
    format!("sign-in {} {tokens:?} [{}] {}", record.grant.to_bytes()[0], refresh.join(", "), record.unrotated)
}

fn shown_outcome(outcome: &Outcome) -> String {
    use oauth_core::lifecycle::Written;
    match outcome {
        Outcome::Loaded(Ok(Some((version, record)))) => {
            format!("Loaded {}: {}", version.as_str(), shown_record(record))
        }
        Outcome::Written(Ok(Written::Is(version, record))) => {
            format!("Is {}: {}", version.as_str(), shown_record(record))
        }
        Outcome::Written(Ok(Written::Stored(version))) => format!("Stored {}", version.as_str()),
        outcome => format!("{outcome:?}"),
    }
}
