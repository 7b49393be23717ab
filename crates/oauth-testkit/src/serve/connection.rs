//! A connection, on which hyper reads requests and writes ordinary responses.

use bytes::Bytes;
use http::header::{DATE, Entry};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;

use super::deliver::{Closed, deliver};
use super::socket::Socket;
use crate::server::AuthorizationServer;
use crate::wire::http_date;

/// The maximum size of a request body.
const LIMIT: usize = 16 * 1024 * 1024;

pub(super) async fn serve(socket: Socket, server: AuthorizationServer) {
    let service = {
        let socket = socket.clone();
        service_fn(move |request| respond(request, server.clone(), socket.clone()))
    };
    // A connection may end with an error, caused by the client or by a fault.
    let _ = http1::Builder::new().serve_connection(socket, service).await;
}

async fn respond(
    request: Request<Incoming>,
    server: AuthorizationServer,
    socket: Socket,
) -> Result<Response<Full<Bytes>>, Closed> {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LIMIT).collect().await else {
        let mut refusal = Response::new(Full::default());
        *refusal.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(refusal);
    };
    let request = Request::from_parts(parts, body.to_bytes());
    let outgoing = server.respond(request);
    let now = server.clock().now();
    let mut response = deliver(outgoing, &socket).await?;
    // Without one, hyper would add the system time, which is not the time by which the server responds.
    if let (Entry::Vacant(date), Ok(now)) = (response.headers_mut().entry(DATE), http_date::format(now).try_into()) {
        date.insert(now);
    }
    Ok(response.map(Full::from))
}
