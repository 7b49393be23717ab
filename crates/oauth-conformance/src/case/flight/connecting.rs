//! A flight lands although its caller is connecting, on a runtime that is then blocked, to a server of HTTP/2. Such an
//! engine opens one connection for all requests and lets the others wait for it.

use super::{Open, current_thread, fly, landed, policy};
use crate::h2::Http2Server;
use crate::{Authority, Setup, Trust, post};

/// The caller's connection stalls in its handshake.
pub fn lands_while_the_caller_connects(opening: Open<'_>) {
    let authority = Authority::new();
    let server = Http2Server::stalling_the_first_connection(&authority.identity("localhost"));
    let adapter = opening(Setup { policy: policy(), trust: Trust::Only(authority.der()) });
    let url = format!("https://localhost:{}/", server.port());
    let transport = adapter.transport.clone();
    current_thread().block_on(async move {
        let (caller, earlier) = (transport.clone(), post(&url));
        let _connecting = tokio::spawn(async move { oauth_io::Transport::send(&caller, earlier).await });
        while !server.is_stalling() {
            tokio::task::yield_now().await;
        }
        landed(&fly(&transport, &url));
        assert_eq!(server.requests(), 1);
    });
}
