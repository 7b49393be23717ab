//! The clock that runs.

use std::time::Duration;

use oauth_testkit::Clock;

#[test]
fn a_running_clock_goes_on_and_can_be_moved() {
    let clock = Clock::running();
    let before = clock.now();
    clock.clone().advance(Duration::from_secs(1000));
    let after = clock.now();
    assert!(after >= before + Duration::from_secs(1000));
    while clock.now() <= after {
        std::hint::spin_loop();
    }
}
