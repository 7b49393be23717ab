//! The running clock.

use std::time::Duration;

use oauth_testkit::Clock;

#[test]
fn a_running_clock_can_be_advanced() {
    let clock = Clock::running();
    let before = clock.now();
    clock.clone().advance(Duration::from_secs(1000));
    let after = clock.now();
    assert!(after >= before + Duration::from_secs(1000));
    while clock.now() <= after {
        std::hint::spin_loop();
    }
}
