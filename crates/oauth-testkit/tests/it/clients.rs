//! Registered clients and their secrets.

use std::time::{Duration, SystemTime};

use oauth_testkit::{AuthorizationServer, Clock, RegisteredClient, RotationError};

use crate::request::{ID, SECRET, bare, post, post_server};

const GRANT: &str = "grant_type=client_credentials";

fn status(server: &AuthorizationServer, secret: &str) -> u16 {
    let body = format!("{GRANT}&client_id={ID}&client_secret={secret}");
    server.handle(bare(server, &body)).status().as_u16()
}

#[test]
fn the_previous_secret_expires_on_time() {
    let server = post_server();
    server.rotate_secret(ID, "new", Duration::from_secs(60)).unwrap();
    assert_eq!((status(&server, SECRET), status(&server, "new")), (200, 200));
    server.clock().advance(Duration::from_secs(59));
    assert_eq!((status(&server, SECRET), status(&server, "new")), (200, 200));
    server.clock().advance(Duration::from_secs(1));
    assert_eq!((status(&server, SECRET), status(&server, "new")), (401, 200));
}

#[test]
fn a_secret_replaced_twice_is_invalid() {
    let server = post_server();
    server.rotate_secret(ID, "second", Duration::from_secs(60)).unwrap();
    server.rotate_secret(ID, "third", Duration::from_secs(60)).unwrap();
    assert_eq!([SECRET, "second", "third"].map(|secret| status(&server, secret)), [401, 200, 200]);
}

#[test]
fn a_secret_can_be_replaced_at_once() {
    let server = post_server();
    server.rotate_secret(ID, "new", Duration::ZERO).unwrap();
    assert_eq!((status(&server, SECRET), status(&server, "new")), (401, 200));
}

#[test]
fn only_an_existing_secret_can_be_rotated() {
    let server = AuthorizationServer::new().client(RegisteredClient::none("public"));
    assert_eq!(server.rotate_secret("public", "x", Duration::ZERO), Err(RotationError::NoSecret));
    assert_eq!(server.rotate_secret("nobody", "x", Duration::ZERO), Err(RotationError::UnknownClient));
}

#[test]
fn no_secret_is_printed() {
    let client = RegisteredClient::client_secret_post(ID, SECRET);
    let server = AuthorizationServer::new().client(client.clone());
    for text in [format!("{client:?}"), format!("{server:?}")] {
        assert!(!text.contains(SECRET), "{text}");
    }
    assert!(format!("{client:?}").contains("client_secret_post"));
}

#[test]
fn servers_can_share_a_clock() {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let clock = Clock::starting_at(start);
    let server = post_server().with_clock(clock.clone());
    clock.advance(Duration::from_secs(5));
    server.handle(post(&server, GRANT));
    assert_eq!(server.ledger().last().unwrap().received_at(), start + Duration::from_secs(5));
}

#[test]
fn a_client_can_be_added_while_the_server_is_in_use() {
    let server = AuthorizationServer::new();
    assert_eq!(status(&server, SECRET), 401);
    server.clone().client(RegisteredClient::client_secret_post(ID, SECRET));
    assert_eq!(status(&server, SECRET), 200);
}
