//! hyper-util's client.

use std::sync::Arc;

use http::{HeaderMap, Method, Request, Uri};
use oauth_hyper::bytes::Bytes;
use oauth_hyper::http_body_util::{BodyExt as _, Full};
use oauth_hyper::hyper_util::client::legacy::Client;
use oauth_hyper::hyper_util::client::legacy::connect::HttpConnector;
use oauth_hyper::hyper_util::rt::{TokioExecutor, TokioTimer};
use oauth_hyper::{HttpTransport, Policy, Transport as _, send};

use crate::by_hand;
use crate::side::{Begin, over};

const USER_AGENT: &str = concat!("oauth-hyper/", env!("CARGO_PKG_VERSION"));

struct Alone {
    client: Client<HttpConnector, Full<Bytes>>,
    uri: Uri,
    headers: HeaderMap,
}

pub(crate) fn alone(url: &str) -> Begin {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
    let headers = by_hand::headers(USER_AGENT);
    over(Alone { client, uri: url.parse().unwrap(), headers }, |alone: Arc<Alone>| async move {
        let mut request = Request::new(Full::new(Bytes::from(by_hand::body())));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = alone.uri.clone();
        *request.headers_mut() = alone.headers.clone();
        let response = alone.client.request(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        by_hand::token(&body)
    })
}

fn http() -> HttpTransport {
    HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback()).unwrap()
}

pub(crate) fn transport(url: &str) -> Begin {
    over((http(), by_hand::request(url, USER_AGENT)), |state| async move {
        by_hand::token(state.0.send(state.1.clone()).await.unwrap().body())
    })
}

pub(crate) fn adapter(url: &str) -> Begin {
    over((http(), by_hand::client(url).client_credentials().scope(by_hand::scope())), |state| async move {
        send(&state.0, &state.1).await.unwrap().access_token.expose().len()
    })
}
