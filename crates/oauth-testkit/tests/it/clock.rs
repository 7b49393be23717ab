//! The running clock.

use std::time::{Duration, SystemTime};

use oauth_testkit::{AuthorizationServer, Clock, TestServer};

/// More than the clocks of one machine differ, and much less than a year.
const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_server_on_a_socket_lives_by_the_system_time_unless_it_was_given_a_clock() {
    let server = AuthorizationServer::new();
    let kept = server.clock();
    assert_eq!(kept.now(), Clock::new().now(), "in memory it stands still");
    let server = TestServer::start(server).unwrap();
    for clock in [server.server().clock(), kept] {
        let now = SystemTime::now();
        assert!(now - MINUTE < clock.now() && clock.now() < now + MINUTE);
    }
    server.server().clock().advance(100 * MINUTE);
    assert!(server.server().clock().now() > SystemTime::now() + 99 * MINUTE);

    let chosen = TestServer::start(AuthorizationServer::new().with_clock(Clock::new())).unwrap();
    assert_eq!(chosen.server().clock().now(), Clock::new().now());
}

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
