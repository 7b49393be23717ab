//! A socket that counts incoming bytes and allows writing past hyper.

use std::io::{self, Read as _};
use std::net::{Shutdown, TcpStream as StdStream};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::net::TcpStream;

use super::traffic::Counters;

const CHUNK: usize = 8 * 1024;

/// A connection. The socket closes when its last handle is dropped.
#[derive(Clone)]
pub(super) struct Socket {
    inner: Arc<Inner>,
}

struct Inner {
    stream: TcpStream,
    /// A duplicate of the socket, which can be drained after the runtime has released the stream.
    twin: StdStream,
    counters: Arc<Counters>,
}

impl Socket {
    /// Takes over an accepted connection.
    pub(super) fn new(stream: StdStream, counters: Arc<Counters>) -> io::Result<Self> {
        counters.connection();
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        let twin = stream.try_clone()?;
        Ok(Self { inner: Arc::new(Inner { stream: TcpStream::from_std(stream)?, twin, counters }) })
    }

    /// Writes past hyper, which must not be writing at the same time.
    pub(super) async fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            self.inner.stream.writable().await?;
            match self.inner.stream.try_write(bytes) {
                Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Makes closing the socket reset the connection.
    pub(super) fn reset_on_close(&self) -> io::Result<()> {
        self.inner.stream.set_zero_linger()
    }
}

impl Read for Socket {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, mut buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let mut chunk = [0; CHUNK];
        let room = buf.remaining().min(CHUNK);
        let inner = &self.inner;
        loop {
            ready!(inner.stream.poll_read_ready(cx))?;
            match inner.stream.try_read(&mut chunk[..room]) {
                Ok(read) => {
                    inner.counters.received(read);
                    buf.put_slice(&chunk[..read]);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl Write for Socket {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.inner.stream.poll_write_ready(cx))?;
            match self.inner.stream.try_write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return Poll::Ready(result),
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.inner.twin.shutdown(Shutdown::Write))
    }
}

impl Drop for Inner {
    /// Counts the unread bytes. Draining also prevents the close from resetting the connection.
    fn drop(&mut self) {
        drain(&mut self.twin, &self.counters);
    }
}

/// Reads what has arrived on a nonblocking socket, up to 1 MiB, since the client may still be writing.
pub(super) fn drain(stream: &mut StdStream, counters: &Counters) {
    let mut chunk = [0; CHUNK];
    for _ in 0..128 {
        match stream.read(&mut chunk) {
            Ok(read) if read > 0 => counters.received(read),
            _ => return,
        }
    }
}
