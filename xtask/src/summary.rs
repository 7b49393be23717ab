//! The steps that ran, with their results and times.

use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// The steps of one run, as a table at its end.
#[derive(Default)]
pub(crate) struct Summary {
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    passed: bool,
    took: Duration,
}

impl Summary {
    /// Runs one step and records its result.
    pub(crate) fn step(&mut self, name: &'static str, run: impl FnOnce() -> Outcome) {
        let (outcome, took) = timed(name, run);
        if let Err(Failure::Usage(message) | Failure::Check(message)) = &outcome {
            println!("{message}");
        }
        self.rows.push(Row { name, passed: outcome.is_ok(), took });
    }

    /// One row for each step, and the totals.
    pub(crate) fn table(&self) -> String {
        let mut table = String::new();
        for Row { name, passed, took } in &self.rows {
            let result = if *passed { "ok" } else { "FAILED" };
            table.push_str(&format!("{name:<10} {result:<7} {:>9}\n", seconds(*took)));
        }
        let total = self.rows.iter().map(|row| row.took).sum();
        table.push_str(&format!("{:<10} {:<7} {:>9}\n", "all", "", seconds(total)));
        let failed = self.failed().len();
        table.push_str(&format!("{} passed, {failed} failed\n", self.rows.len() - failed));
        table
    }

    /// The names of the steps that failed.
    pub(crate) fn failed(&self) -> Vec<&'static str> {
        self.rows.iter().filter(|row| !row.passed).map(|row| row.name).collect()
    }
}

/// Runs a step, and prints its name, its result and its time.
pub(crate) fn timed(name: &str, run: impl FnOnce() -> Outcome) -> (Outcome, Duration) {
    println!("\n=== {name}");
    let start = Instant::now();
    let outcome = run();
    let took = start.elapsed();
    println!("=== {name} {} after {}", if outcome.is_ok() { "ok" } else { "FAILED" }, seconds(took));
    (outcome, took)
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_does_not_stop_the_next_and_is_named() {
        let mut summary = Summary::default();
        summary.step("one", || Err(Failure::check("broken")));
        summary.step("two", || Ok(()));
        assert_eq!(summary.failed(), ["one"]);
        let table = summary.table();
        assert!(table.contains("one        FAILED") && table.contains("two        ok"), "{table}");
        assert!(table.ends_with("1 passed, 1 failed\n"), "{table}");
    }
}
