//! A body that is encoded is refused, or if it is gzip and the policy says so, decoded within the limit.

use std::io::Write as _;
use std::sync::mpsc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use oauth_io::{Client, ClientAuthentication, TransportErrorKind, blocking};

use super::{Open, error, patient, plain, sent, with};
use crate::{Server, Subject, post};

const LIMIT: usize = 10_000;
const TOKEN: &[u8] = br#"{"access_token":"a","token_type":"Bearer"}"#;

/// Nobody asked for an encoding, and a small one can hide a large body. Of gzip it is said what can be done.
pub fn an_encoded_body_is_refused(open: Open<'_>) {
    let subject = plain(open);
    for encoding in ["gzip", "GZIP", "deflate", "br", "zstd", "identity, gzip", "gzip, gzip", "x-unknown"] {
        let outcome = subject.send(post(&answering(encoding, &gzip(TOKEN)).url("/")));
        let refused = error(outcome, TransportErrorKind::ContentEncoding);
        assert!(refused.may_have_been_received(), "{refused}");
        let is_gzip = encoding.to_ascii_lowercase().ends_with("gzip") && encoding != "gzip, gzip";
        assert_eq!(refused.to_string().contains("Policy::decode_gzip"), is_gzip, "{encoding}: {refused}");
    }
}

/// `identity` is no encoding, and neither is what some servers write in its place.
pub fn no_encoding_is_none(open: Open<'_>) {
    for subject in [plain(open), decoding(open)] {
        for encoding in ["identity", "UTF-8", "none", "", "Identity, None"] {
            let server = answering(encoding, TOKEN);
            assert_eq!(subject.send(post(&server.url("/"))).unwrap().body(), TOKEN, "{encoding}");
        }
    }
}

/// gzip by both of its names, in one member and in several, in one piece and in many, and of nothing at all.
pub fn gzip_is_decoded_if_allowed(open: Open<'_>) {
    let subject = decoding(open);
    let two_members = [gzip(&TOKEN[..7]), gzip(&TOKEN[7..])].concat();
    for (server, body) in [
        (answering("gzip", &gzip(TOKEN)), TOKEN),
        (answering("X-GZIP", &gzip(TOKEN)), TOKEN),
        (answering("identity, gzip", &two_members), TOKEN),
        (in_single_bytes(&gzip(TOKEN)), TOKEN),
        (answering("gzip", b""), b""),
    ] {
        let response = subject.send(post(&server.url("/"))).unwrap();
        assert_eq!(response.body(), body);
        // Neither would be true of this body.
        assert!(!response.headers().contains_key("content-encoding"), "{response:?}");
        assert!(!response.headers().contains_key("content-length"), "{response:?}");
        assert_eq!(response.headers()["x-kept"], "1");
        assert_eq!(server.only_request().header("accept-encoding"), [""; 0], "nothing is asked for");
    }
}

/// What was decoded is a response like any other to whoever reads it.
pub fn decoded_json_is_read(open: Open<'_>) {
    let server = answering("gzip", &gzip(TOKEN));
    let at = oauth_io::Server::dangerous_http_loopback_at_token_endpoint(&server.url("/token")).unwrap();
    let client = Client::new(at, "client", ClientAuthentication::client_secret_basic("secret")).unwrap();
    let tokens = blocking::send(&decoding(open), &client.client_credentials()).unwrap();
    assert_eq!(tokens.access_token.expose(), "a");
    assert_eq!(server.only_request().header("accept-encoding"), ["identity"]);
}

/// The limit is for what is decoded: neither a smaller encoding nor a larger one changes it.
pub fn the_decoded_size_counts(open: Open<'_>) {
    let subject = with(open, patient().body_limit(LIMIT).decode_gzip());
    let stored = |size| encoded(&vec![b'x'; size], Compression::none());
    for body in [gzip(&[b'x'; LIMIT]), stored(LIMIT)] {
        let response = subject.send(post(&answering("gzip", &body).url("/"))).unwrap();
        assert_eq!(response.body(), &[b'x'; LIMIT]);
    }
    for body in [gzip(&[b'x'; LIMIT + 1]), stored(LIMIT + 1)] {
        sent(subject.send(post(&answering("gzip", &body).url("/"))), TransportErrorKind::BodyTooLarge);
    }
}

/// 64 MiB in 64 KiB.
pub fn a_bomb_stops_at_the_limit(open: Open<'_>) {
    let subject = with(open, patient().body_limit(LIMIT).decode_gzip());
    let bomb = gzip(&vec![0; 64 * 1024 * 1024]);
    sent(subject.send(post(&answering("gzip", &bomb).url("/"))), TransportErrorKind::BodyTooLarge);
}

/// Neither a body without end is read on, nor one of members that hold nothing.
pub fn endless_gzip_is_given_up(open: Open<'_>) {
    // More than all buffers on the way can hold.
    let far_too_much = 512 * 1024 * 1024;
    let subject = with(open, patient().body_limit(LIMIT).decode_gzip());
    for member in [gzip(b"x"), gzip(b"")] {
        let (closed, is_closed) = mpsc::channel();
        let server = Server::new(move |connection| {
            connection.request();
            connection.write(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n");
            let piece = member.repeat(10_000);
            let mut written = 0;
            while written < far_too_much && connection.write(&piece) {
                written += piece.len();
            }
            let _ = closed.send(written);
        });
        sent(subject.send(post(&server.url("/"))), TransportErrorKind::BodyTooLarge);
        let written = is_closed.recv_timeout(Duration::from_secs(60)).expect("the connection is closed");
        assert!(written < far_too_much, "the whole body was read");
    }
}

/// Half of a body can be whole JSON.
pub fn broken_gzip_is_refused(open: Open<'_>) {
    let subject = decoding(open);
    let whole = gzip(TOKEN);
    let mut of_another_sum = whole.clone();
    let sum = of_another_sum.len() - 8;
    of_another_sum[sum] ^= 1;
    let with_more = [&whole[..], b"more"].concat();
    for broken in
        [TOKEN, &whole[..5], &whole[..whole.len() - 8], &whole[..whole.len() - 1], &of_another_sum, &with_more]
    {
        let server = answering("gzip", broken);
        sent(subject.send(post(&server.url("/"))), TransportErrorKind::ContentEncoding);
    }
}

/// The switch is for gzip alone.
pub fn other_codings_stay_refused(open: Open<'_>) {
    let subject = decoding(open);
    for encoding in ["deflate", "br", "zstd", "gzip, gzip", "gzip, br", "x-unknown"] {
        let server = answering(encoding, &gzip(TOKEN));
        sent(subject.send(post(&server.url("/"))), TransportErrorKind::ContentEncoding);
    }
}

fn decoding(open: Open<'_>) -> Subject {
    with(open, patient().decode_gzip())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    encoded(bytes, Compression::best())
}

fn encoded(bytes: &[u8], how: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), how);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn answering(encoding: &str, body: &[u8]) -> Server {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\ncontent-type: application/json\r\n\
         x-kept: 1\r\nconnection: close\r\n\r\n",
        body.len()
    );
    Server::answering([head.as_bytes(), body].concat())
}

fn in_single_bytes(body: &[u8]) -> Server {
    let mut answer = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\nx-kept: 1\r\n\
                       connection: close\r\n\r\n"
        .to_vec();
    for &byte in body {
        answer.extend_from_slice(&[b'1', b'\r', b'\n', byte, b'\r', b'\n']);
    }
    answer.extend_from_slice(b"0\r\n\r\n");
    Server::answering(answer)
}
