//! Token sources under load, at a server that is restarted meanwhile.
//!
//! All adapters run at once, so that one restart is enough. Each has two sources, of a sign-in and of the client itself,
//! and two callers of each source. The tokens live for 3 seconds and are renewed at half of that: servers count in whole
//! seconds, so that one may refuse a token a second before its end.

mod pair;
mod problems;
mod restart;
mod stage;
mod watched;
mod wire;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::scene::Scene;
use pair::Pair;
use stage::{Stage, Stages};

/// How long the sources are asked before the restart, and after each of them has recovered. Shorter than the 5 seconds
/// after which Node closes an unused connection: a refresh token that is sent at that moment would have no response.
const STRETCH: Duration = Duration::from_secs(4);
/// How long they have to recover. The pauses between their attempts are longer the longer the server is away.
const RECOVERS_WITHIN: Duration = Duration::from_secs(40);
const LOOK: Duration = Duration::from_millis(50);

/// Makes the checks, and gives the rows of the table. `scenes` are those of one server.
pub(crate) fn rows(scenes: &[Scene<'_>]) -> Vec<(&'static str, Vec<Outcome>)> {
    let stages = Arc::new(Stages::default());
    let pairs: Vec<_> = scenes.iter().map(|scene| Pair::new(scene, &stages).map(Arc::new)).collect();
    let restarted = thread::scope(|scope| {
        for pair in pairs.iter().flatten() {
            scope.spawn(|| pair.run());
        }
        let restarted = scenes.first().map_or(Ok(()), |scene| direct(scene, pairs.iter().flatten(), &stages));
        stages.enter(Stage::Over);
        restarted.map_err(|failure| format!("the restart: {failure}"))
    });
    let outcome = |pair: &Outcome<Arc<Pair>>, row: usize| {
        let pair = pair.as_ref().map_err(ToString::to_string)?;
        pair.problems(row).outcome()?;
        Ok(restarted.clone()?)
    };
    let rows = Pair::ROWS.iter().enumerate();
    rows.map(|(row, name)| (*name, pairs.iter().map(|pair| outcome(pair, row)).collect())).collect()
}

/// Restarts the server in the middle, and goes on until the sources have recovered.
fn direct<'p>(scene: &Scene<'_>, pairs: impl Iterator<Item = &'p Arc<Pair>> + Clone, stages: &Stages) -> Outcome {
    thread::sleep(STRETCH);
    stages.enter(Stage::Away);
    let away = restart::restart(scene)?;
    let back = Instant::now();
    while !pairs.clone().all(|pair| pair.has_tokens_since(back)) && back.elapsed() < RECOVERS_WITHIN {
        thread::sleep(LOOK);
    }
    let recovered = back.elapsed();
    stages.enter(Stage::After);
    thread::sleep(STRETCH);
    let tokens: u64 = pairs.map(|pair| pair.tokens()).sum();
    println!(
        "(restart: away for {:.1} s, all sources had tokens {:.1} s later; {tokens} tokens were handed out)",
        away.as_secs_f64(),
        recovered.as_secs_f64()
    );
    Ok(())
}
