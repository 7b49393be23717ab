//! isahc's client, with so many kept connections.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use oauth_isahc::isahc::{AsyncReadResponseExt as _, HttpClient, HttpClientBuilder};
use oauth_isahc::{HttpTransport, Policy, Transport as _, send};

use crate::by_hand;
use crate::side::{Begin, over};

const USER_AGENT: &str = concat!("oauth-isahc/", env!("CARGO_PKG_VERSION"));

struct Alone {
    client: HttpClient,
    uri: Uri,
    headers: HeaderMap,
}

pub(crate) fn alone(url: &str, kept: usize) -> Begin {
    let client = HttpClient::builder().connection_cache_size(kept).build().unwrap();
    let headers = by_hand::headers(USER_AGENT);
    over(Alone { client, uri: url.parse().unwrap(), headers }, |alone: Arc<Alone>| async move {
        let mut request = Request::new(by_hand::body());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = alone.uri.clone();
        *request.headers_mut() = alone.headers.clone();
        let body = alone.client.send_async(request).await.unwrap().bytes().await.unwrap();
        by_hand::token(&body)
    })
}

fn keeping(kept: usize) -> HttpTransport {
    let policy = Policy::new().dangerous_allow_http_loopback();
    match kept {
        0 => HttpTransport::with_policy(policy).unwrap(),
        kept => {
            let policy = policy.user_agent(HeaderValue::from_static(USER_AGENT));
            let keeping = move |engine: HttpClientBuilder| engine.connection_cache_size(kept);
            HttpTransport::with_engine(keeping, policy).unwrap()
        }
    }
}

pub(crate) fn transport(url: &str, kept: usize) -> Begin {
    over((keeping(kept), by_hand::request(url, USER_AGENT)), |state| async move {
        by_hand::token(state.0.send(state.1.clone()).await.unwrap().body())
    })
}

pub(crate) fn adapter(url: &str, kept: usize) -> Begin {
    over((keeping(kept), by_hand::client(url).client_credentials().scope(by_hand::scope())), |state| async move {
        send(&state.0, &state.1).await.unwrap().access_token.expose().len()
    })
}
