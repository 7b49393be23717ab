//! A whole token request, against an authorization server and against each of its faults.

use std::time::Duration;

use http::StatusCode;

use oauth_io::{
    Client, ClientAuthentication, DecodeError, Error, Issuer, Server, TokenResponse, TransportErrorKind, blocking,
};
use oauth_testkit::{AuthorizationServer, Fault, RegisteredClient, TestServer};

use super::{Open, patient, with};
use crate::Subject;

/// Client credentials by Basic: one request, one token.
pub fn a_token_is_issued(open: Open<'_>) {
    let server = start();
    let tokens = ask(&with(open, patient()), &server).unwrap();
    assert!(!tokens.access_token.expose().is_empty());
    assert_eq!(server.server().ledger().count(), 1);
}

/// The client secret is wrong: what the server says comes through, word for word, and nothing else is tried (a second
/// way to authenticate would hide the response that matters).
pub fn a_refusal_is_told(open: Open<'_>) {
    let server = start();
    server.server().rotate_secret(ID, "another", Duration::ZERO).unwrap();
    let Err(Error::Decode(DecodeError::Server(error))) = ask(&with(open, patient()), &server) else {
        panic!("the server said no")
    };
    assert_eq!((error.code().as_str(), error.response().status().as_u16()), ("invalid_client", 401));
    let description = error.description().unwrap_or_default();
    assert!(description.starts_with("Request denied: Invalid client credentials (Correlation ID: "), "{description}");
    assert_eq!(server.server().ledger().count(), 1);
}

/// A redirect of the token endpoint, followed by no engine: it is a response, but not one of an OAuth endpoint.
pub fn a_redirect_gives_no_token(open: Open<'_>) {
    let (server, elsewhere) = (start(), start());
    for status in [StatusCode::FOUND, StatusCode::TEMPORARY_REDIRECT, StatusCode::PERMANENT_REDIRECT] {
        let location = elsewhere.server().token_endpoint();
        server.server().queue(Fault::Redirect { status, location });
        assert!(
            matches!(ask(&with(open, patient()), &server), Err(Error::Decode(DecodeError::Malformed(_)))),
            "{status}"
        );
    }
    let traffic = elsewhere.stop();
    assert_eq!((traffic.connections, traffic.bytes_received), (0, 0));
}

/// Faults of the network and of the body, each around a response with a valid token in it: none of them yields a token.
pub fn a_fault_gives_no_token(open: Open<'_>) {
    let server = start();
    let subject = with(open, patient());
    let more_than_allowed = 2 * 1024 * 1024;
    for (fault, kind) in [
        (Fault::Truncate { at: 20 }, TransportErrorKind::Interrupted),
        (Fault::Reset, TransportErrorKind::Interrupted),
        (Fault::Huge { bytes: 1 << 40 }, TransportErrorKind::BodyTooLarge),
        (Fault::Huge { bytes: more_than_allowed }, TransportErrorKind::BodyTooLarge),
        (Fault::HugeChunked { bytes: more_than_allowed }, TransportErrorKind::BodyTooLarge),
        (Fault::CompressionBomb { decoded: 4 * 1024 * 1024 }, TransportErrorKind::ContentEncoding),
    ] {
        let asked = server.server().ledger().count();
        server.server().queue(fault.clone());
        fails(ask(&subject, &server), kind);
        assert_eq!(server.server().ledger().count(), asked + 1, "{fault:?}: asked once");
    }
    // And the server is as good as before.
    ask(&subject, &server).unwrap();
}

/// Faults of time: the limit ends them.
pub fn a_slow_server_gives_no_token(open: Open<'_>) {
    let server = start();
    let subject = with(open, patient().timeout(Duration::from_millis(400)));
    for fault in
        [Fault::Hang, Fault::Delay(Duration::from_secs(3600)), Fault::Drip { every: Duration::from_millis(100) }]
    {
        server.server().queue(fault);
        fails(ask(&subject, &server), TransportErrorKind::Timeout);
    }
}

const ID: &str = "2a7a1c6e-54e0-4a32-9f1d-6f6a3f1c0b11";
const SECRET: &str = "Vd.kC2~b-9_xLZ0q";

fn start() -> TestServer {
    TestServer::start(AuthorizationServer::new().client(RegisteredClient::client_secret_basic(ID, SECRET))).unwrap()
}

fn ask(subject: &Subject, server: &TestServer) -> Result<TokenResponse, Error> {
    let issuer = Issuer::dangerous_http_loopback(&server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::client_secret_basic(SECRET))?;
    blocking::send(subject, &client.client_credentials())
}

fn fails(outcome: Result<TokenResponse, Error>, kind: TransportErrorKind) {
    match outcome {
        Err(Error::Transport(error)) => {
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.may_have_been_received(), "{error}");
        }
        outcome => panic!("{kind:?} was due: {outcome:?}"),
    }
}
