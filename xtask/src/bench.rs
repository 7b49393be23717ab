//! `cargo xtask bench`: every scenario of the bench runs, an exchange stays within its allocations, and no list that
//! someone else fills makes the work grow with its square. `cargo xtask bench growth` checks the last alone.
//! `cargo xtask bench report` compares their time, instructions and allocations; `cargo xtask bench adapters` compares each
//! adapter with its engine alone; `cargo xtask bench keys` compares signatures with the library under them, and
//! `cargo xtask bench cached` a token at hand with what it is made of.

use crate::failure::{Failure, Outcome};
use crate::process::Process;
use crate::tools;
use crate::workspace;

/// The maximum number of allocations of one exchange, without those of the stub network.
const ALLOCATIONS: u64 = 6;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => count().and_then(|()| growth()),
        [growth_alone] if growth_alone == "growth" => growth(),
        [report] if report == "report" => measure("oauth-bench"),
        [adapters] if adapters == "adapters" => measure("adapters"),
        [keys] if keys == "keys" => measure("keys"),
        [cached] if cached == "cached" => measure("cached"),
        _ => Err(Failure::Usage("cargo xtask bench [growth|report|adapters|keys|cached]".to_owned())),
    }
}

/// Runs every scenario and counts allocations. It takes no times, so it is built like the tests, which is cheap.
fn count() -> Outcome {
    Process::cargo().args(["build", "--workspace", "--bin", "allocations", "--bin", "growth"]).run()?;
    let program = workspace::target().join("debug/allocations");
    let counted = Process::new(program, "cargo build makes it").output()?;
    print!("{counted}");
    let stub = allocations(&counted, "stub")?;
    for scenario in ["basic/oauth-core", "post/oauth-core"] {
        let own = allocations(&counted, scenario)? - stub;
        if own > ALLOCATIONS {
            return Err(Failure::check(format!("{scenario} allocates {own} times; {ALLOCATIONS} are allowed")));
        }
    }
    Ok(())
}

/// Counts the instructions that lists of three lengths cost. How they grow does not depend on optimization.
fn growth() -> Outcome {
    tools::valgrind()?;
    Process::cargo().args(["build", "--workspace", "--bin", "allocations", "--bin", "growth"]).run()?;
    Process::new(workspace::target().join("debug/growth"), "cargo build makes it").run()
}

/// The allocations and reallocations of a scenario, from its line `name allocations reallocations bytes`.
fn allocations(counted: &str, scenario: &str) -> Outcome<u64> {
    let numbers = counted.lines().find_map(|line| line.strip_prefix(scenario)?.strip_prefix(' '));
    let mut numbers = numbers.unwrap_or_default().split(' ').map(str::parse::<u64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(allocations)), Some(Ok(reallocations))) => Ok(allocations + reallocations),
        _ => Err(Failure::check(format!("the bench printed no allocations of {scenario}"))),
    }
}

/// Runs a program of the bench, built to be fast.
fn measure(program: &str) -> Outcome {
    Process::cargo().args(["build", "--profile", "bench", "--package", "oauth-bench"]).run()?;
    Process::new(workspace::target().join("release").join(program), "cargo build makes it").run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_the_whole_name_of_its_scenario() {
        let counted = "stub 3 0 900\nbasic/oauth-core/encode 3 0 500\nbasic/oauth-core 8 1 3000\n";
        assert_eq!(allocations(counted, "basic/oauth-core").unwrap(), 9);
        assert!(allocations(counted, "post/oauth-core").is_err());
    }
}
