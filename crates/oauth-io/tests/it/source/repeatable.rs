//! A grant that can be requested again: one request for any number of callers, and no caller that waits without need.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use oauth_io::{TokenError, TokenSource};
use oauth_testkit::Endpoint;

use super::{PATIENCE, service, source, text, until};

#[test]
fn one_request_serves_all_callers() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.close();
    let callers: Vec<_> = (0..64)
        .map(|_| {
            let source = source.clone();
            thread::spawn(move || text(&source).unwrap())
        })
        .collect();
    line.await_held(1);
    line.open();
    let tokens: Vec<String> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    assert_eq!(line.sent(), 1);
    assert_eq!(text(&source).unwrap(), tokens[0], "it is kept");
    assert_eq!(line.sent(), 1);
}

#[test]
fn nobody_waits_for_an_early_renewal() {
    let (line, client) = service();
    let source = source(&line, &client);
    let first = text(&source).unwrap();
    line.pass(3_500);
    line.close();
    for _ in 0..100 {
        assert_eq!(text(&source).unwrap(), first);
    }
    line.await_held(1);
    assert_eq!(line.sent(), 2);
    line.open();
    until(|| source.metrics().renewed == 2);
    // For a moment, a resource may not know the new token.
    assert_eq!(text(&source).unwrap(), first);
    line.pass(6);
    assert_ne!(text(&source).unwrap(), first);
    assert_eq!(line.sent(), 2);
}

#[test]
fn an_outage_takes_no_valid_token_away() {
    let (line, client) = service();
    let source = source(&line, &client);
    let first = text(&source).unwrap();
    line.set_down(true);
    line.pass(3_450);
    for _ in 0..10 {
        assert_eq!(text(&source).unwrap(), first);
        line.pass(10);
    }
    line.pass(100);
    let error = text(&source).unwrap_err();
    assert!(matches!(&error, TokenError::Later(failing) if failing.failures > 0), "{error:?}");
    assert!(error.is_transient() && !error.needs_sign_in());
    line.set_down(false);
    line.pass(60);
    assert_ne!(text(&source).unwrap(), first);
}

#[test]
fn a_refused_token_is_replaced_by_one_request() {
    let (line, client) = service();
    let source = source(&line, &client);
    let token = source.token_blocking(PATIENCE).unwrap();
    line.pass(600);
    let callers: Vec<_> = (0..32)
        .map(|_| {
            let (source, token) = (source.clone(), Arc::clone(&token));
            thread::spawn(move || source.refused_blocking(&token, PATIENCE).unwrap().unwrap())
        })
        .collect();
    for caller in callers {
        assert_ne!(caller.join().unwrap().text().expose(), token.text().expose());
    }
    assert_eq!(line.sent(), 2);
}

#[test]
fn a_request_is_authorized() {
    let (line, client) = service();
    let source = source(&line, &client);
    let mut request = http::Request::get("https://api.example.com/orders").body(()).unwrap();
    let token = source.authorize_blocking(&mut request, PATIENCE).unwrap();
    let header = &request.headers()["authorization"];
    assert!(header.is_sensitive());
    assert_eq!(header, format!("Bearer {}", token.text().expose()).as_str());
}

#[test]
fn another_scope_is_another_token_that_waits_for_nobody() {
    let (line, client) = service();
    let read = source(&line, &client);
    let write = read.scoped("write").unwrap();
    line.close();
    let waiting = {
        let read = read.clone();
        thread::spawn(move || text(&read).unwrap())
    };
    line.await_held(1);
    let also = {
        let write = write.clone();
        thread::spawn(move || text(&write).unwrap())
    };
    line.await_held(2);
    line.open();
    assert_ne!(waiting.join().unwrap(), also.join().unwrap());
    assert_eq!(text(&read.scoped("write").unwrap()).unwrap(), text(&write).unwrap());
    assert_eq!(line.server().ledger().count_at(Endpoint::Token), 2);
}

#[test]
fn a_wait_has_a_limit_and_the_renewal_goes_on() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.close();
    let error = source.token_blocking(Some(Duration::from_millis(1))).unwrap_err();
    assert!(matches!(error, TokenError::Timeout), "{error:?}");
    line.await_held(1);
    line.open();
    assert!(text(&source).is_ok());
    assert_eq!(line.sent(), 1);
}

#[test]
fn a_source_shows_no_token() {
    let (line, client) = service();
    let source = source(&line, &client);
    let token = text(&source).unwrap();
    for shown in
        [format!("{source:?}"), format!("{:?}", source.stats()), format!("{:?}", source.token_blocking(PATIENCE))]
    {
        assert!(!shown.contains(&token) && !shown.contains("secret"), "{shown}");
    }
}

#[test]
fn a_transport_without_a_place_for_flights_is_refused() {
    struct Nowhere;
    impl oauth_io::Transport for Nowhere {
        async fn send(&self, _: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, oauth_io::TransportError> {
            unreachable!("nothing is sent")
        }

        async fn sleep(&self, _: Duration) {}
    }
    let (_, client) = service();
    let error = TokenSource::new(Nowhere, client.client_credentials()).unwrap_err();
    assert!(matches!(error, TokenError::NoFlights), "{error:?}");
}
