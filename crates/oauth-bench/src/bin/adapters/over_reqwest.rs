//! reqwest's client.

use std::sync::Arc;

use http::HeaderMap;
use oauth_reqwest::reqwest::{Client, Url};
use oauth_reqwest::{HttpTransport, Policy, Transport as _, send};

use crate::by_hand;
use crate::side::{Begin, over};

const USER_AGENT: &str = concat!("oauth-reqwest/", env!("CARGO_PKG_VERSION"));

struct Alone {
    client: Client,
    url: Url,
    headers: HeaderMap,
}

pub(crate) fn alone(url: &str) -> Begin {
    let client = Client::builder().no_proxy().build().unwrap();
    let headers = by_hand::headers(USER_AGENT);
    over(Alone { client, url: url.parse().unwrap(), headers }, |alone: Arc<Alone>| async move {
        let request = alone.client.post(alone.url.clone()).headers(alone.headers.clone()).body(by_hand::body());
        let body = request.send().await.unwrap().bytes().await.unwrap();
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
