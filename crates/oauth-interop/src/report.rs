//! The table of what was checked, and the line it closes with.

use crate::Outcome;

/// Prints as it goes: a table for each server, a row for each check, a column for each adapter.
pub(crate) struct Report {
    columns: Vec<&'static str>,
    passed: usize,
    failed: usize,
}

impl Report {
    pub(crate) fn new(columns: &[&'static str]) -> Self {
        Self { columns: columns.to_vec(), passed: 0, failed: 0 }
    }

    pub(crate) fn passed(&self) -> usize {
        self.passed
    }

    pub(crate) fn failed(&self) -> usize {
        self.failed
    }

    /// Begins the table of a server.
    pub(crate) fn server(&self, name: &str, issuer: &str) {
        println!("\n{name} at {issuer}");
        println!("{:46}{}", "", self.columns.iter().map(|name| format!(" {name:17}")).collect::<String>().trim_end());
    }

    /// A row of the table, and below it why each failure failed.
    pub(crate) fn row(&mut self, check: &str, outcomes: Vec<Outcome>) {
        let word = |outcome: &Outcome| if outcome.is_ok() { "ok" } else { "FAILED" };
        let cells: String = outcomes.iter().map(|outcome| format!(" {:17}", word(outcome))).collect();
        println!("{check:46}{}", cells.trim_end());
        for (column, outcome) in self.columns.iter().zip(outcomes) {
            match outcome {
                Ok(()) => self.passed += 1,
                Err(failure) => {
                    self.failed += 1;
                    println!("    {column}: {failure}");
                }
            }
        }
    }

    /// The last line.
    pub(crate) fn close(&self) {
        println!("\n{} passed, {} failed", self.passed, self.failed);
    }
}
