//! What a run is about, drawn from its seed.

use crate::bug::Bug;
use crate::chance::Chance;

/// Seconds, as the milliseconds in which a run counts.
pub(crate) const fn s(seconds: u64) -> u64 {
    seconds * 1000
}

/// What the server does with refresh tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// There are none: the grant is repeatable.
    Repeatable,
    /// They stay the same.
    NeverRotates,
    /// They are replaced; a second use is forgiven for so long.
    Forgives(u64),
    /// They are replaced, and a second use ends the sign-in.
    KillsFamily,
}

/// What a run is about. Everything in it follows from the seed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Scenario {
    /// The seed.
    pub seed: u64,
    /// What the server does with refresh tokens.
    pub kind: Kind,
    /// Whether the client is told what the server does.
    pub is_told: bool,
    /// Worker processes.
    pub processes: usize,
    /// Access tokens of the grant.
    pub keys: usize,
    /// Whether there is a store.
    pub has_store: bool,
    /// Whether a lease keeps others out.
    pub lease_excludes: bool,
    /// The lifetime of access tokens.
    pub lifetime: u64,
    /// Whether the server states it.
    pub states_lifetime: bool,
    /// Whether callers ask every few seconds.
    pub is_busy: bool,
    /// Callers that stop waiting.
    pub gives_up: bool,
    /// Requests and responses that get lost or come late.
    pub loses: bool,
    /// Times in which the server is not available.
    pub server_fails: bool,
    /// Outages of less than two and a half minutes, answered with 503, and nothing else.
    pub short_outages: bool,
    /// Times in which the store refuses, hangs, is read-only or unreadable.
    pub store_fails: bool,
    /// A store that loses its records.
    pub is_emptied: bool,
    /// Processes that are killed, between any two effects.
    pub kills: bool,
    /// Processes that are stopped for a while.
    pub pauses: bool,
    /// Machines that sleep.
    pub sleeps: bool,
    /// Wall clocks that are set.
    pub jumps: bool,
    /// Resources that refuse tokens.
    pub refuses: bool,
    /// Users who sign out and in.
    pub signs_out: bool,
    /// A client secret that is replaced.
    pub replaces_secret: bool,
    /// The planted bug.
    pub bug: Option<Bug>,
}

impl Scenario {
    /// Draws what a run is about.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::new(seed ^ 0xA5A5_5A5A);
        let forgives = s(chance.pick([20, 60, 600]));
        let kind = chance.pick([Kind::Repeatable, Kind::NeverRotates, Kind::Forgives(forgives), Kind::KillsFamily]);
        let processes = 1 + chance.below(5) as usize;
        // What shares a refresh token that rotates needs a store.
        let has_store = processes > 1 && kind != Kind::Repeatable || !chance.one_in(3);
        let mut scenario = Self {
            seed,
            kind,
            is_told: !chance.one_in(4),
            processes,
            keys: if kind == Kind::Repeatable { 1 } else { 1 + chance.below(3) as usize },
            has_store,
            lease_excludes: !chance.one_in(5),
            lifetime: s(chance.pick([60, 300, 600, 600, 1800, 3600])),
            states_lifetime: !chance.one_in(12),
            is_busy: chance.one_in(3),
            gives_up: chance.one_in(3),
            loses: false,
            server_fails: false,
            short_outages: false,
            store_fails: false,
            is_emptied: false,
            kills: false,
            pauses: false,
            sleeps: false,
            jumps: false,
            refuses: false,
            signs_out: false,
            replaces_secret: false,
            bug: None,
        };
        // One run in six has no fault, some have one, the others several.
        let odds = chance.pick([0, 1, 1, 3, 3, 6]);
        let faults: [&mut bool; 11] = [
            &mut scenario.loses,
            &mut scenario.server_fails,
            &mut scenario.store_fails,
            &mut scenario.is_emptied,
            &mut scenario.kills,
            &mut scenario.pauses,
            &mut scenario.sleeps,
            &mut scenario.jumps,
            &mut scenario.refuses,
            &mut scenario.signs_out,
            &mut scenario.replaces_secret,
        ];
        match odds {
            0 => scenario.short_outages = chance.one_in(2),
            1 => {
                let at = chance.below(11) as usize;
                faults.into_iter().nth(at).into_iter().for_each(|fault| *fault = true);
            }
            odds => faults.into_iter().for_each(|fault| *fault = chance.below(11) < odds),
        }
        if scenario.short_outages {
            (scenario.lifetime, scenario.is_busy, scenario.states_lifetime) = (s(1800), true, true);
        }
        if !scenario.has_store {
            scenario.store_fails = false;
            scenario.is_emptied = false;
            // Without a store, the sign-in ends with its process.
            scenario.kills &= kind == Kind::Repeatable;
        }
        scenario
    }

    /// Whether a refresh token is at stake.
    #[must_use]
    pub fn refreshes(&self) -> bool {
        self.kind != Kind::Repeatable
    }

    /// Whether the server replaces refresh tokens.
    #[must_use]
    pub fn rotates(&self) -> bool {
        matches!(self.kind, Kind::Forgives(_) | Kind::KillsFamily)
    }

    /// Whether nothing goes wrong but callers that stop waiting.
    #[must_use]
    pub fn is_well(&self) -> bool {
        !(self.loses || self.server_fails || self.short_outages || self.has_troubled_store() || self.has_odd_time())
            && !(self.kills || self.refuses || self.signs_out || self.replaces_secret)
    }

    /// Whether the store fails or forgets.
    #[must_use]
    pub fn has_troubled_store(&self) -> bool {
        self.store_fails || self.is_emptied
    }

    /// Whether processes and clocks stop or jump.
    #[must_use]
    pub fn has_odd_time(&self) -> bool {
        self.pauses || self.sleeps || self.jumps
    }
}
