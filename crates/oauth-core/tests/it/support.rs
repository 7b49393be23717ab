//! The client, the server and the answers that the tests share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{Request, Response};
use oauth_core::{
    Call as _, Client, ClientAuthentication, DecodeError, Dialect, Problem, Region, Server, TokenResponse,
};

pub(crate) const ENV: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
pub(crate) const ID: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
pub(crate) const SECRET: &str = "Ab~9.x_Y-z0";

/// 22 November 2026, a little after noon.
pub(crate) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_349_000)
}

pub(crate) fn pingone() -> Server {
    Server::pingone(Region::NorthAmerica, ENV).unwrap()
}

pub(crate) fn client(authentication: ClientAuthentication) -> Client {
    Client::new(pingone(), ID, authentication).unwrap()
}

pub(crate) fn basic() -> ClientAuthentication {
    ClientAuthentication::client_secret_basic(SECRET)
}

pub(crate) fn post() -> ClientAuthentication {
    ClientAuthentication::client_secret_post(SECRET)
}

/// The request as text: method, URL, headers in the order of their names, body.
pub(crate) fn wire(request: &Request<Vec<u8>>) -> String {
    let mut headers: Vec<String> =
        request.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    let body = String::from_utf8(request.body().clone()).unwrap();
    format!("{} {}\n{}\n\n{body}", request.method(), request.uri(), headers.join("\n"))
}

/// The form, read by a decoder that is not ours.
pub(crate) fn form(request: &Request<Vec<u8>>) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(request.body()).unwrap()
}

pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    answer(status, "application/json", body)
}

pub(crate) fn answer(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    Response::builder().status(status).header("content-type", content_type).body(body.into()).unwrap()
}

/// What the client makes of an answer to a client credentials request without a scope.
pub(crate) fn read(response: &Response<Vec<u8>>) -> Result<TokenResponse, DecodeError> {
    read_as(Dialect::new(), response)
}

pub(crate) fn read_as(dialect: Dialect, response: &Response<Vec<u8>>) -> Result<TokenResponse, DecodeError> {
    let client = Client::new(pingone().with_dialect(dialect), ID, basic()).unwrap();
    client.client_credentials().decode(response.into(), now())
}

pub(crate) fn problem(response: &Response<Vec<u8>>) -> Problem {
    match read(response) {
        Err(DecodeError::Malformed(malformed)) => malformed.problem().clone(),
        other => panic!("expected a malformed answer, got {other:?}"),
    }
}
