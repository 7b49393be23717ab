//! `AuthorizedClient`, async and blocking.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::io::{self, Read};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_lite::io::{AsyncRead, AsyncReadExt as _};
use http::{Request, Response};
use isahc::config::{Configurable as _, RedirectPolicy};
use isahc::{AsyncBody, Body, HttpClient};
use oauth_conformance::{ApiBody, ApiClient, ApiError, ApiRequest, Connection, Issuer, Server, Upload};
use oauth_isahc::middleware::Authorizer;
use oauth_isahc::resource::ResourcePolicy;
use oauth_isahc::server::UrlPolicy;
use oauth_isahc::{AuthorizedClient, AuthorizedError, isahc};

oauth_conformance::api_tests!(asynchronous, crate::Async);
oauth_conformance::api_tests!(blocking, crate::Blocking);

#[derive(Clone)]
struct Async(AuthorizedClient);

#[derive(Clone)]
struct Blocking(AuthorizedClient);

fn open(authorizer: Authorizer) -> AuthorizedClient {
    let client = HttpClient::builder().redirect_policy(RedirectPolicy::Follow).proxy(None).build().unwrap();
    AuthorizedClient::with(client, authorizer)
}

fn failed(error: AuthorizedError) -> ApiError {
    match error {
        AuthorizedError::Token(error) => ApiError::Token(error),
        error => ApiError::Other(error.to_string()),
    }
}

impl ApiClient for Async {
    fn open(authorizer: Authorizer) -> Self {
        Self(open(authorizer))
    }

    async fn send(&self, request: ApiRequest) -> Result<Response<Vec<u8>>, ApiError> {
        let request = request.map(|body| match body {
            ApiBody::Bytes(bytes) if bytes.is_empty() => AsyncBody::empty(),
            ApiBody::Bytes(bytes) => AsyncBody::from(bytes),
            ApiBody::Stream(upload) => AsyncBody::from_reader(Pieces(upload)),
        });
        let mut response = self.0.send_async(request).await.map_err(failed)?;
        let mut body = Vec::new();
        response.body_mut().read_to_end(&mut body).await.map_err(|error| ApiError::Other(error.to_string()))?;
        Ok(Response::builder().status(response.status()).body(body).unwrap())
    }
}

impl ApiClient for Blocking {
    fn open(authorizer: Authorizer) -> Self {
        Self(open(authorizer))
    }

    async fn send(&self, request: ApiRequest) -> Result<Response<Vec<u8>>, ApiError> {
        let request = request.map(|body| match body {
            ApiBody::Bytes(bytes) if bytes.is_empty() => Body::empty(),
            ApiBody::Bytes(bytes) => Body::from(bytes),
            ApiBody::Stream(upload) => Body::from_reader(Pieces(upload)),
        });
        let client = self.0.clone();
        let sending = move || {
            let mut response = client.send(request).map_err(failed)?;
            let mut body = Vec::new();
            response.body_mut().read_to_end(&mut body).map_err(|error| ApiError::Other(error.to_string()))?;
            Ok(Response::builder().status(response.status()).body(body).unwrap())
        };
        tokio::task::spawn_blocking(sending).await.unwrap()
    }
}

struct Pieces(Upload);

impl AsyncRead for Pieces {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, to: &mut [u8]) -> Poll<io::Result<usize>> {
        assert!(to.len() >= Upload::PIECE);
        self.0.piece().map(|piece| {
            to[..piece.len()].copy_from_slice(&piece);
            Ok(piece.len())
        })
    }
}

/// isahc reads it on the thread that waits for the response, so here it ends.
impl Read for Pieces {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Poll::Ready(piece) = self.0.piece() else { return Ok(0) };
        to[..piece.len()].copy_from_slice(&piece);
        Ok(piece.len())
    }
}

/// The size of a body for which libcurl asks first.
const LONG: usize = 2 * 1024 * 1024;

/// An API that says what it thinks of the token before it reads the body.
fn asking(heads: Arc<Mutex<Vec<String>>>, refused: String) -> Server {
    Server::new(move |connection| {
        let head = head(connection);
        let is_refused = head.contains(&refused);
        heads.lock().unwrap().push(head);
        if is_refused {
            connection.write(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            return;
        }
        connection.write(b"HTTP/1.1 100 Continue\r\n\r\n");
        let mut body = vec![0; LONG];
        connection.read_exact(&mut body).unwrap();
        assert!(body.iter().all(|byte| *byte == b'y'));
        connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    })
}

fn head(connection: &mut Connection) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        connection.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap().to_ascii_lowercase()
}

/// A stream of which nothing was read is sent again as it is.
#[test]
fn a_stream_that_was_not_begun_is_sent_again() {
    let issuer = Issuer::new();
    let tokens = issuer.warm();
    let refused = tokens.token_blocking(None).unwrap();
    let heads = Arc::<Mutex<Vec<String>>>::default();
    let server = asking(Arc::clone(&heads), refused.text().expose().to_ascii_lowercase());
    let policy = ResourcePolicy::new().urls(UrlPolicy::new().dangerous_http_loopback());
    let client = open(Authorizer::new(tokens).policy(policy.allow(&server.url("")).unwrap()));
    let body = AsyncBody::from_reader_sized(futures_lite::io::repeat(b'y').take(LONG as u64), LONG as u64);
    let request = Request::post(server.url("/upload")).body(body).unwrap();
    assert_eq!(futures_lite::future::block_on(client.send_async(request)).unwrap().status(), 200);
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 2, "{heads:?}");
    assert!(heads.iter().all(|head| head.contains("expect: 100-continue")), "{heads:?}");
}
