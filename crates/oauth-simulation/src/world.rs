//! One run: processes, a server, a store, and an agenda of what happens when.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::time::SystemTime;

use oauth_core::lifecycle::{Attempt, GrantId, Lifecycle, Outcome, Settings, TokenKey, Tokens, Work};
use oauth_core::server::Rotation;
use oauth_core::{Call as _, Client, ClientAuthentication, Server as ServerSettings};

use crate::chance::Chance;
use crate::counts::Counts;
use crate::process::Process;
use crate::scenario::{Kind, Scenario, s};
use crate::server::{Server, SignIn};
use crate::store::{Health, Store};

/// When the faults end.
pub(crate) const END: u64 = s(2 * 3600);
/// How long everybody then has to recover.
pub(crate) const DRAIN: u64 = s(1800);
/// More steps than any run needs.
const MOST_STEPS: u64 = 400_000;

/// What reached the world, or comes back.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// A response of the server.
    Response(http::Response<Vec<u8>>),
    /// A result that is ready.
    Outcome(Outcome),
}

/// What happens at a time.
#[derive(Debug, Clone)]
pub(crate) enum Happening {
    /// Callers of a process ask.
    Call(usize),
    /// A caller stops waiting.
    GiveUp {
        p: usize,
        life: u64,
        waiter: u64,
    },
    /// A caller looks again.
    Resume {
        p: usize,
        life: u64,
        waiter: u64,
    },
    /// The flight takes its next step.
    Step {
        p: usize,
        life: u64,
        flight: u64,
    },
    /// The mark that a flight is there is cleared late.
    Landed {
        p: usize,
        life: u64,
        flight: u64,
    },
    /// Work reaches the server or the store.
    Arrive {
        p: usize,
        life: u64,
        flight: u64,
        attempt: Attempt,
        work: Work,
        secret: u64,
        answer_in: Option<u64>,
    },
    /// A result comes back.
    Answer {
        p: usize,
        life: u64,
        flight: u64,
        attempt: Attempt,
        work: Work,
        reply: Reply,
    },
    /// Work was not done in time.
    TimeOut {
        p: usize,
        life: u64,
        flight: u64,
        attempt: Attempt,
    },
    Kill(usize),
    Start(usize),
    Freeze(usize, bool),
    Jump(usize),
    ServerIs(Health),
    StoreIs(Health),
    Empty,
    Forget(usize),
    SignIn(usize),
    ReplaceSecret,
    LearnSecret(usize),
}

/// A run.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) scenario: Scenario,
    pub(crate) chance: Chance,
    pub(crate) t: u64,
    agenda: BTreeMap<(u64, u64), Happening>,
    order: u64,
    pub(crate) server: Server,
    pub(crate) store: Store,
    pub(crate) server_is: Health,
    pub(crate) store_is: Health,
    pub(crate) processes: Vec<Process>,
    pub(crate) clients: Vec<Client>,
    /// The last sign-in.
    pub(crate) sign_in: SignIn,
    /// Sign-ins whose refresh token may be lost, as far as anybody can know.
    pub(crate) may_be_lost: HashSet<SignIn>,
    pub(crate) signed_out: HashSet<SignIn>,
    pub(crate) was_emptied: bool,
    pub(crate) is_ending: bool,
    /// When a refresh token reached the server first, and how often.
    pub(crate) sent: HashMap<String, (u64, u32)>,
    /// The last requests of the fleet that brought no token.
    pub(crate) fruitless: VecDeque<u64>,
    /// Renewals by chance that are not needed by the clock: refusals, requests by name, jumps.
    pub(crate) excused: u64,
    /// Access tokens that a caller has.
    pub(crate) handed_out: HashSet<String>,
    /// No request before then, by the `Retry-After` of any process.
    pub(crate) no_request_before: u64,
    pub(crate) counts: Counts,
    pub(crate) waiters: u64,
    trace: Option<Vec<String>>,
    wrong: Option<String>,
}

impl World {
    /// Sets up a run.
    pub(crate) fn new(scenario: Scenario, is_traced: bool) -> Self {
        let mut world = Self {
            chance: Chance::new(scenario.seed),
            t: 0,
            agenda: BTreeMap::new(),
            order: 0,
            server: Server::new(scenario.kind, scenario.lifetime, scenario.states_lifetime),
            store: Store::new(scenario.lease_excludes, scenario.bug),
            server_is: Health::Well,
            store_is: Health::Well,
            processes: Vec::new(),
            clients: Vec::new(),
            sign_in: 0,
            may_be_lost: HashSet::new(),
            signed_out: HashSet::new(),
            was_emptied: false,
            is_ending: false,
            sent: HashMap::new(),
            fruitless: VecDeque::new(),
            excused: 0,
            handed_out: HashSet::new(),
            no_request_before: 0,
            counts: Counts::default(),
            waiters: 0,
            trace: is_traced.then(Vec::new),
            wrong: None,
            scenario,
        };
        for _ in 0..world.scenario.processes {
            let lifecycle = world.lifecycle();
            world.processes.push(Process::new(lifecycle));
        }
        world
    }

    pub(crate) fn lifecycle(&mut self) -> Lifecycle {
        let rotation = match self.scenario.kind {
            _ if !self.scenario.is_told => Rotation::Unknown,
            Kind::Repeatable => Rotation::Unknown,
            Kind::NeverRotates => Rotation::Never,
            Kind::Forgives(within) => Rotation::Rotates { second_use_within: std::time::Duration::from_millis(within) },
            Kind::KillsFamily => Rotation::Rotates { second_use_within: std::time::Duration::ZERO },
        };
        let settings = if self.scenario.refreshes() { Settings::refreshing(rotation) } else { Settings::repeatable() };
        let settings = if self.scenario.has_store { settings.with_store() } else { settings };
        Lifecycle::new(settings, self.chance.number())
    }

    /// The client with a secret.
    pub(crate) fn client(&mut self, secret: u64) -> Option<Client> {
        while self.clients.len() as u64 <= secret {
            let server = ServerSettings::at_token_endpoint("https://as.example/token").ok()?;
            let text = format!("secret{}", self.clients.len());
            let client = Client::new(server, "client", ClientAuthentication::client_secret_post(text)).ok()?;
            self.clients.push(client);
        }
        self.clients.get(secret as usize).cloned()
    }

    /// Runs it to its end.
    ///
    /// # Errors
    ///
    /// A promise was broken: which one, when, and by whom.
    pub(crate) fn run(mut self) -> Result<Counts, Failure> {
        self.begin();
        let mut steps = 0;
        while let Some(((t, _), happening)) = self.agenda.pop_first() {
            self.t = t;
            steps += 1;
            if steps > MOST_STEPS {
                self.violation("Liveness", format_args!("{MOST_STEPS} steps are not enough"));
            }
            if t > END + DRAIN {
                break;
            }
            if t > END && !self.is_ending {
                self.heal();
            }
            self.happen(happening);
            if self.wrong.is_some() {
                break;
            }
        }
        self.last_look();
        match self.wrong.take() {
            None => Ok(self.counts),
            Some(message) => Err(Failure {
                seed: self.scenario.seed,
                t: self.t,
                message,
                scenario: format!("{:?}", self.scenario),
                trace: self.trace.unwrap_or_default(),
            }),
        }
    }

    fn heal(&mut self) {
        self.is_ending = true;
        (self.store_is, self.server_is) = (Health::Well, Health::Well);
        for p in 0..self.processes.len() {
            self.processes[p].secret = self.server.secret;
            if !self.processes[p].is_up {
                self.start(p);
            }
            self.touch(p, None, |lifecycle, now| lifecycle.credential_changed(now));
        }
    }

    fn begin(&mut self) {
        if self.scenario.refreshes() {
            self.begin_sign_in(0);
        }
        for p in 0..self.processes.len() {
            // The others begin once the sign-in is stored.
            let first = if p == 0 { 0 } else { s(3) + self.chance.below(s(20)) };
            self.later(first, Happening::Call(p));
        }
        let c = self.scenario.clone();
        self.some(c.server_fails, 8, |w| Happening::ServerIs(w.chance.pick([Health::Refuses, Health::Hangs])));
        if c.short_outages {
            for n in 0..3 {
                let when = s(600) + n * s(2000) + self.chance.below(s(1200));
                self.later(when, Happening::ServerIs(Health::Refuses));
            }
        }
        let ill = [Health::Refuses, Health::Hangs, Health::ReadOnly, Health::Unreadable];
        self.some(c.store_fails, 8, |w| Happening::StoreIs(w.chance.pick(ill)));
        self.some(c.is_emptied, 3, |_| Happening::Empty);
        self.some(c.kills, 12, |w| Happening::Kill(w.somebody()));
        self.some(c.pauses, 8, |w| Happening::Freeze(w.somebody(), false));
        self.some(c.sleeps, 4, |w| Happening::Freeze(w.somebody(), true));
        self.some(c.jumps, 5, |w| Happening::Jump(w.somebody()));
        self.some(c.signs_out, 3, |w| Happening::Forget(w.somebody()));
        self.some(c.replaces_secret, 2, |_| Happening::ReplaceSecret);
    }

    fn some(&mut self, yes: bool, most: u64, make: impl Fn(&mut Self) -> Happening) {
        let count = if yes { 1 + self.chance.below(most) } else { 0 };
        for _ in 0..count {
            let (when, happening) = (self.chance.below(END), make(self));
            self.later(when, happening);
        }
    }

    fn somebody(&mut self) -> usize {
        self.chance.below(self.processes.len() as u64) as usize
    }

    pub(crate) fn later(&mut self, after: u64, happening: Happening) {
        self.order += 1;
        self.agenda.insert((self.t + after, self.order), happening);
    }

    pub(crate) fn key(&mut self) -> TokenKey {
        let n = self.chance.below(self.scenario.keys as u64) as usize;
        TokenKey::new().scope(["a", "b", "c"][n])
    }

    pub(crate) fn grant(sign_in: SignIn) -> GrantId {
        let mut bytes = [0; 16];
        bytes[0] = sign_in;
        GrantId::from_bytes(bytes)
    }

    /// A user signs in at a process.
    pub(crate) fn begin_sign_in(&mut self, p: usize) {
        self.sign_in = self.sign_in.saturating_add(1);
        let (sign_in, t, secret) = (self.sign_in, self.t, self.server.secret);
        let response = self.server.sign_in(sign_in, "a", t);
        let Some(client) = self.client(secret) else { return };
        let sent_at = self.processes[p].now(t).wall();
        let decoded = client.client_credentials().scope("a b c").decode((&response).into(), sent_at);
        let Ok(decoded) = decoded else { return self.violation("Simulation", "a sign-in cannot be read") };
        let tokens = Tokens::from_response(&decoded, sent_at);
        self.log(|| format!("p{p} signs in: {sign_in}"));
        self.processes[p].seen.has.clear();
        let grant = Self::grant(sign_in);
        self.touch(p, None, |lifecycle, now| {
            lifecycle.adopt(&TokenKey::new().scope("a"), grant, tokens, now);
        });
    }

    pub(crate) fn start(&mut self, p: usize) {
        let (lifecycle, t) = (self.lifecycle(), self.t);
        self.processes[p].restart(lifecycle, t);
        self.log(|| format!("p{p} starts"));
    }

    pub(crate) fn note_loss(&mut self, is_one: bool) {
        if is_one {
            self.may_be_lost.insert(self.sign_in);
        }
    }

    pub(crate) fn log(&mut self, line: impl FnOnce() -> String) {
        let t = self.t;
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{:>8}.{:03} {}", t / 1000, t % 1000, line()));
        }
    }

    /// A promise was broken.
    pub(crate) fn violation(&mut self, promise: &str, what: impl std::fmt::Display) {
        let text = format!("{promise}: {what}");
        self.log(|| format!("!!! {text}"));
        self.wrong.get_or_insert(text);
    }

    /// The promise that was broken first.
    #[cfg(test)]
    pub(crate) fn wrong(&self) -> Option<&str> {
        self.wrong.as_deref()
    }

    pub(crate) fn wall(&self, p: usize) -> SystemTime {
        self.processes[p].now(self.t).wall()
    }
}

/// A run that broke a promise.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failure {
    /// The seed that makes the same run.
    pub seed: u64,
    /// When it was noticed, in milliseconds.
    pub t: u64,
    /// The promise and how it was broken.
    pub message: String,
    /// What the run is about.
    pub scenario: String,
    /// What happened, if the run was traced.
    pub trace: Vec<String>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "seed {} at {} ms: {}\n{}", self.seed, self.t, self.message, self.scenario)
    }
}
