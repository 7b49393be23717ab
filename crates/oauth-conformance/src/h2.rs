//! A server of HTTP/2 over TLS.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use bytes::Bytes;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio_rustls::TlsAcceptor;

use crate::ServerIdentity;

/// A server of HTTP/2 over TLS that never gets on with its first connection.
pub(crate) struct Http2Server {
    port: u16,
    stalling: Arc<AtomicBool>,
    requests: Arc<AtomicUsize>,
}

impl Http2Server {
    pub(crate) fn stalling_the_first_connection(identity: &ServerIdentity) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, stalling: Arc::default(), requests: Arc::default() };
        let (stalling, requests) = (Arc::clone(&server.stalling), Arc::clone(&server.requests));
        let acceptor = TlsAcceptor::from(identity.speaking("h2"));
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let (_first, _) = listener.accept().await.unwrap();
                stalling.store(true, Ordering::SeqCst);
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    tokio::spawn(serve(acceptor.clone(), stream, Arc::clone(&requests)));
                }
            });
        });
        server
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Whether the first connection was accepted.
    pub(crate) fn is_stalling(&self) -> bool {
        self.stalling.load(Ordering::SeqCst)
    }

    /// How many requests there were.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, requests: Arc<AtomicUsize>) {
    let Ok(tls) = acceptor.accept(stream).await else { return };
    let Ok(mut connection) = h2::server::handshake(tls).await else { return };
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        requests.fetch_add(1, Ordering::SeqCst);
        let mut body = respond.send_response(http::Response::new(()), false).unwrap();
        body.send_data(Bytes::from_static(b"{}"), true).unwrap();
    }
}
