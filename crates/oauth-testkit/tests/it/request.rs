//! Requests and responses for the tests.

use http::{Request, Response};
use oauth_testkit::{AuthorizationServer, RegisteredClient};
use serde_json::Value;

pub(crate) const ID: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
pub(crate) const SECRET: &str = "Ab~9.x_Y-z0";
/// `ID:SECRET`, encoded by hand.
pub(crate) const BASIC: &str = "Basic NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn basic_server() -> AuthorizationServer {
    AuthorizationServer::new().client(RegisteredClient::client_secret_basic(ID, SECRET).scopes(["a", "b"]))
}

pub(crate) fn post_server() -> AuthorizationServer {
    AuthorizationServer::new().client(RegisteredClient::client_secret_post(ID, SECRET).scopes(["a", "b"]))
}

/// A token request without credentials.
pub(crate) fn bare(server: &AuthorizationServer, body: &str) -> Request<String> {
    Request::post(server.token_endpoint()).header("content-type", FORM).body(body.to_owned()).unwrap()
}

/// A token request with this `Authorization`.
pub(crate) fn with_authorization(server: &AuthorizationServer, authorization: &str, body: &str) -> Request<String> {
    let mut request = bare(server, body);
    request.headers_mut().append("authorization", authorization.parse().unwrap());
    request
}

/// A token request with the credentials of `basic_server`.
pub(crate) fn basic(server: &AuthorizationServer, body: &str) -> Request<String> {
    with_authorization(server, BASIC, body)
}

/// A token request with the credentials of `post_server`.
pub(crate) fn post(server: &AuthorizationServer, more: &str) -> Request<String> {
    bare(server, &format!("client_id={ID}&client_secret={SECRET}&{more}"))
}

pub(crate) fn good(server: &AuthorizationServer) -> Request<String> {
    basic(server, "grant_type=client_credentials")
}

pub(crate) fn json(response: &Response<Vec<u8>>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// Asserts the status, the error code and a part of the description.
#[track_caller]
pub(crate) fn assert_refused(response: &Response<Vec<u8>>, status: u16, error: &str, description: &str) {
    let body = json(response);
    let said = body["error_description"].as_str().unwrap();
    assert_eq!((response.status().as_u16(), body["error"].as_str().unwrap()), (status, error), "{said}");
    assert!(said.contains(description), "{said}");
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
}
