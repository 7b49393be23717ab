//! A server made of a plain socket, that counts and keeps what reaches it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::Received;

/// A server on a port of its own on 127.0.0.1.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    over: AtomicBool,
    connections: AtomicUsize,
    bytes: AtomicUsize,
    requests: Mutex<Vec<Received>>,
}

impl Server {
    /// A server that treats each connection as `handler` says, on a thread of its own.
    pub fn new(handler: impl Fn(&mut Connection) + Send + Sync + 'static) -> Self {
        Self::accepting(usize::MAX, handler)
    }

    /// A server that is gone after so many connections.
    pub fn accepting(connections: usize, handler: impl Fn(&mut Connection) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), seen: Arc::default() };
        let (seen, handler) = (Arc::clone(&server.seen), Arc::new(handler));
        thread::spawn(move || {
            for stream in listener.incoming().flatten().take(connections) {
                if seen.over.load(Ordering::SeqCst) {
                    break;
                }
                seen.connections.fetch_add(1, Ordering::SeqCst);
                let mut connection = Connection { stream, seen: Arc::clone(&seen) };
                let handler = Arc::clone(&handler);
                thread::spawn(move || handler(&mut connection));
            }
        });
        server
    }

    /// A server that reads one request of each connection, writes `answer` and closes.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::new(move |connection| {
            if connection.request().is_some() {
                connection.write(&answer);
            }
        })
    }

    /// A URL of this server by its address.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many connections were opened.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// How many bytes came in, on all connections.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.seen.bytes.load(Ordering::SeqCst)
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// The one request there was.
    #[must_use]
    pub fn only_request(&self) -> Received {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "exactly one request: {requests:#?}");
        requests.remove(0)
    }
}

impl Drop for Server {
    /// Wakes the listener up, so that it closes.
    fn drop(&mut self) {
        self.seen.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

/// A connection to a [`Server`].
pub struct Connection {
    stream: TcpStream,
    seen: Arc<Seen>,
}

impl Connection {
    /// Reads a request and keeps it. `None` where the other side closed before the end of one.
    pub fn request(&mut self) -> Option<Received> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            self.more(&mut bytes)?;
        };
        let mut request = Received { head: String::from_utf8_lossy(&bytes[..end]).into_owned(), body: Vec::new() };
        request.body = bytes.split_off(end + 4);
        let length = request.header("content-length").first().map_or(0, |length| length.parse().unwrap());
        while request.body.len() < length {
            self.more(&mut request.body)?;
        }
        self.seen.requests.lock().unwrap().push(request.clone());
        Some(request)
    }

    /// Passes on everything to and from that port of this machine, until either side closes.
    pub(crate) fn tunnel(&mut self, port: u16) {
        let Ok(onward) = TcpStream::connect(("127.0.0.1", port)) else { return };
        self.write(b"HTTP/1.1 200 Connection established\r\n\r\n");
        let (mut from, mut to) = (self.stream.try_clone().unwrap(), onward.try_clone().unwrap());
        let there = thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Both);
        });
        let _ = io::copy(&mut &onward, &mut self.stream);
        let _ = self.stream.shutdown(Shutdown::Both);
        let _ = there.join();
    }

    /// Writes what it can: the other side may have closed. Whether all was written.
    pub fn write(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// Ends the response but keeps reading.
    pub fn finish(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Waits until the other side closes.
    pub fn until_closed(&mut self) {
        let mut sink = Vec::new();
        while self.more(&mut sink).is_some() {}
    }

    /// Waits until something is there and closes without having read it, which the other side sees as a reset.
    pub fn reset(&mut self) {
        let _ = self.stream.peek(&mut [0]);
    }

    fn more(&mut self, bytes: &mut Vec<u8>) -> Option<()> {
        let mut chunk = [0; 8 * 1024];
        let length = self.read(&mut chunk).ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&chunk[..length]);
        Some(())
    }
}

impl Read for Connection {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(to)?;
        self.seen.bytes.fetch_add(length, Ordering::SeqCst);
        Ok(length)
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
