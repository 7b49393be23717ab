//! A proxy.

use crate::Server;

/// A proxy on this machine: every `CONNECT` leads to the port that it names, on this machine too. Its requests tell who was
/// asked for.
#[must_use]
pub fn tunneling_proxy() -> Server {
    Server::new(|connection| {
        let Some(request) = connection.request() else { return };
        let port = request.line().split([' ', ':']).nth(2).and_then(|port| port.parse().ok());
        match (request.line().starts_with("CONNECT "), port) {
            (true, Some(port)) => connection.tunnel(port),
            _ => {
                connection.write(b"HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            }
        }
    })
}
