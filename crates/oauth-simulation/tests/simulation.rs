//! The promises hold, and a planted bug is found.

#![allow(clippy::panic)]

use oauth_simulation::{Bug, Failure, Kind, Scenario, run, run_scenario};

/// Runs of a test; `cargo xtask simulate` has more.
const RUNS: u64 = 40;

#[test]
fn every_promise_is_kept() {
    let failures: Vec<Failure> = (1..=RUNS).filter_map(|seed| run(seed).err()).collect();
    assert!(failures.is_empty(), "{}", failures.iter().map(|failure| format!("\n{failure}")).collect::<String>());
}

#[test]
fn a_seed_makes_the_same_run_again() {
    for seed in [3, 77] {
        let one = run_scenario(Scenario::of(seed), true).map(|counts| format!("{counts:?}"));
        let two = run(seed).map(|counts| format!("{counts:?}"));
        assert_eq!(one.ok(), two.ok());
    }
}

/// A run in which the bug can show itself, and nothing else goes wrong that is not needed for it.
fn scenario(bug: Bug, seed: u64) -> Scenario {
    let mut scenario = Scenario::of(seed);
    (scenario.loses, scenario.server_fails, scenario.short_outages, scenario.store_fails) =
        (false, false, false, false);
    (scenario.is_emptied, scenario.kills, scenario.pauses, scenario.sleeps) = (false, false, false, false);
    (scenario.jumps, scenario.refuses, scenario.signs_out, scenario.replaces_secret) = (false, false, false, false);
    (scenario.states_lifetime, scenario.is_told, scenario.lease_excludes) = (true, true, true);
    (scenario.has_store, scenario.gives_up, scenario.lifetime) = (true, false, 600_000);
    match bug {
        Bug::LostWakeUp => {
            (scenario.kind, scenario.processes, scenario.keys) = (Kind::NeverRotates, 1, 3);
            (scenario.is_busy, scenario.lifetime) = (false, 60_000);
        }
        Bug::RefreshInCallersFuture => {
            (scenario.kind, scenario.processes, scenario.gives_up) = (Kind::KillsFamily, 1, true);
            (scenario.is_busy, scenario.lifetime) = (false, 60_000);
        }
        Bug::UnconditionalInvalidation => {
            (scenario.kind, scenario.keys, scenario.refuses) = (Kind::Repeatable, 1, true);
        }
        Bug::LeaseTakenForALock => {
            (scenario.kind, scenario.processes, scenario.pauses) = (Kind::Forgives(600_000), 4, true);
            (scenario.lease_excludes, scenario.is_busy, scenario.lifetime) = (false, true, 60_000);
        }
        Bug::JitterAtEveryLook => {
            (scenario.kind, scenario.keys, scenario.has_store) = (Kind::Repeatable, 1, false);
        }
        Bug::OneSpare => {
            (scenario.kind, scenario.processes, scenario.pauses) = (Kind::Forgives(600_000), 4, true);
            (scenario.kills, scenario.loses, scenario.lifetime) = (true, true, 60_000);
            scenario.lease_excludes = false;
        }
        Bug::NoSecondLoad => {
            (scenario.kind, scenario.processes, scenario.is_busy) = (Kind::NeverRotates, 4, true);
        }
        Bug::AbsenceIsASignOut => {
            (scenario.kind, scenario.processes, scenario.is_emptied) = (Kind::NeverRotates, 1, true);
        }
        _ => {}
    }
    scenario
}

/// Finds the bug by one of some seeds, each of which makes a run without a failure if the bug is not there.
fn find(bug: Bug) {
    for seed in 1..=60 {
        let sound = scenario(bug, seed);
        let mut planted = sound.clone();
        planted.bug = Some(bug);
        if let Err(failure) = run_scenario(sound, false) {
            panic!("without the bug: {failure}");
        }
        if let Err(failure) = run_scenario(planted, false) {
            return println!("{bug:?}: {failure}");
        }
    }
    panic!("{bug:?} was not found");
}

#[test]
fn a_lost_wake_up_is_found() {
    find(Bug::LostWakeUp);
}

#[test]
fn a_refresh_in_the_future_of_a_caller_is_found() {
    find(Bug::RefreshInCallersFuture);
}

#[test]
fn an_unconditional_invalidation_is_found() {
    find(Bug::UnconditionalInvalidation);
}

#[test]
fn a_lease_that_is_taken_for_a_lock_is_found() {
    find(Bug::LeaseTakenForALock);
}

#[test]
fn a_jitter_that_is_drawn_at_every_look_is_found() {
    find(Bug::JitterAtEveryLook);
}

#[test]
fn one_spare_in_place_of_the_chain_is_found() {
    find(Bug::OneSpare);
}

#[test]
fn a_missing_second_load_under_the_lease_is_found() {
    find(Bug::NoSecondLoad);
}

#[test]
fn absence_that_is_read_as_a_sign_out_is_found() {
    find(Bug::AbsenceIsASignOut);
}
