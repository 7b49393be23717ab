//! The thread of a test server, which accepts connections until it is stopped.

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

/// Serves until `stopped`. Reports to `started` that the listener is ready, or why it is not.
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
        // After a successful start, the receiver is gone and the error is dropped.
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
        // A client may disconnect before its connection is accepted.
        let stream = accepted.and_then(TcpStream::into_std);
        if let Ok(socket) = stream.and_then(|stream| Socket::new(stream, Arc::clone(&counters))) {
            // The task ends with the runtime, and its socket counts the unread bytes.
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

/// The next connection. `None` if the server is stopped.
async fn next(listener: &TcpListener, stopped: &mut oneshot::Receiver<()>) -> Option<io::Result<TcpStream>> {
    poll_fn(|cx| match Pin::new(&mut *stopped).poll(cx) {
        Poll::Ready(_) => Poll::Ready(None),
        Poll::Pending => listener.poll_accept(cx).map(|accepted| Some(accepted.map(|(stream, _)| stream))),
    })
    .await
}
