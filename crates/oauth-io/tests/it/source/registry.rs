//! Many clients, users and scopes over one transport.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use oauth_io::adapter::block_on;
use oauth_io::lifecycle::{Event, State, Why};
use oauth_io::source::TokenSources;
use oauth_io::{Client, ClientAuthentication, Server, TokenError};
use oauth_testkit::{AuthorizationServer, RefreshTokenRotation, RegisteredClient};

use super::{Line, PATIENCE, User, begun, client, polled, service, text};

fn registry(line: &Line) -> TokenSources {
    TokenSources::new(line.clone())
}

fn adopt(sources: &TokenSources, user: &User, name: &str) -> oauth_io::TokenSource {
    block_on(sources.adopt(user.client(), name, &user.tokens), PATIENCE).unwrap().unwrap()
}

/// A framework passes a user's name along with each call, and builds its settings anew for each.
#[test]
fn equal_requests_are_one_source_however_they_are_made() {
    let (line, _) = service();
    let sources = registry(&line);
    for _ in 0..1_000 {
        let request = client(&line, "secret").client_credentials().scope("write read");
        let again = client(&line, "secret").client_credentials().scope("read write");
        let first = text(&sources.get(&request).unwrap()).unwrap();
        assert_eq!(text(&sources.get(&again).unwrap()).unwrap(), first);
    }
    assert_eq!((line.sent(), sources.len()), (1, 1));
    // A source for another scope, however it is had.
    let write = sources.get(&client(&line, "secret").client_credentials().scope("write")).unwrap();
    let token = text(&write).unwrap();
    let read = sources.get(&client(&line, "secret").client_credentials().scope("read")).unwrap();
    assert_eq!(text(&read.scoped("write").unwrap()).unwrap(), token);
    assert_eq!((line.sent(), sources.len()), (2, 3));
}

#[test]
fn what_reaches_the_server_tells_sources_apart() {
    let (line, client) = service();
    let sources = registry(&line);
    let request = || client.client_credentials().scope("read");
    for request in [
        request(),
        request().scope("write"),
        request().extra_parameter("tenant", "a"),
        request().extra_parameter("tenant", "b"),
        request().extra_parameter("audience", "https://api.example"),
    ] {
        sources.get(&request).unwrap();
    }
    assert_eq!(sources.len(), 5);
}

#[test]
fn tenants_are_apart() {
    let tenant = |id: &str| RegisteredClient::client_secret_post(id, "secret").scopes(["read"]);
    let line = Line::new(AuthorizationServer::new().client(tenant("a")).client(tenant("b")));
    let client = |id: &str| {
        let server = Server::at_token_endpoint(&line.server().token_endpoint()).unwrap();
        Client::new(server, id, ClientAuthentication::client_secret_post("secret")).unwrap()
    };
    let sources = registry(&line);
    let of = |id: &str| sources.get(&client(id).client_credentials()).unwrap();
    let (a, b) = (text(&of("a")).unwrap(), text(&of("b")).unwrap());
    assert_ne!(a, b);
    block_on(sources.forget_client(&client("a")), PATIENCE).unwrap().unwrap();
    assert_ne!(text(&of("a")).unwrap(), a);
    assert_eq!(text(&of("b")).unwrap(), b);
}

/// The settings are built anew with the new secret, and the source is the old one.
#[test]
fn a_request_with_a_new_secret_gives_it_to_the_source_that_is_there() {
    let (line, _) = service();
    let sources = registry(&line);
    let source = sources.get(&client(&line, "secret").client_credentials().scope("read")).unwrap();
    let first = text(&source).unwrap();
    line.server().rotate_secret("id", "newer", Duration::ZERO).unwrap();
    line.pass(3_600);
    assert!(matches!(text(&source).unwrap_err(), TokenError::Fault(_)));
    let again = sources.get(&client(&line, "newer").client_credentials().scope("read")).unwrap();
    assert_ne!(text(&again).unwrap(), first);
    assert_eq!(text(&source).unwrap(), text(&again).unwrap());
    assert_eq!((line.sent(), sources.len()), (3, 1));
}

/// The values of such a request do not say whose it is.
#[test]
fn a_grant_with_a_secret_of_its_own_needs_a_name() {
    let (line, client) = service();
    line.server().accept_assertion("of.alice.x", "alice");
    line.server().accept_assertion("of.bob.x", "bob");
    let sources = registry(&line);
    let request = |assertion: &str| client.jwt_bearer(assertion.to_owned()).scope("read");
    assert!(matches!(sources.get(&request("of.alice.x")).unwrap_err(), TokenError::NoUser));
    let alice = text(&sources.get_for("alice", &request("of.alice.x")).unwrap()).unwrap();
    let bob = text(&sources.get_for("bob", &request("of.bob.x")).unwrap()).unwrap();
    assert_ne!(alice, bob);
    assert_eq!(text(&sources.get_for("alice", &request("of.alice.x")).unwrap()).unwrap(), alice);
}

#[test]
fn a_user_who_has_signed_in_is_found_by_name() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let sources = registry(&user.line);
    let error = sources.of_user(user.client(), "alice").unwrap_err();
    assert!(matches!(error, TokenError::SignIn(Why::Never)), "{error:?}");
    adopt(&sources, &user, "alice");
    let alice = sources.of_user(user.client(), "alice").unwrap();
    assert_eq!(text(&alice).unwrap(), user.tokens.access_token.expose());
    assert!(sources.of_user(user.client(), "bob").unwrap_err().needs_sign_in());
}

/// All sources of one sign-in share one refresh token, and so one renewal at a time.
#[test]
fn the_sources_of_one_sign_in_are_one() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let sources = registry(&user.line);
    adopt(&sources, &user, "alice");
    user.line.pass(3_600);
    let callers: Vec<_> = (0..16)
        .map(|number| {
            let source = sources.of_user(user.client(), "alice").unwrap();
            let source = if number % 2 == 0 { source } else { source.scoped("read").unwrap() };
            thread::spawn(move || text(&source).unwrap())
        })
        .collect();
    callers.into_iter().for_each(|caller| drop(caller.join().unwrap()));
    let sent = user.refreshed_with();
    assert_eq!(sent.len(), 2, "one for each access token");
    assert_ne!(sent[0], sent[1], "one after the other");
}

#[test]
fn a_sign_in_in_memory_alone_is_not_dropped() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let sources = registry(&user.line).most(4).idle_after(Duration::from_secs(60));
    for name in ["a", "b", "c", "d"] {
        adopt(&sources, &user, name);
    }
    user.line.pass(3_000);
    let error = block_on(sources.adopt(user.client(), "e", &user.tokens), PATIENCE).unwrap().unwrap_err();
    assert!(matches!(error, TokenError::TooMany { most: 4 }), "{error:?}");
    for name in ["a", "b", "c", "d"] {
        assert!(sources.of_user(user.client(), name).is_ok(), "{name}");
    }
    // One that has ended is not lost.
    let a = sources.of_user(user.client(), "a").unwrap();
    a.forget_blocking(PATIENCE).unwrap();
    drop(a);
    user.line.await_landing();
    adopt(&sources, &user, "e");
    assert_eq!(sources.len(), 4);
}

#[test]
fn what_is_idle_and_stored_is_dropped_and_comes_back() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let sources = registry(&user.line).store(user.store()).dangerous_volatile_store();
    let sources = sources.idle_after(Duration::from_secs(60));
    adopt(&sources, &user, "alice");
    user.line.await_landing();
    user.line.pass(100);
    adopt(&sources, &user, "bob");
    assert_eq!(sources.len(), 1, "alice is in the store alone");
    let alice = sources.of_user(user.client(), "alice").unwrap();
    assert_eq!(text(&alice).unwrap(), user.tokens.access_token.expose());
    assert_eq!(user.line.sent(), 0);
}

#[test]
fn what_somebody_holds_is_not_dropped() {
    let (line, client) = service();
    let sources = registry(&line).idle_after(Duration::from_secs(60)).most(3);
    let held = sources.get(&client.client_credentials().scope("read")).unwrap();
    let token = text(&held).unwrap();
    line.await_landing();
    for number in 0..100 {
        line.pass(10);
        sources.get(&client.client_credentials().extra_parameter("n", number.to_string())).unwrap();
    }
    assert_eq!(sources.len(), 3);
    assert_eq!(text(&sources.get(&client.client_credentials().scope("read")).unwrap()).unwrap(), token);
    assert_eq!(line.sent(), 1);
}

#[test]
fn nothing_is_dropped_while_it_is_renewed() {
    let (line, client) = service();
    let sources = registry(&line).most(2).idle_after(Duration::from_secs(60));
    line.close();
    {
        let source = sources.get(&client.client_credentials().scope("read")).unwrap();
        let mut token = Box::pin(source.token());
        assert!(polled(token.as_mut()).is_pending());
    }
    line.await_held(1);
    line.pass(100);
    for number in 0..10 {
        sources.get(&client.client_credentials().extra_parameter("n", number.to_string())).unwrap();
    }
    line.open();
    line.await_landing();
    let source = sources.get(&client.client_credentials().scope("read")).unwrap();
    assert!(text(&source).is_ok());
    assert_eq!(line.sent(), 1);
}

/// The memory of a failure is bounded as well, and is the last to go.
#[test]
fn a_source_that_rests_after_a_failure_goes_last() {
    let (line, client) = service();
    let sources = registry(&line).most(10);
    line.server().queue(oauth_testkit::Script::service_unavailable_503("600"));
    let request = client.client_credentials().scope("read");
    assert!(text(&sources.get(&request).unwrap()).is_err());
    line.await_landing();
    for number in 0..100 {
        line.pass(1);
        sources.get(&client.client_credentials().extra_parameter("n", number.to_string())).unwrap();
    }
    assert!(sources.len() <= 10);
    assert!(text(&sources.get(&request).unwrap()).is_err(), "it is still left alone");
    assert_eq!(line.sent(), 1);
    // If all of them rest, the bound holds nevertheless.
    for number in 0..30 {
        line.server().queue(oauth_testkit::Script::service_unavailable_503("600"));
        let request = client.client_credentials().extra_parameter("m", number.to_string());
        assert!(text(&sources.get(&request).unwrap()).is_err());
        line.await_landing();
    }
    assert!(sources.len() <= 10);
}

#[test]
fn everything_of_a_client_is_forgotten_at_once_with_what_is_under_way() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let sources = registry(&user.line);
    let alice = adopt(&sources, &user, "alice");
    let bob = adopt(&sources, &user, "bob");
    user.line.pass(3_600);
    user.line.close_answers();
    let waiting = {
        let alice = alice.clone();
        thread::spawn(move || text(&alice))
    };
    user.line.await_held(1);
    let forgotten = begun(sources.forget_client(user.client()));
    user.line.open();
    forgotten().unwrap();
    assert!(waiting.join().unwrap().unwrap_err().needs_sign_in());
    for source in [alice, bob] {
        assert!(matches!(text(&source).unwrap_err(), TokenError::SignIn(Why::SignedOut)));
    }
}

#[test]
fn an_observer_is_told_whose_event_it_is() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&seen);
    let sources = registry(&user.line).observe(move |grant, event| {
        if matches!(event, Event::StateChanged { to: State::Fresh, .. }) {
            log.lock().unwrap().push(grant.user_name().unwrap().to_owned());
        }
    });
    for name in ["alice", "bob"] {
        adopt(&sources, &user, name);
    }
    assert_eq!(*seen.lock().unwrap(), ["alice", "bob"]);
}

#[test]
fn a_shutdown_covers_all_sources() {
    let (line, client) = service();
    let sources = registry(&line);
    let [read, write] = ["read", "write"].map(|scope| sources.get(&client.client_credentials().scope(scope)).unwrap());
    block_on(sources.shutdown(Duration::from_secs(10)), PATIENCE).unwrap().unwrap();
    for source in [read, write] {
        assert!(matches!(text(&source).unwrap_err(), TokenError::ShutDown));
    }
    assert_eq!(line.sent(), 0);
}

#[test]
fn a_registry_shows_no_token() {
    let (line, client) = service();
    let sources = registry(&line);
    let token = text(&sources.get(&client.client_credentials()).unwrap()).unwrap();
    assert!(!format!("{sources:?}").contains(&token));
}
