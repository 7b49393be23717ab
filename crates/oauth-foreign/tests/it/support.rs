//! Helpers that the tests share.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Request, Response};
use oauth_io::pingone::Region;
use oauth_io::{Client, ClientAuthentication, Server};

pub(crate) const ENV: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
pub(crate) const TOKEN: &str = r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}"#;

pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_349_000)
}

pub(crate) fn server() -> Server {
    Server::pingone(Region::Europe, ENV).unwrap()
}

pub(crate) fn client(authentication: ClientAuthentication) -> Client {
    Client::new(server(), "id", authentication).unwrap()
}

pub(crate) fn response(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.into()).unwrap()
}

/// The value of a form parameter of a request.
pub(crate) fn parameter(request: &Request<Vec<u8>>, name: &str) -> Option<String> {
    let body = String::from_utf8(request.body().clone()).unwrap();
    body.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")).map(str::to_owned))
}

/// The header and the claims of a JWT.
pub(crate) fn jwt(text: &str) -> (serde_json::Value, serde_json::Value) {
    let mut parts = text.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let (header, claims) = (parts.next().unwrap(), parts.next().unwrap());
    (serde_json::from_slice(&header).unwrap(), serde_json::from_slice(&claims).unwrap())
}
