//! An HTTP server on loopback.

mod connection;
mod deliver;
mod listen;
mod socket;
pub(crate) mod traffic;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::server::AuthorizationServer;
use traffic::{Counters, Traffic};

/// An [`AuthorizationServer`] that speaks HTTP/1.1 on a port of 127.0.0.1.
///
/// It runs on its own thread, so that blocking and async tests can use it alike. Dropping it closes every connection,
/// including those with a pending response, and joins the thread.
///
/// ```
/// use std::io::{Read as _, Write as _};
/// use oauth_testkit::{AuthorizationServer, RegisteredClient, TestServer};
///
/// let client = RegisteredClient::client_secret_post("id", "secret");
/// let server = TestServer::start(AuthorizationServer::new().client(client))?;
///
/// let body = "grant_type=client_credentials&client_id=id&client_secret=secret";
/// let mut connection = std::net::TcpStream::connect(server.address())?;
/// write!(
///     connection,
///     "POST /abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
///      content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
///     server.address(),
///     body.len(),
/// )?;
/// let mut response = String::new();
/// connection.read_to_string(&mut response)?;
/// assert!(response.starts_with("HTTP/1.1 200 OK\r\n"));
/// assert_eq!(server.server().ledger().count(), 1);
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct TestServer {
    server: AuthorizationServer,
    address: SocketAddr,
    counters: Arc<Counters>,
    thread: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl TestServer {
    /// Starts to serve `server`, and sets its base to the address of the socket. Do not serve the same server twice:
    /// the second start would change the issuer of the first.
    ///
    /// If the server was not given a clock, its clock follows the system time from now on.
    ///
    /// # Errors
    ///
    /// Fails if the system provides no port, thread or event queue.
    pub fn start(server: AuthorizationServer) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let server = server.base(format!("http://{address}"));
        server.run_clock();
        let counters = Arc::new(Counters::default());
        let (stop, stopped) = oneshot::channel();
        let (started, start) = mpsc::sync_channel(1);
        let front = (server.clone(), Arc::clone(&counters));
        let thread = std::thread::Builder::new()
            .name("oauth-testkit".to_owned())
            .spawn(move || listen::run(listener, front.0, front.1, started, stopped))?;
        start.recv().map_err(|_| io::Error::other("the thread of the test server ended"))??;
        Ok(Self { server, address, counters, thread: Some((stop, thread)) })
    }

    /// The URL of the socket, `http://127.0.0.1:{port}`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of the socket.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The issuer of the server.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.server.issuer()
    }

    /// The server, with its faults, clock and ledger.
    #[must_use]
    pub fn server(&self) -> &AuthorizationServer {
        &self.server
    }

    /// The number of connections accepted so far.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.counters.read().connections
    }

    /// The number of bytes read from sockets so far. [`stop`](Self::stop) also counts the bytes that are still in
    /// flight.
    #[must_use]
    pub fn bytes_received(&self) -> u64 {
        self.counters.read().bytes_received
    }

    /// Stops the server and counts everything that has arrived until then, including connections that were not accepted
    /// yet and up to 1 MiB of unread bytes per connection.
    #[must_use = "drop the server to stop it without counting"]
    pub fn stop(mut self) -> Traffic {
        self.end();
        self.counters.read()
    }

    fn end(&mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            // Both fail only if the thread has ended already.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.end();
    }
}
