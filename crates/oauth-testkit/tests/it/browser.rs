//! A browser and a client for the tests.

use std::collections::BTreeMap;

use http::{Request, Response};
use oauth_testkit::{AuthorizationServer, Endpoint, RegisteredClient};
use serde_json::Value;

use crate::request::{FORM, ID, SECRET, json, post};

pub(crate) const CALLBACK: &str = "https://app.example/cb";
/// The verifier and the challenge of RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A client without restrictions.
pub(crate) fn web() -> RegisteredClient {
    RegisteredClient::client_secret_post(ID, SECRET)
        .scopes(["openid", "email", "read", "write"])
        .redirect_uris([CALLBACK])
        .resources(["https://api.example/a", "https://api.example/b"])
        .authorization_details_types(["payment"])
}

/// A server with the client `web`, at which alice is signed in.
pub(crate) fn server() -> AuthorizationServer {
    server_of(web())
}

pub(crate) fn server_of(client: RegisteredClient) -> AuthorizationServer {
    let server = AuthorizationServer::new().client(client);
    server.sign_in_as("alice");
    server
}

/// The query of an authorization request for a code, with more parameters.
pub(crate) fn code_query(more: &str) -> String {
    format!(
        "response_type=code&client_id={ID}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s+1&scope=openid+read\
         &code_challenge={CHALLENGE}&code_challenge_method=S256{more}"
    )
}

/// The query of an authorization request of any response type, without PKCE.
pub(crate) fn query(response_type: &str, more: &str) -> String {
    format!(
        "response_type={response_type}&client_id={ID}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s+1\
         &scope=openid+read{more}"
    )
}

pub(crate) fn visit(server: &AuthorizationServer, query: &str) -> Response<Vec<u8>> {
    let url = format!("{}?{query}", server.endpoint(Endpoint::Authorization));
    server.handle(Request::get(url).body("").unwrap())
}

pub(crate) fn location(response: &Response<Vec<u8>>) -> &str {
    assert_eq!(response.status(), 302, "{}", String::from_utf8_lossy(response.body()));
    response.headers()["location"].to_str().unwrap()
}

/// The parameters of a redirect, after `separator`.
pub(crate) fn parameters(response: &Response<Vec<u8>>, separator: char) -> BTreeMap<String, String> {
    let (uri, encoded) = location(response).split_once(separator).expect("parameters in the redirect");
    assert_eq!(uri, CALLBACK);
    encoded
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// Decodes a form, as far as the server needs it.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Signs in and returns the code.
pub(crate) fn code(server: &AuthorizationServer, more: &str) -> String {
    parameters(&visit(server, &code_query(more)), '?')["code"].clone()
}

/// The body of a token request for a code, without credentials.
pub(crate) fn redemption(code: &str) -> String {
    format!(
        "grant_type=authorization_code&code={code}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_verifier={VERIFIER}"
    )
}

pub(crate) fn redeem(server: &AuthorizationServer, code: &str) -> Response<Vec<u8>> {
    server.handle(post(server, &redemption(code)))
}

/// Signs in and returns the tokens.
pub(crate) fn tokens(server: &AuthorizationServer) -> Value {
    let response = redeem(server, &code(server, "&nonce=n1"));
    assert_eq!(response.status(), 200, "{}", String::from_utf8_lossy(response.body()));
    json(&response)
}

pub(crate) fn refresh(server: &AuthorizationServer, token: &str, more: &str) -> Response<Vec<u8>> {
    server.handle(post(server, &format!("grant_type=refresh_token&refresh_token={token}{more}")))
}

/// Posts a form to an endpoint, with the credentials of `web`.
pub(crate) fn post_to(server: &AuthorizationServer, endpoint: Endpoint, more: &str) -> Response<Vec<u8>> {
    post_bare(server, endpoint, &format!("client_id={ID}&client_secret={SECRET}&{more}"))
}

/// Posts a form to an endpoint.
pub(crate) fn post_bare(server: &AuthorizationServer, endpoint: Endpoint, body: &str) -> Response<Vec<u8>> {
    let request = Request::post(server.endpoint(endpoint)).header("content-type", FORM).body(body.to_owned()).unwrap();
    server.handle(request)
}

/// Whether a token is active by introspection.
pub(crate) fn is_active(server: &AuthorizationServer, token: &str) -> bool {
    json(&post_to(server, Endpoint::Introspection, &format!("token={token}")))["active"] == true
}

pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}
