//! What went wrong during the load.

use std::sync::{Mutex, PoisonError};

use crate::Outcome;

/// More are only counted.
const PRINTED: usize = 3;

#[derive(Default)]
pub(super) struct Problems(Mutex<Vec<String>>);

impl Problems {
    pub(super) fn add(&self, problem: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    }

    /// Adds what is wrong, if it is.
    pub(super) fn add_unless(&self, truth: bool, otherwise: impl FnOnce() -> String) {
        if !truth {
            self.add(otherwise());
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        let problems = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match problems.len() {
            0 => Ok(()),
            count => {
                let printed: Vec<_> = problems.iter().take(PRINTED).map(String::as_str).collect();
                Err(format!("{count} problems: {}", printed.join("; ")).into())
            }
        }
    }
}
