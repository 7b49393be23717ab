//! What is around a lifecycle in a test: a store, the responses to come, and what was sent.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use oauth_core::lifecycle::{
    Access, Attempt, Candidate, Event, GrantId, GrantRecord, Job, Lease, LeaseId, Lifecycle, Outcome, Record, Refused,
    RenewalError, Settings, StoreFailed, StoredToken, TokenKey, Tokens, Used, Version, With, Work, Written,
};
use oauth_core::server::Rotation;
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, Now, Secret, Server};

/// A time of the test, in seconds, by both clocks.
pub(crate) fn at(seconds: u64) -> Now {
    Now::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds), Duration::from_secs(seconds), false)
}

/// The same, with a wall clock that is off.
pub(crate) fn at_wall(seconds: u64, wall: i64) -> Now {
    let wall = Duration::from_secs((1_000_000 + seconds).saturating_add_signed(wall));
    Now::new(SystemTime::UNIX_EPOCH + wall, Duration::from_secs(seconds), false)
}

pub(crate) fn key() -> TokenKey {
    TokenKey::new().scope("a")
}

pub(crate) fn other_key() -> TokenKey {
    TokenKey::new().scope("b")
}

pub(crate) fn grant(number: u8) -> GrantId {
    GrantId::from_bytes([number; 16])
}

pub(crate) fn stored(token: &str, issued_at: u64) -> StoredToken {
    StoredToken::new(token, at(issued_at).wall()).lifetime(Duration::from_secs(3600))
}

pub(crate) fn tokens(access: &str, refresh: Option<&str>) -> Tokens {
    lasting(access, refresh, 3600)
}

pub(crate) fn lasting(access: &str, refresh: Option<&str>, seconds: u64) -> Tokens {
    let access = StoredToken::new(access, at(0).wall()).lifetime(Duration::from_secs(seconds));
    let tokens = Tokens::from_access_token(access);
    match refresh {
        Some(refresh) => tokens.refresh_token(refresh),
        None => tokens,
    }
}

pub(crate) fn rotates(seconds: u64) -> Settings {
    Settings::refreshing(Rotation::Rotates { second_use_within: Duration::from_secs(seconds) }).with_store()
}

pub(crate) type Reply = Result<Tokens, RenewalError>;

/// What a real response means, as a lifecycle is told.
pub(crate) fn response(status: u16, content_type: &str, body: &str) -> RenewalError {
    response_with(status, &[("content-type", content_type)], body)
}

pub(crate) fn response_with(status: u16, headers: &[(&str, &str)], body: &str) -> RenewalError {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let response = response.body(body.as_bytes().to_vec()).unwrap();
    let server = Server::at_token_endpoint("https://as.example/token").unwrap();
    let client = Client::new(server, "client", ClientAuthentication::client_secret_post("secret")).unwrap();
    let error: DecodeError =
        client.refresh_token(&Secret::new("R1")).decode((&response).into(), at(0).wall()).unwrap_err();
    RenewalError::from_response(&error, at(0).wall())
}

pub(crate) fn unavailable() -> Reply {
    Err(response(503, "text/html", "<html>"))
}

pub(crate) fn dead() -> Reply {
    Err(response(400, "application/json", r#"{"error":"invalid_grant"}"#))
}

pub(crate) fn lost() -> Reply {
    Err(RenewalError::no_response())
}

/// How the store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Store {
    #[default]
    Well,
    Down,
    ReadOnly,
    Unreadable,
}

#[derive(Default)]
pub(crate) struct Around {
    pub(crate) record: Option<(Version, Record)>,
    pub(crate) store: Store,
    pub(crate) lease: Option<LeaseId>,
    /// For how long nobody gets the lease, and since when.
    pub(crate) paused: Option<(Duration, Now)>,
    pub(crate) now: Option<Now>,
    pub(crate) replies: VecDeque<Reply>,
    pub(crate) sent: Vec<String>,
    pub(crate) revoked: Vec<String>,
    pub(crate) refuses_revocation: bool,
    pub(crate) loads: usize,
    pub(crate) writes: usize,
}

impl Around {
    pub(crate) fn carry_out(&mut self, work: &Work) -> Outcome {
        match work {
            Work::Renew { with, .. } => {
                self.sent.push(name(with));
                let reply = self.replies.pop_front().unwrap_or_else(unavailable);
                Outcome::Renewed(reply.map(Box::new).map_err(Box::new))
            }
            Work::Revoke(token) => {
                self.revoked.push(token.expose().to_owned());
                Outcome::Revoked(!self.refuses_revocation)
            }
            Work::Load => {
                self.loads += 1;
                Outcome::Loaded(match self.store {
                    Store::Down => Err(StoreFailed),
                    _ => Ok(self.record.clone().map(|(version, record)| (version, self.seal(record)))),
                })
            }
            Work::Lease { id, .. } => Outcome::Leased(match (self.store, self.lease, self.paused) {
                (Store::Down, ..) => Err(StoreFailed),
                (_, _, Some(pause)) if self.pause_left(pause) > Duration::ZERO => {
                    Ok(Lease::Paused { left: self.pause_left(pause) })
                }
                (_, Some(held), _) if held != *id => Ok(Lease::Taken { look_again: Duration::from_secs(25) }),
                _ => {
                    self.lease = Some(*id);
                    Ok(Lease::Held)
                }
            }),
            Work::Release { pause, .. } => {
                self.lease = None;
                self.paused = pause.map(|pause| (pause, self.now.unwrap_or(at(0))));
                Outcome::Released
            }
            Work::Write { replaces, record } => self.write(replaces.as_ref(), record),
            work => panic!("{work:?}"),
        }
    }

    fn pause_left(&self, (pause, since): (Duration, Now)) -> Duration {
        since.plus(pause).until(self.now.unwrap_or(since))
    }

    fn seal(&self, record: Record) -> Record {
        if self.store == Store::Unreadable { Record::Unreadable } else { record }
    }

    fn write(&mut self, replaces: Option<&Version>, record: &Record) -> Outcome {
        if matches!(self.store, Store::Down | Store::ReadOnly) {
            return Outcome::Written(Err(StoreFailed));
        }
        Outcome::Written(Ok(match &self.record {
            Some((version, theirs)) if Some(version) != replaces => {
                Written::Is(version.clone(), self.seal(theirs.clone()))
            }
            None if replaces.is_some() => Written::Gone,
            _ => {
                self.put(record.clone());
                Written::Stored(self.record.clone().unwrap().0)
            }
        }))
    }

    /// Writes as another process would.
    pub(crate) fn put(&mut self, record: Record) {
        self.writes += 1;
        self.record = Some((Version::new(format!("v{}", self.writes)), record));
    }

    /// Works until there is nothing to do at this time.
    pub(crate) fn fly(&mut self, lifecycle: &mut Lifecycle, now: Now) {
        self.now = Some(now);
        for _ in 0..100 {
            let Some(job) = next(lifecycle, now) else { return };
            let outcome = self.carry_out(&job.work);
            lifecycle.done(job.attempt, outcome, now);
        }
        panic!("the flight does not end");
    }

    /// Works until a request is sent. Returns its number.
    pub(crate) fn fly_until_sent(&mut self, lifecycle: &mut Lifecycle, now: Now) -> Attempt {
        self.now = Some(now);
        loop {
            let job = next(lifecycle, now).expect("a request");
            if let Work::Renew { with, .. } = &job.work {
                self.sent.push(name(with));
                return job.attempt;
            }
            let outcome = self.carry_out(&job.work);
            lifecycle.done(job.attempt, outcome, now);
        }
    }

    /// The refresh tokens of the record.
    pub(crate) fn refresh(&self) -> Vec<(String, Used)> {
        let Some((_, Record::Grant(record))) = &self.record else { return Vec::new() };
        record.refresh.iter().map(|candidate| (candidate.token.expose().to_owned(), candidate.used)).collect()
    }

    pub(crate) fn refresh_names(&self) -> Vec<String> {
        self.refresh().into_iter().map(|(name, _)| name).collect()
    }

    pub(crate) fn is_signed_out(&self) -> bool {
        matches!(self.record, Some((_, Record::SignedOut { .. })))
    }
}

pub(crate) fn name(with: &With) -> String {
    match with {
        With::RefreshToken { token, .. } => token.expose().to_owned(),
        _ => "grant".to_owned(),
    }
}

pub(crate) fn next(lifecycle: &mut Lifecycle, now: Now) -> Option<Job> {
    let job = lifecycle.work(now);
    (!matches!(job.work, Work::Idle | Work::WaitUntil(_))).then_some(job)
}

/// What a caller is told, in a word.
pub(crate) fn says(lifecycle: &mut Lifecycle, now: Now) -> String {
    says_for(lifecycle, &key(), now)
}

pub(crate) fn says_for(lifecycle: &mut Lifecycle, key: &TokenKey, now: Now) -> String {
    match lifecycle.access(key, now) {
        Access::Use(token) => token.text().expose().to_owned(),
        Access::Wait { .. } => "wait".to_owned(),
        Access::Later(later) => format!("later: {:?}", later.kind),
        Access::SignIn(why) => format!("sign in: {why:?}"),
        other => panic!("{other:?}"),
    }
}

/// What a caller is told in the end, after the look into the store that it may have to wait for.
pub(crate) fn finally(lifecycle: &mut Lifecycle, around: &mut Around, now: Now) -> String {
    if says(lifecycle, now) == "wait" {
        around.fly(lifecycle, now);
    }
    says(lifecycle, now)
}

/// What is said of a token that a resource refused, in a word.
pub(crate) fn refused(lifecycle: &mut Lifecycle, token: &str, now: Now) -> String {
    match lifecycle.refused(&key(), &Secret::new(token), now) {
        Refused::Replay(token) => format!("replay {}", token.text().expose()),
        Refused::Wait { .. } => "wait".to_owned(),
        Refused::ReturnResponse => "return".to_owned(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn lifecycle(settings: Settings) -> Lifecycle {
    Lifecycle::new(settings, 7)
}

/// A user who signed in at 0 with A1 and R1, which are stored.
pub(crate) fn signed_in(settings: Settings) -> (Lifecycle, Around) {
    let (mut lifecycle, mut around) = (lifecycle(settings), Around::default());
    lifecycle.adopt(&key(), grant(1), tokens("A1", Some("R1")), at(0));
    around.fly(&mut lifecycle, at(0));
    assert_eq!(says(&mut lifecycle, at(1)), "A1");
    lifecycle.take_events();
    (lifecycle, around)
}

/// A client that has A1 since 0.
pub(crate) fn client(settings: Settings) -> (Lifecycle, Around) {
    client_with(settings, tokens("A1", None))
}

pub(crate) fn client_with(settings: Settings, tokens: Tokens) -> (Lifecycle, Around) {
    let (mut lifecycle, mut around) = (lifecycle(settings), Around::default());
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    around.replies.push_back(Ok(tokens));
    around.fly(&mut lifecycle, at(0));
    around.sent.clear();
    lifecycle.take_events();
    (lifecycle, around)
}

/// A record of another process: these refresh tokens, by turn, and this access token.
pub(crate) fn record(number: u8, refresh: &[(&str, u64)], access: Option<StoredToken>) -> Record {
    let mut record = GrantRecord::new(grant(number));
    record.refresh = refresh.iter().map(|(token, turn)| Candidate::new(*token, *turn)).collect();
    record.tokens.extend(access.map(|token| (key(), token)));
    Record::Grant(Box::new(record))
}

pub(crate) fn has(events: &[Event], event: &Event) -> bool {
    events.contains(event)
}
