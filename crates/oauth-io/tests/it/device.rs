//! A complete device flow in virtual time.

use oauth_io::pingone::Region;
use oauth_io::{
    Client, ClientAuthentication, Error, ErrorCode, Secret, Server, TransportErrorKind, blocking, run, send,
};

use crate::canned::Reply::{Json, Lost};
use crate::canned::{Canned, Reply, ready};

const STARTED: Reply = Json(
    200,
    r#"{"device_code":"D","user_code":"WDJB-MJHT","verification_uri":"https://a.example/device","expires_in":60,"interval":5}"#,
);
const PENDING: Reply = Json(400, r#"{"error":"authorization_pending"}"#);
const SLOW_DOWN: Reply = Json(400, r#"{"error":"slow_down"}"#);
const TOKEN: Reply = Json(200, r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R"}"#);

fn client() -> Client {
    let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    Client::new(server, "device", ClientAuthentication::none()).unwrap()
}

/// The access token, and when each request was sent.
fn sign_in(transport: &Canned) -> (Result<String, Error>, Vec<u64>) {
    let outcome = ready(async {
        let authorization = send(transport, &client().device_authorization().scope("openid")).await?;
        assert_eq!(authorization.user_code, "WDJB-MJHT");
        run(transport, client().device_token(&authorization).poll()).await
    });
    (outcome.map(|tokens| tokens.access_token.expose().to_owned()), times(transport))
}

fn times(transport: &Canned) -> Vec<u64> {
    transport.sent().into_iter().map(|(time, _)| time).collect()
}

#[test]
fn pending_slow_down_a_lost_connection_and_then_a_token() {
    let transport = Canned::new([STARTED, PENDING, PENDING, SLOW_DOWN, Lost, PENDING, TOKEN]);
    let (outcome, times) = sign_in(&transport);
    assert_eq!(outcome.unwrap(), "A");
    // Two waits of 5 s; 10 s after slow_down; 20 s after the loss; 10 s again. The device code expires at 60 s.
    assert_eq!(times, [0, 5, 10, 15, 25, 45, 55]);
    assert_eq!(transport.sent()[0].1, "scope=openid&client_id=device");
    let poll = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=D&client_id=device";
    assert!(transport.sent()[1..].iter().all(|(_, body)| body == poll));
}

#[test]
fn expiry_is_detected_without_a_response() {
    let pending = std::iter::repeat_with(|| PENDING).take(11);
    let transport = Canned::new(std::iter::once(STARTED).chain(pending));
    let (outcome, times) = sign_in(&transport);
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::Expired), "{error}");
    assert!(error.response().is_none() && error.code().is_none());
    assert_eq!(times.last(), Some(&55));
    assert_eq!(transport.clock(), 55, "it does not wait for what cannot come");
}

#[test]
fn a_refusal_by_the_user_ends_the_flow() {
    let (outcome, times) = sign_in(&Canned::new([STARTED, PENDING, Json(400, r#"{"error":"access_denied"}"#)]));
    assert_eq!(outcome.unwrap_err().code(), Some(&ErrorCode::ACCESS_DENIED));
    assert_eq!(times, [0, 5, 10]);
}

#[test]
fn a_network_that_stays_down_is_reported() {
    let (outcome, times) = sign_in(&Canned::new([STARTED, Lost, Lost, Lost]));
    match outcome.unwrap_err() {
        Error::Transport(error) => assert_eq!(error.kind(), TransportErrorKind::Timeout),
        other => panic!("{other:?}"),
    }
    assert_eq!(times, [0, 5, 15, 35]);
}

#[test]
fn the_blocking_version_does_the_same() {
    let transport = Canned::new([STARTED, PENDING, SLOW_DOWN, Lost, TOKEN]);
    let authorization = blocking::send(&transport, &client().device_authorization()).unwrap();
    let tokens = blocking::run(&transport, client().device_token(&authorization).poll()).unwrap();
    assert_eq!(tokens.access_token.expose(), "A");
    assert_eq!(times(&transport), [0, 5, 10, 20, 40]);

    let transport = Canned::new([STARTED, SLOW_DOWN, SLOW_DOWN, SLOW_DOWN, SLOW_DOWN]);
    let authorization = blocking::send(&transport, &client().device_authorization()).unwrap();
    let error = blocking::run(&transport, client().device_token(&authorization).poll()).unwrap_err();
    assert!(matches!(error, Error::Expired));
    assert_eq!(times(&transport), [0, 5, 15, 30, 50]);
}

#[test]
fn a_refused_refresh_token_is_sent_once_and_needs_a_sign_in() {
    let transport = Canned::new([Lost]);
    let error = ready(send(&transport, &client().refresh_token(&Secret::new("R")))).unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && !error.needs_sign_in());
    assert_eq!(transport.sent().len(), 1);

    let transport = Canned::new([Json(400, r#"{"error":"invalid_grant"}"#)]);
    let error = ready(send(&transport, &client().refresh_token(&Secret::new("R")))).unwrap_err();
    assert!(error.needs_sign_in());
    assert_eq!(transport.sent().len(), 1);
}
