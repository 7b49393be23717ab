//! Where a browser comes back to after a sign-in of a native application
//! ([RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)).

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

const PATH: &str = "/callback";
/// A request's head is not longer than this, in bytes.
const LONGEST: usize = 16 * 1024;

/// A server for one request, on a port that the system chooses. It is closed when the request was there.
#[derive(Debug)]
pub struct LoopbackRedirect {
    listener: TcpListener,
    address: SocketAddr,
}

impl LoopbackRedirect {
    /// Listens on 127.0.0.1. The literal, not `localhost`: a name can be made to mean another machine.
    ///
    /// # Errors
    ///
    /// No port can be had.
    pub fn new() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// The `redirect_uri` of the authorization request.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }

    /// Waits for the browser, and gives the path and the query to which it came. Anything else that connects meanwhile (another program, a
    /// page that guesses the port, a browser that wants an icon) is turned away and does not end the waiting.
    ///
    /// # Errors
    ///
    /// The system takes no more connections.
    pub fn wait(self) -> io::Result<String> {
        loop {
            let (mut stream, _) = self.listener.accept()?;
            match self.target(&mut stream) {
                Some(target) => {
                    answer(&mut stream, "200 OK", "You are signed in. You can close this window.");
                    return Ok(target);
                }
                None => answer(&mut stream, "404 Not Found", "There is nothing here."),
            }
        }
    }

    /// Path and query of a request that is the redirect: a GET of our path, for our host.
    fn target(&self, stream: &mut TcpStream) -> Option<String> {
        let head = read_head(stream)?;
        let mut lines = head.split("\r\n");
        let mut request_line = lines.next()?.split(' ');
        let (method, target) = (request_line.next()?, request_line.next()?);
        // A page of another site that was bound to this address by its DNS says its own name here.
        let host = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("host").then(|| value.trim())
        })?;
        let (path, _) = target.split_once('?')?;
        let good = method == "GET" && path == PATH && host == self.address.to_string();
        good.then(|| target.to_owned())
    }
}

fn read_head(stream: &mut TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut chunk).ok()? {
            0 => return None,
            length => head.extend_from_slice(chunk.get(..length)?),
        }
        if head.len() > LONGEST {
            return None;
        }
    }
    String::from_utf8(head).ok()
}

/// Tells the browser. Its address bar holds the code, so nothing may learn where the page was.
fn answer(stream: &mut TcpStream, status: &str, text: &str) {
    let page = format!("<!doctype html><meta charset=utf-8><title>Sign-in</title><p>{text}");
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n",
        page.len()
    );
    // A browser that is gone needs no page.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(page.as_bytes()));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    fn request(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn only_the_redirect_ends_the_waiting() {
        let loopback = LoopbackRedirect::new().unwrap();
        let address = loopback.address;
        let waiting = std::thread::spawn(move || loopback.wait().unwrap());
        for foreign in [
            "GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "GET /callback HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "GET /callback?code=evil HTTP/1.1\r\nHost: attacker.example\r\n\r\n",
            "GET /callback?code=evil HTTP/1.1\r\n\r\n",
            "POST /callback?code=evil HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "GET /other?code=evil HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "nonsense\r\n\r\n",
        ] {
            let answer = request(address, &foreign.replace("{host}", &address.to_string()));
            assert!(answer.starts_with("HTTP/1.1 404"), "{foreign}: {answer}");
        }
        let good = format!("GET /callback?code=c&state=s HTTP/1.1\r\nHost: {address}\r\n\r\n");
        let answer = request(address, &good);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Referrer-Policy: no-referrer"));
        assert_eq!(waiting.join().unwrap(), "/callback?code=c&state=s");
    }
}
