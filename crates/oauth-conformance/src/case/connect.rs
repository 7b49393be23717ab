//! Connecting has a time limit of its own, and what did not connect was not sent.

use std::net::TcpStream;
use std::time::Duration;

use oauth_io::TransportErrorKind;

use super::{Open, patient, unsent, with};
use crate::{Connection, Server, post};

const SHORT: Duration = Duration::from_millis(300);

/// TLS is a part of connecting.
pub fn a_silent_handshake_is_given_up(open: Open<'_>) {
    let server = Server::new(Connection::until_closed);
    // The whole exchange has longer than this suite waits.
    let subject = with(open, patient().connect_timeout(SHORT).timeout(Duration::from_secs(3600)));
    let outcome = subject.send(post(&format!("https://localhost:{}/", server.port())));
    unsent(outcome, TransportErrorKind::Timeout);
}

/// A host that drops every packet. On Linux one is made on loopback by a listener whose queue is full; elsewhere a full
/// queue refuses, which is another error.
pub fn a_dropped_packet_is_given_up(open: Open<'_>) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let _context = runtime.enter();
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let queue: Vec<_> = (0..64).map_while(|_| TcpStream::connect_timeout(&address, SHORT).ok()).collect();
    assert!(queue.len() < 64, "the queue does not fill");

    // The whole exchange has less than the 30 s after which reqwest has the kernel give up, which looks the same.
    let subject = with(open, patient().connect_timeout(SHORT).timeout(Duration::from_secs(20)));
    unsent(subject.send(post(&format!("http://{address}/"))), TransportErrorKind::Timeout);
}
