//! What holds in every order of steps.

use std::sync::Arc;

use loom::model::Builder;
use loom::thread;

use crate::model::{Fate, Model, Source};
use crate::single_flight::{SingleFlight, Wakes};

/// Two callers, of whom one is this thread.
pub(crate) fn two_callers(source: &Arc<Source>) {
    let other = {
        let source = Arc::clone(source);
        thread::spawn(move || source.token())
    };
    let flights = [source.token(), other.join().unwrap()];
    flights.into_iter().flatten().for_each(|flight| flight.join().unwrap());
}

fn check(fates: &'static [Fate]) {
    bounded(move || {
        let source = Source::new(SingleFlight::new(Model::default()), fates);
        two_callers(&source);
        assert_eq!(source.landed(), 1, "one flight brings the token");
    });
}

pub(crate) fn bounded(test: impl Fn() + Send + Sync + 'static) {
    let mut model = Builder::new();
    // An error that needs more changes of the thread at bad moments has not been seen yet, and without a bound it is hours.
    model.preemption_bound = Some(3);
    model.check(test);
}

#[test]
fn all_callers_get_the_token_of_one_flight() {
    check(&[]);
}

#[test]
fn a_flight_that_is_never_polled_is_replaced() {
    check(&[Fate::NeverPolled]);
}

#[test]
fn a_flight_that_is_dropped_at_work_is_replaced() {
    check(&[Fate::Dropped]);
}

#[test]
fn no_work_is_left_lying() {
    bounded(|| {
        let source = Source::new(SingleFlight::new(Model::default()), &[]);
        asked_twice(&source);
        assert!(source.flights.look(|model| model.has_token && !model.is_wanted));
    });
}

/// Somebody asks while the flight for somebody else ends. Nobody waits.
pub(crate) fn asked_twice(source: &Arc<Source>) {
    let flight = source.ask();
    let other = {
        let source = Arc::clone(source);
        thread::spawn(move || {
            source.flights.tell(|model| {
                model.has_token = false;
                ((), Wakes::default())
            });
            source.ask()
        })
    };
    [flight, other.join().unwrap()].into_iter().flatten().for_each(|flight| flight.join().unwrap());
}

#[test]
fn a_resting_flight_hears_of_every_change() {
    bounded(|| {
        let source = Source::new(SingleFlight::new(Model { is_held: true, ..Model::default() }), &[]);
        let flight = source.ask();
        let other = {
            let source = Arc::clone(&source);
            thread::spawn(move || {
                source.flights.tell(|model| {
                    model.is_held = false;
                    ((), Wakes { callers: false, flight: true })
                });
            })
        };
        other.join().unwrap();
        flight.unwrap().join().unwrap();
        assert!(source.flights.look(|model| model.has_token));
    });
}

#[test]
fn who_leaves_takes_no_wake_up_along() {
    bounded(|| {
        let source = Source::new(SingleFlight::new(Model::default()), &[]);
        let leaves = {
            let source = Arc::clone(&source);
            thread::spawn(move || source.glance())
        };
        let flight = source.token();
        leaves.join().unwrap();
        flight.unwrap().join().unwrap();
    });
}
