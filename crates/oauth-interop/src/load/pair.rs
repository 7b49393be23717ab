//! The two token sources of an adapter, and their callers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::problems::Problems;
use super::stage::{Stage, Stages};
use super::watched::Watched;
use crate::Outcome;
use crate::caller::Caller;
use crate::scene::Scene;

/// The callers of both sources, and the pause of each: 200 tokens per second.
const CALLERS: usize = 4;
const PAUSE: Duration = Duration::from_millis(20);
/// Each caller uses one token out of so many: one per second.
const USED: usize = 50;

pub(super) struct Pair {
    caller: Caller,
    stages: Arc<Stages>,
    of_sign_in: Arc<Watched>,
    of_client: Arc<Watched>,
    sign_out: Arc<Problems>,
}

impl Pair {
    /// The names of its rows in the table.
    pub(super) const ROWS: [&str; 3] = [
        "token source, sign-in: load and restart",
        "token source, client: load and restart",
        "token source: a sign-out revokes",
    ];

    pub(super) fn new(scene: &Scene<'_>, stages: &Arc<Stages>) -> Outcome<Self> {
        let caller = scene.adapter.caller()?;
        Ok(Self {
            of_sign_in: Arc::new(Watched::of_sign_in(scene, caller.clone())?),
            of_client: Arc::new(Watched::of_client(scene, caller.clone())?),
            caller,
            stages: Arc::clone(stages),
            sign_out: Arc::default(),
        })
    }

    /// What went wrong that belongs into this row.
    pub(super) fn problems(&self, row: usize) -> &Problems {
        [&self.of_sign_in.problems, &self.of_client.problems, &*self.sign_out][row]
    }

    pub(super) fn tokens(&self) -> u64 {
        self.of_sign_in.tokens() + self.of_client.tokens()
    }

    pub(super) fn has_tokens_since(&self, time: Instant) -> bool {
        self.of_sign_in.has_token_since(time) && self.of_client.has_token_since(time)
    }

    /// Runs the callers until the load is over, looks at what is left, and signs out.
    pub(super) fn run(&self) {
        let start = Instant::now();
        let sources = [&self.of_sign_in, &self.of_client];
        let callers = (0..CALLERS)
            .map(|number| ask(Arc::clone(sources[number % 2]), Arc::clone(&self.stages), number * USED / CALLERS));
        let asked = self.caller.run_all(callers);
        let took = start.elapsed();
        let ends = sources.map(Arc::clone).map(|watched| {
            let sign_out = Arc::clone(&self.sign_out);
            async move {
                watched.close(took).await;
                if let Err(problem) = watched.sign_out().await {
                    sign_out.add(problem);
                }
            }
        });
        let ended = self.caller.run_all(ends.into_iter());
        for failure in [asked, ended].into_iter().filter_map(Result::err) {
            self.of_client.problems.add(failure.to_string());
        }
    }
}

/// One caller: asks again and again, and uses some of the tokens.
async fn ask(watched: Arc<Watched>, stages: Arc<Stages>, first_round: usize) {
    for round in first_round.. {
        if stages.now() == Stage::Over {
            return;
        }
        watched.caller().pause(PAUSE).await;
        match watched.ask(&stages).await {
            Some(token) if round % USED == 0 => watched.try_out(&token, &stages).await,
            _ => {}
        }
    }
}
