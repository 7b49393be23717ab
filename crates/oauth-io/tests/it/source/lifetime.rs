//! Lifetimes and waits that a server states, as servers state them.

use std::time::Duration;

use oauth_io::TokenSource;
use oauth_testkit::{Fault, Script};

use super::{PATIENCE, service, source, text, until};

/// Asks once a second and returns how many requests that made.
fn requests_in(seconds: u64, lifetime: &str) -> usize {
    let (line, client) = service();
    let source = source(&line, &client);
    line.wait_for_test();
    line.server().queue(Fault::member("expires_in", lifetime).times(usize::MAX));
    for _ in 0..seconds {
        for _ in 0..20 {
            let _ = source.token_blocking(PATIENCE);
        }
        line.await_landing_or_rest();
        line.pass(1);
    }
    line.sent()
}

#[test]
fn a_token_without_a_lifetime_is_used_until_it_is_refused() {
    for lifetime in ["0", "-1", "null", "\"never\"", "-9223372036854775808"] {
        let (line, client) = service();
        let source = source(&line, &client);
        line.server().queue(Fault::member("expires_in", lifetime).times(9));
        let first = source.token_blocking(PATIENCE).unwrap();
        for _ in 0..100 {
            line.pass(3_600);
            assert_eq!(text(&source).unwrap(), first.text().expose(), "{lifetime}");
        }
        assert_eq!(line.sent(), 1, "{lifetime}");
        let second = source.refused_blocking(&first, PATIENCE).unwrap().unwrap();
        assert_ne!(second.text().expose(), first.text().expose(), "{lifetime}");
        assert_eq!(line.sent(), 2, "{lifetime}");
    }
}

#[test]
fn a_lifetime_can_be_set_for_tokens_that_state_none() {
    let (line, client) = service();
    let hour = Duration::from_secs(3_600);
    let source = TokenSource::builder(line.clone(), client.client_credentials().scope("read"))
        .settings(|settings| settings.lifetime_if_unstated(hour))
        .build()
        .unwrap();
    line.server().queue(Fault::without_member("expires_in").times(2));
    let first = text(&source).unwrap();
    line.pass(3_600);
    assert_ne!(text(&source).unwrap(), first);
}

#[test]
fn a_tiny_lifetime_makes_one_request_per_lifetime() {
    for (lifetime, each) in [("1", 1), ("2", 2), ("10", 10), ("1.5", 1)] {
        let requests = requests_in(60, lifetime);
        assert!(requests <= 60 / each + 1, "{lifetime}: {requests} requests in a minute");
        assert!(requests >= 60 / each / 2, "{lifetime}: {requests} requests in a minute");
    }
}

#[test]
fn a_huge_lifetime_is_one_request() {
    for lifetime in ["1e18", "9223372036854775807", "18446744073709551615", "4102444800"] {
        assert_eq!(requests_in(60, lifetime), 1, "{lifetime}");
    }
}

/// A server that keeps one token for each client hands it out again until it ends.
#[test]
fn the_same_token_again_is_no_renewal() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.wait_for_test();
    line.server().queue(Script::expires_in("3600"));
    let first = source.token_blocking(PATIENCE).unwrap();
    line.pass(3_300);
    for second in 3_300..3_600 {
        line.server().clear_faults();
        line.server().queue(Script::expires_in(&(3_600 - second).to_string()));
        assert_eq!(text(&source).unwrap(), first.text().expose());
        line.await_landing_or_rest();
        line.pass(1);
    }
    assert!(line.sent() <= 4, "{} requests", line.sent());
    line.server().clear_faults();
    until(|| text(&source).is_ok_and(|token| token != first.text().expose()));
}

/// How long a server that sends this is left alone.
fn left_alone(retry_after: &str) -> u64 {
    let (line, client) = service();
    let source = source(&line, &client);
    line.wait_for_test();
    line.server().queue(Script::service_unavailable_503(retry_after).times(usize::MAX));
    assert!(text(&source).is_err());
    line.await_landing_or_rest();
    let sent = line.sent();
    (1..=90_000)
        .step_by(5)
        .find(|_| {
            line.pass(5);
            for _ in 0..3 {
                // It is not waited for: a date that has come is repeated, and the renewal goes on by the test's clock.
                let mut token = Box::pin(source.token());
                let _ = super::polled(token.as_mut());
            }
            line.await_landing_or_rest();
            line.sent() > sent
        })
        .unwrap_or(u64::MAX)
}

#[test]
fn a_retry_after_is_obeyed_up_to_an_hour() {
    let (line, _) = service();
    let now = line.server().clock().now();
    let date = |seconds| httpdate::fmt_http_date(now + Duration::from_secs(seconds));
    for (retry_after, seconds) in [
        ("120".to_owned(), 120),
        (date(120), 120),
        ("3600".to_owned(), 3_600),
        ("86400".to_owned(), 3_600),
        ("99999999999999999999".to_owned(), 3_600),
    ] {
        let left = left_alone(&retry_after);
        assert!((seconds - 5..=seconds + 5).contains(&left), "{retry_after}: {left}");
    }
}

/// What is no time to wait is none, and the server is left alone all the same.
#[test]
fn a_retry_after_that_says_nothing_makes_no_hot_loop() {
    for retry_after in ["0", "-5", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT"] {
        let (line, client) = service();
        let source = source(&line, &client);
        line.wait_for_test();
        line.server().queue(Script::service_unavailable_503(retry_after).times(usize::MAX));
        for _ in 0..600 {
            let mut token = Box::pin(source.token());
            let _ = super::polled(token.as_mut());
            line.await_landing_or_rest();
            line.pass_millis(100);
        }
        assert!(line.sent() <= 10, "{retry_after:?}: {} requests in a minute", line.sent());
    }
}

#[test]
fn a_clock_that_jumps_costs_at_most_one_request() {
    let (line, client) = service();
    let source = source(&line, &client);
    assert!(text(&source).is_ok());
    line.pass(7_200);
    assert!(text(&source).is_ok());
    assert_eq!(line.sent(), 2);
}
