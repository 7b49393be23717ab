//! What the examples of an own HTTP stack keep: the list on the first page of `oauth-core`'s documentation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "its main is run by run.rs")]
#[path = "../own_http_stack.rs"]
mod by_hand;
#[allow(dead_code, reason = "its main is run by run.rs")]
#[path = "../reqwest_012.rs"]
mod over_reqwest_012;
#[allow(dead_code, reason = "its main is run by run.rs")]
#[path = "../own_http_stack_ureq.rs"]
mod over_ureq;

use std::time::SystemTime;

use http::{Request, Response, StatusCode};
use oauth_core::error::ErrorCode;
use oauth_core::flow::{Failure, RoundTrip};
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, Issuer, Server};
use oauth_examples::{ID, SECRET, application};
use oauth_io::{Policy, Transport};
use oauth_testkit::{AuthorizationServer, Endpoint, Fault, Script, TestServer};

type Send = fn(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>;

const STACKS: [(&str, Send); 3] = [
    ("by hand", |request| by_hand::send(&request).map_err(|error| error.to_string())),
    ("over ureq", |request| {
        over_ureq::send(&over_ureq::agent(over_ureq::Https::OrHttpOnLoopback), request)
            .map_err(|error| error.to_string())
    }),
    ("over reqwest 0.12", |request| {
        let transport = over_reqwest_012::Reqwest012::new(Policy::new().dangerous_allow_http_loopback()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Transport::send(&transport, request)).map_err(|error| error.to_string())
    }),
];

fn start() -> (TestServer, Client) {
    let server = TestServer::start(AuthorizationServer::new().client(application("client_secret_basic"))).unwrap();
    let issuer = Issuer::dangerous_http_loopback(&server.issuer()).unwrap();
    let authentication = ClientAuthentication::client_secret_basic(SECRET);
    let client = Client::new(Server::pingone_at(issuer).unwrap(), ID, authentication).unwrap();
    (server, client)
}

fn token_request(client: &Client) -> Request<Vec<u8>> {
    client.client_credentials().encode(SystemTime::now()).unwrap()
}

#[test]
fn a_redirect_is_a_response_and_the_credentials_stay_here() {
    for (name, send) in STACKS {
        let ((server, client), (elsewhere, _)) = (start(), start());
        for status in [301, 302, 303, 307, 308] {
            let status = StatusCode::from_u16(status).unwrap();
            server.server().queue(Fault::Redirect { status, location: elsewhere.server().token_endpoint() });
            assert_eq!(send(token_request(&client)).unwrap().status(), status, "{name}");
        }
        assert_eq!(elsewhere.connections(), 0, "{name}");
        assert_eq!(server.server().ledger().count(), 5, "{name}");
    }
}

#[test]
fn a_status_is_no_error() {
    for (name, send) in STACKS {
        let (server, client) = start();
        server.server().queue(Script::json(StatusCode::BAD_REQUEST, r#"{"error":"invalid_scope"}"#));
        let (call, now) = (client.client_credentials(), SystemTime::now());
        let response = send(call.encode(now).unwrap()).unwrap();
        let error = call.decode((&response).into(), now).unwrap_err();
        let DecodeError::Server(error) = error else { panic!("{name}: {error}") };
        assert_eq!(*error.code(), ErrorCode::INVALID_SCOPE, "{name}");
    }
}

#[test]
fn a_response_has_a_size_and_an_end() {
    for (name, send) in STACKS {
        let (server, client) = start();
        server.server().queue(Fault::Huge { bytes: 64 << 20 });
        server.server().queue(Fault::Truncate { at: 20 });
        for _ in 0..2 {
            assert!(send(token_request(&client)).is_err(), "{name}");
        }
    }
}

#[test]
fn nothing_is_sent_twice() {
    for (name, send) in STACKS {
        let (server, client) = start();
        server.server().queue(Fault::Reset);
        assert!(send(token_request(&client)).is_err(), "{name}");
        assert_eq!(server.server().ledger().count(), 1, "{name}");
    }
}

#[test]
fn ureq_refuses_http_and_says_what_was_not_sent() {
    let (server, client) = start();
    let error = over_ureq::send(&over_ureq::agent(over_ureq::Https::Only), token_request(&client)).unwrap_err();
    assert!(matches!(error, ureq::Error::RequireHttpsOnly(_)), "{error}");
    assert_eq!(over_ureq::failure(&error), Failure::NotSent);

    let agent = over_ureq::agent(over_ureq::Https::OrHttpOnLoopback);
    server.server().queue(Fault::Reset);
    let error = over_ureq::send(&agent, token_request(&client)).unwrap_err();
    assert_eq!(over_ureq::failure(&error), Failure::MayHaveBeenReceived);
    let limits = agent.config().timeouts();
    assert!(limits.global.is_some() && limits.connect.is_some());
}

#[test]
fn the_loops_drive_a_flow_over_several_requests() {
    let (server, _) = start();
    let issuer = || Issuer::dangerous_http_loopback(&server.issuer()).unwrap();
    let absent = || Script::new(StatusCode::NOT_FOUND);
    server.server().queue(absent().at(Endpoint::Metadata));
    by_hand::run(issuer().discover()).unwrap();
    server.server().queue(absent().at(Endpoint::Metadata));
    over_ureq::run(&over_ureq::agent(over_ureq::Https::OrHttpOnLoopback), issuer().discover()).unwrap();
    assert_eq!(server.server().ledger().count(), 4);

    let (_server, client) = start();
    by_hand::run(RoundTrip::new(client.client_credentials())).unwrap();
}
