//! As `client_credentials`, without any adapter: `oauth-core` builds the requests and reads the responses, and a
//! `std::net::TcpStream` carries them. In place of it could be any HTTP stack; what it has to keep is written on the first
//! page of `oauth-core`'s documentation, and `own_http_stack_ureq` does it with a common client.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant, SystemTime};

use http::{Request, Response};
use oauth_core::flow::{AfterFailure, Failure};
use oauth_core::{Call as _, Client, ClientAuthentication, Flow, Issuer, Server, Step};
use oauth_examples::{ID, SECRET, application, show_tokens};
use oauth_testkit::{AuthorizationServer, TestServer};

/// The time for the whole exchange, and the size of a response.
const TIME: Duration = Duration::from_secs(10);
const SIZE: u64 = 1024 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let test_server = TestServer::start(AuthorizationServer::new().client(application("client_secret_post")))?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let server: Server = run(issuer.discover())?.into();
    let client = Client::new(server, ID, ClientAuthentication::client_secret_post(SECRET))?;

    // For a single request, these three lines are all that a program needs.
    let (call, now) = (client.client_credentials().scope("orders:write"), SystemTime::now());
    let response = send(&call.encode(now)?)?;
    let tokens = call.decode((&response).into(), now)?;

    show_tokens(&tokens);
    Ok(())
}

/// Drives whatever takes several requests. Here it is discovery; `client.device_token(..).poll()` is driven by the same
/// loop.
pub(crate) fn run<F: Flow>(mut flow: F) -> Result<F::Output, Box<dyn Error>> {
    loop {
        let now = SystemTime::now();
        match flow.step(now)? {
            Step::Done(output) => return Ok(output),
            Step::Send(request) => match send(&request) {
                Ok(response) => flow.receive((&response).into(), SystemTime::now()),
                // `NotSent` is for a stack that is certain of it: the flow may then send the request once more.
                Err(error) => match flow.failed(Failure::MayHaveBeenReceived, SystemTime::now()) {
                    AfterFailure::Continue => {}
                    _ => return Err(error),
                },
            },
            Step::WaitUntil(time) => std::thread::sleep(time.duration_since(now).unwrap_or_default()),
            // `Step::Need`: a key or a secret that is not in memory. Get it, and give it to `flow.supply(..)`.
            _ => return Err("this program supplies no keys; use a secret that is in memory".into()),
        }
    }
}

/// HTTP/1.1 by hand, for loopback: no TLS, one request for each connection. It follows no redirect, takes any status for a
/// response and sends nothing twice, because nobody wrote code that would.
pub(crate) fn send(request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Box<dyn Error>> {
    let ends = Instant::now() + TIME;
    let host = request.uri().authority().ok_or("a URL without a host")?.as_str();
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut stream = TcpStream::connect_timeout(&host.parse()?, TIME)?;
    stream.set_write_timeout(Some(TIME))?;

    write!(stream, "{} {} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n", request.method(), target)?;
    for (name, value) in request.headers() {
        stream.write_all(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat())?;
    }
    write!(stream, "Content-Length: {}\r\n\r\n", request.body().len())?;
    stream.write_all(request.body())?;

    // A response is read to its end, where the server closes the connection; but never beyond the limits.
    let (mut stream, mut bytes, mut part) = (stream.take(SIZE), Vec::new(), [0; 4096]);
    loop {
        let left = ends.checked_duration_since(Instant::now()).ok_or("the response did not end in time")?;
        stream.get_ref().set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
        match stream.read(&mut part)? {
            0 => break,
            read => bytes.extend_from_slice(&part[..read]),
        }
    }
    parse(&bytes).ok_or_else(|| "this is no HTTP response, or not the whole of it".into())
}

fn parse(bytes: &[u8]) -> Option<Response<Vec<u8>>> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let mut lines = std::str::from_utf8(&bytes[..end]).ok()?.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(':')?;
        response = response.header(name, value.trim());
    }
    let body = &bytes[end + 4..];
    let response = response.body(body.to_vec()).ok()?;
    // A connection that broke too early must not pass for a short response.
    let announced = response.headers().get("content-length")?.to_str().ok()?.parse::<usize>().ok()?;
    (announced == body.len()).then_some(response)
}
