//! The request and the response of the engines alone: made and read by hand, everything that never changes made once.

use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::{Method, Request};
use oauth_hyper::{Client, ClientAuthentication, Scope, Server};
use serde::Deserialize;

pub(crate) const ID: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
pub(crate) const SECRET: &str = "Zk3~9.x_Y-z0Qm8sLw5vTn2bRd7cHf4gJk1pXo6uAe9iSy3qWt0rVbNzMlKjHgFd";
pub(crate) const SCOPES: [&str; 2] = ["orders:read", "orders:write"];
const BODY: &str = "grant_type=client_credentials&scope=orders%3Aread+orders%3Awrite";

/// The headers of the request, without those that engines add.
pub(crate) fn headers(user_agent: &'static str) -> HeaderMap {
    use base64::Engine as _;
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{ID}:{SECRET}"));
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(AUTHORIZATION, format!("Basic {pair}").parse().unwrap());
    headers.insert(USER_AGENT, HeaderValue::from_static(user_agent));
    headers
}

pub(crate) fn body() -> Vec<u8> {
    BODY.as_bytes().to_vec()
}

/// The whole request.
pub(crate) fn request(url: &str, user_agent: &'static str) -> Request<Vec<u8>> {
    let mut request = Request::new(body());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = url.parse().unwrap();
    *request.headers_mut() = headers(user_agent);
    request
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "a program would read them")]
struct Tokens {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    scope: Option<String>,
}

/// Reads the response.
pub(crate) fn token(body: &[u8]) -> usize {
    let tokens: Tokens = serde_json::from_slice(body).unwrap();
    tokens.access_token.len()
}

/// The client of the adapters.
pub(crate) fn client(url: &str) -> Client {
    let server = Server::dangerous_http_loopback_at_token_endpoint(url).unwrap();
    Client::new(server, ID, ClientAuthentication::client_secret_basic(SECRET)).unwrap()
}

pub(crate) fn scope() -> Scope {
    Scope::from_iter(SCOPES)
}
