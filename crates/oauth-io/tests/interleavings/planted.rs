//! Known errors, which the tests of `sound` find.
//!
//! Each runs in a process of its own. loom reports a deadlock by a panic, and the destructors that then run panic again.

use std::process::Command;

use crate::model::{Model, Source};
use crate::single_flight::SingleFlight;
use crate::sound::{asked_twice, bounded, two_callers};

/// Runs a test that is ignored otherwise. Returns what it says when it fails.
fn failure_of(test: &str) -> String {
    let mut this = Command::new(std::env::current_exe().unwrap());
    let output = this.args(["--ignored", "--exact", test, "--nocapture"]).output().unwrap();
    assert!(!output.status.success(), "{test} finds nothing");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_lost_wake_up_is_found() {
    let said = failure_of("planted::late_entry");
    assert!(said.contains("deadlock"), "{said}");
}

#[test]
fn a_mark_that_is_cleared_late_is_found() {
    let said = failure_of("planted::late_clearing");
    assert!(said.contains("work is left lying"), "{said}");
}

/// Who finds nothing ready enters the list in a second step: a wake-up in between is lost.
#[test]
#[ignore = "it fails, and a_lost_wake_up_is_found runs it"]
fn late_entry() {
    bounded(|| two_callers(&Source::new(SingleFlight::new(Model::default()).enters_late(), &[])));
}

/// The flight looks for work, and clears its mark in a second step: what comes in between is left lying.
#[test]
#[ignore = "it fails, and a_mark_that_is_cleared_late_is_found runs it"]
fn late_clearing() {
    bounded(|| {
        let source = Source::new(SingleFlight::new(Model::default()).clears_late(), &[]);
        asked_twice(&source);
        assert!(source.flights.look(|model| model.has_token && !model.is_wanted), "work is left lying");
    });
}
