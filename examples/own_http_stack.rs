//! As `client_credentials`, without any adapter: `oauth-core` builds the request and reads the answer, and a
//! `std::net::TcpStream` carries them. In place of it could be any HTTP stack.

use std::error::Error;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, SystemTime};

use http::{Request, Response};
use oauth_core::{Call as _, Client, ClientAuthentication, Issuer, Server};
use oauth_examples::{ID, SECRET, application, show_tokens};
use oauth_testkit::{AuthorizationServer, TestServer};

fn main() -> Result<(), Box<dyn Error>> {
    let test_server = TestServer::start(AuthorizationServer::new().client(application("client_secret_post")))?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::client_secret_post(SECRET))?;

    // These three lines are all that a program with an HTTP stack of its own needs.
    let (call, now) = (client.client_credentials().scope("orders:write"), SystemTime::now());
    let response = send(&call.encode(now)?)?;
    let tokens = call.decode((&response).into(), now)?;

    show_tokens(&tokens);
    Ok(())
}

/// HTTP/1.1 by hand, for loopback: no TLS, one request for each connection.
fn send(request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Box<dyn Error>> {
    let uri = request.uri();
    let host = uri.authority().ok_or("a URL without a host")?.as_str();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;

    write!(stream, "{} {} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n", request.method(), target)?;
    for (name, value) in request.headers() {
        stream.write_all(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat())?;
    }
    write!(stream, "Content-Length: {}\r\n\r\n", request.body().len())?;
    stream.write_all(request.body())?;

    // An answer is read up to a limit and to its end: the server closes the connection after it.
    let mut answer = Vec::new();
    stream.take(1024 * 1024).read_to_end(&mut answer)?;
    parse(&answer).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not an HTTP answer").into())
}

fn parse(answer: &[u8]) -> Option<Response<Vec<u8>>> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let mut lines = std::str::from_utf8(&answer[..end]).ok()?.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(':')?;
        response = response.header(name, value.trim());
    }
    let body = &answer[end + 4..];
    let response = response.body(body.to_vec()).ok()?;
    // A connection that broke too early must not pass for a short answer.
    let announced = response.headers().get("content-length")?.to_str().ok()?.parse::<usize>().ok()?;
    (announced == body.len()).then_some(response)
}
