//! `simulate`: 10,000 runs. `simulate SEED`: one run, with all that happens in it. `simulate FIRST COUNT`: some runs.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use oauth_simulation::{Counts, Failure, Scenario, run, run_scenario};

/// The runs of CI.
const RUNS: u64 = 10_000;

fn main() -> ExitCode {
    let arguments: Result<Vec<u64>, _> = std::env::args().skip(1).map(|text| text.parse::<u64>()).collect();
    match arguments.as_deref() {
        Ok([]) => many(1, RUNS),
        Ok([seed]) => one(*seed),
        Ok([first, count]) => many(*first, *count),
        _ => {
            eprintln!("simulate [SEED | FIRST COUNT]");
            ExitCode::from(2)
        }
    }
}

fn one(seed: u64) -> ExitCode {
    let scenario = Scenario::of(seed);
    println!("{scenario:?}");
    match run_scenario(scenario, true) {
        Ok(counts) => {
            println!("every promise was kept: {counts}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            for line in &failure.trace {
                println!("{line}");
            }
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn many(first: u64, count: u64) -> ExitCode {
    let (next, sums) = (AtomicU64::new(first), Mutex::new((Counts::default(), Vec::<Failure>::new())));
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        return;
                    }
                    let result = run(seed);
                    let Ok(mut sums) = sums.lock() else { return };
                    match result {
                        Ok(counts) => sums.0.add(&counts),
                        Err(failure) => sums.1.push(failure),
                    }
                }
            });
        }
    });
    let Ok((counts, mut failures)) = sums.into_inner() else { return ExitCode::FAILURE };
    println!("{count} runs: {counts}");
    failures.sort_by_key(|failure| failure.seed);
    for failure in failures.iter().take(10) {
        println!("\n{failure}");
    }
    if failures.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!(
        "\n{} of {count} runs failed. One again, with all that happens: cargo xtask simulate SEED",
        failures.len()
    );
    ExitCode::FAILURE
}
