//! The test server over real sockets: bytes, connections and counters.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use http::{HeaderValue, StatusCode, header};
use oauth_testkit::{AuthorizationServer, Clock, Fault, RegisteredClient, Script, TestServer, Traffic};

use crate::request::{BASIC, ID, SECRET, json};

const BODY: &str = "grant_type=client_credentials";

fn start() -> TestServer {
    TestServer::start(AuthorizationServer::new().client(RegisteredClient::client_secret_basic(ID, SECRET))).unwrap()
}

fn request(server: &TestServer, connection: &str) -> String {
    let path = server.server().token_endpoint().strip_prefix(&server.url()).unwrap().to_owned();
    format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\nconnection: {connection}\r\nauthorization: {BASIC}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{BODY}",
        server.address(),
        BODY.len(),
    )
}

/// Sends a token request and reads until the connection ends. The result says how it ended.
fn send(server: &TestServer) -> (String, std::io::Result<usize>) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(request(server, "close").as_bytes()).unwrap();
    let mut response = Vec::new();
    let end = stream.read_to_end(&mut response);
    (String::from_utf8(response).unwrap(), end)
}

/// The head and the body of a response.
fn split(response: &str) -> (&str, &str) {
    response.split_once("\r\n\r\n").unwrap()
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn is_token(body: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(body).is_ok_and(|body| body["token_type"] == "Bearer")
}

#[test]
fn the_date_is_that_of_the_clock_of_the_server() {
    let clock = Clock::new();
    let client = RegisteredClient::client_secret_basic(ID, SECRET);
    let server = TestServer::start(AuthorizationServer::new().client(client).with_clock(clock.clone())).unwrap();
    let date = || header(split(&send(&server).0).0, "date").map(str::to_owned);
    assert_eq!(date().as_deref(), Some("Thu, 01 Jan 2026 00:00:00 GMT"));
    clock.advance(Duration::from_secs(3600));
    server.server().queue(Fault::ClockBehind(Duration::from_secs(60)));
    assert_eq!(date().as_deref(), Some("Thu, 01 Jan 2026 00:59:00 GMT"), "one Date, that of the wrong clock");
    assert_eq!(date().as_deref(), Some("Thu, 01 Jan 2026 01:00:00 GMT"));
}

#[test]
fn a_token_comes_over_a_socket() {
    let server = start();
    let (response, end) = send(&server);
    end.unwrap();
    let (head, body) = split(&response);
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(header(head, "cache-control"), Some("no-store"));
    assert!(is_token(body));
    assert_eq!(server.issuer(), format!("{}/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as", server.url()));
    let ledger = server.server().ledger();
    assert_eq!(ledger.count(), 1);
    assert_eq!(ledger.last().unwrap().request().expose_raw_body(), BODY.as_bytes());
    assert_eq!(ledger.last().unwrap().expose_response_body(), body.as_bytes());
}

#[test]
fn a_connection_is_kept_alive() {
    let server = start();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let mut read_one = |connection: &str| {
        stream.write_all(request(&server, connection).as_bytes()).unwrap();
        let mut response = Vec::new();
        while !response.ends_with(b"}") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            response.push(byte[0]);
        }
        String::from_utf8(response).unwrap()
    };
    let (first, second) = (read_one("keep-alive"), read_one("close"));
    assert_ne!(split(&first).1, split(&second).1);
    assert_eq!((server.connections(), server.server().ledger().count()), (1, 2));
}

#[test]
fn every_byte_is_counted() {
    let server = start();
    let _ = send(&server);
    let _ = send(&server);
    let expected = 2 * request(&server, "close").len() as u64;
    assert_eq!((server.connections(), server.bytes_received()), (2, expected));
    let traffic = server.stop();
    assert_eq!((traffic.connections, traffic.bytes_received), (2, expected));
}

#[test]
fn stopping_counts_unread_bytes() {
    let quiet = start();
    assert_eq!(quiet.stop(), Traffic::default());
    for _ in 0..20 {
        let server = start();
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(b"POST").unwrap();
        let traffic = server.stop();
        assert_eq!((traffic.connections, traffic.bytes_received), (1, 4));
    }
}

#[test]
fn a_delayed_response_is_complete() {
    let server = start();
    server.server().queue(Fault::Delay(Duration::from_millis(1)));
    let (response, end) = send(&server);
    end.unwrap();
    assert!(is_token(split(&response).1));
}

#[test]
fn a_script_arrives_unchanged() {
    let server = start();
    server.server().queue(Script::html_502());
    server.server().queue(Script::new(StatusCode::NO_CONTENT));
    let (response, _) = send(&server);
    assert!(response.starts_with("HTTP/1.1 502 Bad Gateway\r\n"), "{response}");
    assert_eq!(split(&response).1.as_bytes(), Script::html_502().into_response().body());
    assert!(send(&server).0.starts_with("HTTP/1.1 204 No Content\r\n"));
}

#[test]
fn a_script_can_have_a_wrong_length() {
    let server = start();
    let length = |text| HeaderValue::from_static(text);
    let script = Script::json(StatusCode::OK, "{}").header(header::CONTENT_LENGTH, length("2"));
    server.server().queue(script.repeated_header(header::CONTENT_LENGTH, length("9")));
    let expected =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}";
    assert_eq!(send(&server).0, expected);
}

#[test]
fn a_truncated_response_is_shorter_than_its_length() {
    let server = start();
    for at in [0, 7, 100_000] {
        server.server().queue(Fault::Truncate { at });
        let (response, end) = send(&server);
        end.unwrap();
        let (head, body) = split(&response);
        let promised: usize = header(head, "content-length").unwrap().parse().unwrap();
        let whole = server.server().ledger().last().unwrap().expose_response_body().to_vec();
        assert_eq!(body.as_bytes(), &whole[..at.min(whole.len())]);
        assert_eq!(promised, whole.len().max(at + 1));
    }
}

#[test]
fn a_reset_resets_the_connection() {
    let server = start();
    server.server().queue(Fault::Reset);
    let (response, end) = send(&server);
    assert_eq!(response, "");
    assert_eq!(end.unwrap_err().kind(), ErrorKind::ConnectionReset);
    let traffic = (server.bytes_received(), server.server().ledger().count());
    assert_eq!(traffic, (request(&server, "close").len() as u64, 1), "the request was read");
    assert!(is_token(split(&send(&server).0).1), "and the next one is returned");
}

#[test]
fn a_dripping_response_arrives_eventually() {
    let server = start();
    server.server().queue(Fault::Drip { every: Duration::ZERO });
    let (response, end) = send(&server);
    end.unwrap();
    assert!(is_token(split(&response).1));
}

#[test]
fn a_huge_response_has_its_length() {
    let server = start();
    server.server().queue(Fault::Huge { bytes: 100_000 });
    let (response, end) = send(&server);
    end.unwrap();
    let (head, body) = split(&response);
    assert_eq!(header(head, "content-length"), Some(body.len().to_string().as_str()));
    assert!(body.starts_with(&" ".repeat(100_000)));
    assert!(is_token(body));
}

#[test]
fn a_huge_chunked_response_has_no_length() {
    let server = start();
    server.server().queue(Fault::HugeChunked { bytes: 100_000 });
    let (response, end) = send(&server);
    end.unwrap();
    let (head, mut rest) = split(&response);
    assert_eq!((header(head, "content-length"), header(head, "transfer-encoding")), (None, Some("chunked")));
    let mut body = String::new();
    while rest != "0\r\n\r\n" {
        let (length, tail) = rest.split_once("\r\n").unwrap();
        let (chunk, tail) = tail.split_at(usize::from_str_radix(length, 16).unwrap());
        body.push_str(chunk);
        rest = tail.strip_prefix("\r\n").unwrap();
    }
    assert!(body.starts_with(&" ".repeat(100_000)));
    assert!(is_token(&body));
}

/// A connection with a recorded request and an unfinished response.
fn unfinished(server: &TestServer, fault: Fault) -> TcpStream {
    server.server().queue(fault);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(request(server, "keep-alive").as_bytes()).unwrap();
    while server.server().ledger().count() == 0 {
        std::thread::yield_now();
    }
    stream
}

#[test]
fn dropping_does_not_wait_for_pending_responses() {
    let hour = Duration::from_secs(3600);
    for fault in [Fault::Hang, Fault::Drip { every: hour }, Fault::Delay(hour), Fault::Huge { bytes: u64::MAX }] {
        let server = start();
        let mut stream = unfinished(&server, fault.clone());
        let reader = std::thread::spawn(move || std::io::copy(&mut stream, &mut std::io::sink()));
        let (ended, end) = mpsc::channel();
        std::thread::spawn(move || {
            drop(server);
            let _ = ended.send(());
        });
        end.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| panic!("{fault:?} holds up the end"));
        let _ = reader.join();
    }
}

#[test]
fn a_hanging_response_never_arrives() {
    let server = start();
    let mut stream = unfinished(&server, Fault::Hang);
    stream.set_nonblocking(true).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    assert!(is_token(split(&send(&server).0).1), "others are returned meanwhile");
    assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    drop(server);
    stream.set_nonblocking(false).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap(), 0, "nothing came until the server ended");
}

#[test]
fn the_same_server_responds_with_and_without_a_socket() {
    let server = start();
    let _ = send(&server);
    let request = crate::request::good(server.server());
    assert_eq!(json(&server.server().handle(request))["token_type"], "Bearer");
    assert_eq!(server.server().ledger().count(), 2);
}

#[test]
fn a_response_can_use_http_1_0() {
    let server = start();
    server.server().queue(Fault::Http10);
    let (response, end) = send(&server);
    end.unwrap();
    let (head, body) = split(&response);
    assert!(head.starts_with("HTTP/1.0 200 OK\r\n"), "{head}");
    assert_eq!((header(head, "content-length"), header(head, "connection")), (None, Some("close")));
    assert!(is_token(body));
}
