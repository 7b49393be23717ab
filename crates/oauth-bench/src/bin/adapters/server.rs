//! The server: answers every request with the same token, and keeps its connections.

use std::io::Write as _;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;

/// Prints its port and serves until its standard input ends.
pub(crate) fn serve() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap().port());
        std::io::stdout().flush().unwrap();
        let response: &[u8] = response().leak();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(answer(stream, response));
        }
    });
}

/// A JWT of 974 characters among nine headers.
pub(crate) fn response() -> Vec<u8> {
    let stub = oauth_bench::Stub::default().send(http::Request::new(Vec::new()));
    let mut response = b"HTTP/1.1 200 OK\r\n".to_vec();
    for (name, value) in stub.headers() {
        response.extend_from_slice(name.as_str().as_bytes());
        response.extend_from_slice(b": ");
        response.extend_from_slice(value.as_bytes());
        response.extend_from_slice(b"\r\n");
    }
    response.extend_from_slice(format!("content-length: {}\r\n\r\n", stub.body().len()).as_bytes());
    response.extend_from_slice(stub.body());
    response
}

async fn answer(mut stream: TcpStream, response: &[u8]) {
    stream.set_nodelay(true).unwrap();
    let mut read = Vec::with_capacity(4096);
    loop {
        let mut length = None;
        while length.is_none_or(|length| read.len() < length) {
            match stream.read_buf(&mut read).await {
                Ok(more) if more > 0 => length = length.or_else(|| length_of(&read)),
                _ => return,
            }
        }
        read.clear();
        if stream.write_all(response).await.is_err() {
            return;
        }
    }
}

/// The length of the request that begins here, if its head is whole.
pub(crate) fn length_of(request: &[u8]) -> Option<usize> {
    let end = request.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let body = head.split("\r\n").find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    Some(end + body.unwrap_or(0))
}
