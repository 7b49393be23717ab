//! Delivery of a response over a socket, through hyper or past it.

use std::fmt::Display;
use std::future::pending;
use std::io;
use std::time::Duration;

use http::{HeaderMap, Response, Version, header};
use tokio::time::sleep;

use super::socket::Socket;
use crate::response::delivery::{Delivery, Framing};
use crate::response::outgoing::OutgoingResponse;

/// Tells hyper to close the connection, after a response was sent past it.
#[derive(Debug, thiserror::Error)]
#[error("the connection ends here")]
pub(super) struct Closed;

/// Delivers a response. `Ok` is a response for hyper to send. `Closed` means that the delivery is complete.
pub(super) async fn deliver(response: OutgoingResponse, socket: &Socket) -> Result<Response<Vec<u8>>, Closed> {
    let OutgoingResponse { response, delivery } = response;
    let sent = match delivery {
        Delivery::Whole if is_framed(response.headers()) => verbatim(&response, socket).await,
        Delivery::Whole if response.version() == Version::HTTP_10 => until_close(&response, socket).await,
        Delivery::Whole => return Ok(response),
        Delivery::After(time) => {
            sleep(time).await;
            return Ok(response);
        }
        Delivery::Never => pending().await,
        Delivery::Reset => socket.reset_on_close(),
        Delivery::TruncatedAt(at) => truncated(&response, at, socket).await,
        Delivery::Drip(every) => dripping(&response, every, socket).await,
        Delivery::Padded { bytes, framing } => padded(&response, bytes, framing, socket).await,
    };
    // A write fails if the client has disconnected, which ends the connection as well.
    let _ = sent;
    Err(Closed)
}

/// Whether the response defines its own framing. Hyper would correct it, or panic.
fn is_framed(headers: &HeaderMap) -> bool {
    [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION]
        .iter()
        .any(|name| headers.contains_key(name))
}

async fn verbatim(response: &Response<Vec<u8>>, socket: &Socket) -> io::Result<()> {
    socket.write_all(&head(response, "")).await?;
    socket.write_all(response.body()).await
}

/// The end of the connection ends the body, as in HTTP/1.0.
async fn until_close(response: &Response<Vec<u8>>, socket: &Socket) -> io::Result<()> {
    socket.write_all(&head(response, CLOSE)).await?;
    socket.write_all(response.body()).await
}

async fn truncated(response: &Response<Vec<u8>>, at: usize, socket: &Socket) -> io::Result<()> {
    let body = response.body();
    let promised = body.len().max(at.saturating_add(1));
    socket.write_all(&head(response, &content_length(promised))).await?;
    socket.write_all(body.get(..at).unwrap_or(body)).await
}

async fn dripping(response: &Response<Vec<u8>>, every: Duration, socket: &Socket) -> io::Result<()> {
    let body = response.body();
    socket.write_all(&head(response, &content_length(body.len()))).await?;
    for byte in body {
        sleep(every).await;
        socket.write_all(&[*byte]).await?;
    }
    Ok(())
}

async fn padded(response: &Response<Vec<u8>>, bytes: u64, framing: Framing, socket: &Socket) -> io::Result<()> {
    const SPACES: [u8; 16 * 1024] = [b' '; 16 * 1024];
    let body = response.body();
    let length = bytes.saturating_add(u64::try_from(body.len()).unwrap_or(u64::MAX));
    let framing_header = match framing {
        Framing::ContentLength => content_length(length),
        Framing::Chunked => format!("transfer-encoding: chunked\r\n{CLOSE}"),
    };
    socket.write_all(&head(response, &framing_header)).await?;
    let mut left = bytes;
    while left > 0 {
        let spaces = SPACES.get(..usize::try_from(left).unwrap_or(usize::MAX)).unwrap_or(&SPACES);
        piece(spaces, framing, socket).await?;
        left = left.saturating_sub(u64::try_from(spaces.len()).unwrap_or(u64::MAX));
        // Lets this thread be stopped even if the client reads quickly.
        tokio::task::yield_now().await;
    }
    piece(body, framing, socket).await?;
    match framing {
        Framing::ContentLength => Ok(()),
        Framing::Chunked => socket.write_all(b"0\r\n\r\n").await,
    }
}

/// Writes a part of a body. An empty chunk would end the body.
async fn piece(bytes: &[u8], framing: Framing, socket: &Socket) -> io::Result<()> {
    if framing == Framing::ContentLength || bytes.is_empty() {
        return socket.write_all(bytes).await;
    }
    socket.write_all(format!("{:x}\r\n", bytes.len()).as_bytes()).await?;
    socket.write_all(bytes).await?;
    socket.write_all(b"\r\n").await
}

const CLOSE: &str = "connection: close\r\n";

fn content_length(length: impl Display) -> String {
    format!("content-length: {length}\r\n{CLOSE}")
}

/// The head of a response, with additional header lines at its end.
fn head(response: &Response<Vec<u8>>, more: &str) -> Vec<u8> {
    let mut head = format!("{:?} {}\r\n", response.version(), response.status()).into_bytes();
    for (name, value) in response.headers() {
        head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    head.extend([more.as_bytes(), b"\r\n"].concat());
    head
}
