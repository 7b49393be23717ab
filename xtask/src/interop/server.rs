//! A server on loopback that runs as long as its handle exists.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::process::Process;

/// The time limit for a server to start.
const STARTS_WITHIN: Duration = Duration::from_secs(90);
/// The time limit for it to stop by itself.
const ENDS_WITHIN: Duration = Duration::from_secs(3);
/// The time limit of one health check, and the pause between two.
const LOOK: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);
/// The exit status of a server that wants to be started again.
const RESTART: i32 = 75;

/// What starts a server at a port.
type Start = Box<dyn Fn(u16) -> Outcome<Process>>;

/// A running server. It stops when this is dropped, and also when this program is killed, because both close its
/// standard input.
pub(super) struct Server {
    name: &'static str,
    port: u16,
    log: PathBuf,
    process: Start,
    child: Child,
}

impl Server {
    /// Starts a server on a free port and waits until it responds.
    pub(super) fn start(
        name: &'static str,
        log: &Path,
        process: impl Fn(u16) -> Outcome<Process> + 'static,
    ) -> Outcome<Self> {
        let port = free_port().map_err(|error| Failure::check(format!("no free port on loopback: {error}")))?;
        let start = Instant::now();
        let child = process(port)?.start(log)?;
        let mut server = Self { name, port, log: log.to_owned(), process: Box::new(process), child };
        match server.wait_until_healthy(start) {
            Ok(()) => Ok(server),
            Err(failure) => {
                server.print_log();
                Err(failure)
            }
        }
    }

    /// Starts it again, at its port, if it has ended to be started again. Any other end is a failure.
    pub(super) fn start_again_if_it_asked(&mut self) -> Outcome {
        match self.child.try_wait() {
            Ok(Some(status)) if status.code() == Some(RESTART) => {
                let start = Instant::now();
                self.child = (self.process)(self.port)?.start_again(&self.log)?;
                self.wait_until_healthy(start)
            }
            Ok(Some(status)) => Err(Failure::check(format!("{} stopped with {status}", self.name))),
            _ => Ok(()),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Prints the server's log.
    pub(super) fn print_log(&self) {
        let said = std::fs::read(&self.log).unwrap_or_default();
        println!("--- log of {}:\n{}---", self.name, String::from_utf8_lossy(&said));
    }

    fn wait_until_healthy(&mut self, start: Instant) -> Outcome {
        while start.elapsed() < STARTS_WITHIN {
            if is_healthy(self.port) {
                println!("{} responds at {} after {:.1} s", self.name, self.issuer(), start.elapsed().as_secs_f64());
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Failure::check(format!("{} stopped with {status} before it responded", self.name)));
            }
            sleep(PAUSE);
        }
        Err(Failure::check(format!("{} did not respond within {} s", self.name, STARTS_WITHIN.as_secs())))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It stops when its standard input is closed.
        drop(self.child.stdin.take());
        let start = Instant::now();
        while start.elapsed() < ENDS_WITHIN {
            if matches!(self.child.try_wait(), Ok(Some(_)) | Err(_)) {
                println!("{} stopped", self.name);
                return;
            }
            sleep(PAUSE);
        }
        println!("{} does not stop by itself: killing it", self.name);
        // Both fail only if it has stopped meanwhile.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Whether the server responds with its discovery document.
fn is_healthy(port: u16) -> bool {
    let look = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), LOOK)?;
        stream.set_read_timeout(Some(LOOK))?;
        let head = format!("Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(format!("GET /.well-known/openid-configuration HTTP/1.1\r\n{head}").as_bytes())?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(status.ends_with(b" 200"))
    };
    look().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// The result of the health check for a server with this response.
    fn health(response: &'static [u8]) -> bool {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 512]);
            stream.write_all(response).unwrap();
        });
        let healthy = is_healthy(port);
        server.join().unwrap();
        healthy
    }

    #[test]
    fn only_status_200_is_healthy() {
        assert!(health(b"HTTP/1.1 200 OK\r\n\r\n"));
        assert!(!health(b"HTTP/1.1 500 Oops\r\n\r\n"));
        assert!(!health(b""));
    }

    #[test]
    fn a_server_that_ends_at_once_is_a_failure() {
        let log = std::env::temp_dir().join(format!("xtask-server-{}.txt", std::process::id()));
        let failed = Server::start("short", &log, |_| Ok(Process::cargo().args(["--version"])));
        let _ = std::fs::remove_file(&log);
        assert!(matches!(failed, Err(Failure::Check(message)) if message.contains("before it responded")));
    }
}
