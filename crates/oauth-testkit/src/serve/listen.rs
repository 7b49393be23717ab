//! The thread of a front: it accepts connections until it is told to stop.

use std::future::{Future as _, poll_fn};
use std::io;
use std::net::TcpListener as StdListener;
use std::pin::Pin;
use std::sync::{Arc, mpsc};
use std::task::Poll;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::connection;
use super::socket::{Socket, drain};
use super::traffic::Counters;
use crate::server::AuthorizationServer;

/// Serves until `stopped`. Reports to `started` when it listens, or why it cannot.
pub(super) fn run(
    listener: StdListener,
    server: AuthorizationServer,
    counters: Arc<Counters>,
    started: mpsc::SyncSender<io::Result<()>>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = listener
        .set_nonblocking(true)
        .and_then(|()| tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build());
    let result = runtime.and_then(|runtime| runtime.block_on(accept(listener, server, counters, &started, stopped)));
    if let Err(error) = result {
        // Nobody listens any more once the start was reported; then there is nobody to tell.
        let _ = started.try_send(Err(error));
    }
}

async fn accept(
    listener: StdListener,
    server: AuthorizationServer,
    counters: Arc<Counters>,
    started: &mpsc::SyncSender<io::Result<()>>,
    mut stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let backlog = listener.try_clone()?;
    let listener = TcpListener::from_std(listener)?;
    let _ = started.try_send(Ok(()));
    while let Some(accepted) = next(&listener, &mut stopped).await {
        // A client that is gone before it is accepted is no reason to stop.
        let stream = accepted.and_then(TcpStream::into_std);
        if let Ok(socket) = stream.and_then(|stream| Socket::new(stream, Arc::clone(&counters))) {
            // It ends with the runtime, wherever it is then, and its socket counts what is left.
            tokio::spawn(connection::serve(socket, server.clone()));
        }
    }
    while let Ok((mut stream, _)) = backlog.accept() {
        counters.connection();
        if stream.set_nonblocking(true).is_ok() {
            drain(&mut stream, &counters);
        }
    }
    Ok(())
}

/// The next connection; `None` when it is time to stop.
async fn next(listener: &TcpListener, stopped: &mut oneshot::Receiver<()>) -> Option<io::Result<TcpStream>> {
    poll_fn(|cx| match Pin::new(&mut *stopped).poll(cx) {
        Poll::Ready(_) => Poll::Ready(None),
        Poll::Pending => listener.poll_accept(cx).map(|accepted| Some(accepted.map(|(stream, _)| stream))),
    })
    .await
}
