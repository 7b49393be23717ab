//! isahc's client, with so many kept connections.

use std::sync::Arc;

use http::{HeaderMap, Method, Request, Uri};
use oauth_isahc::isahc::{AsyncReadResponseExt as _, HttpClient};
use oauth_isahc::{HttpTransport, Policy, send};

use crate::by_hand;
use crate::side::{Begin, over};

struct Alone {
    client: HttpClient,
    uri: Uri,
    headers: HeaderMap,
}

pub(crate) fn alone(url: &str, kept: usize) -> Begin {
    let client = HttpClient::builder().connection_cache_size(kept).build().unwrap();
    let headers = by_hand::headers(concat!("oauth-isahc/", env!("CARGO_PKG_VERSION")));
    over(Alone { client, uri: url.parse().unwrap(), headers }, |alone: Arc<Alone>| async move {
        let mut request = Request::new(by_hand::body());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = alone.uri.clone();
        *request.headers_mut() = alone.headers.clone();
        let body = alone.client.send_async(request).await.unwrap().bytes().await.unwrap();
        by_hand::token(&body)
    })
}

pub(crate) fn adapter(url: &str, kept: usize) -> Begin {
    let policy = Policy::new().dangerous_allow_http_loopback();
    let transport = match kept {
        0 => HttpTransport::with_policy(policy).unwrap(),
        kept => {
            let named = http::HeaderValue::from_static(concat!("oauth-isahc/", env!("CARGO_PKG_VERSION")));
            let keeping = move |engine: oauth_isahc::isahc::HttpClientBuilder| engine.connection_cache_size(kept);
            HttpTransport::with_engine(keeping, policy.user_agent(named)).unwrap()
        }
    };
    let client = by_hand::client(url);
    over((transport, client.client_credentials().scope(by_hand::scope())), |state| async move {
        send(&state.0, &state.1).await.unwrap().access_token.expose().len()
    })
}
