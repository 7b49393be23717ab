//! Who asks whom in every scenario, and how the lists of a scenario are made.

use std::fmt::{Debug, Write as _};
use std::hint::black_box;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Response;
use oauth_core::authorization::AuthorizationSession;
use oauth_core::pingone::{Environment, Region};
use oauth_core::server::Dialect;
use oauth_core::{Call, Client, ClientAuthentication, DecodeError, Endpoint, Issuer, Server, TokenResponse};

use crate::Work;

pub(crate) const ISSUER: &str = "https://as.example";
pub(crate) const CALLBACK: &str = "https://client.example/cb";
/// The `state` and the `nonce` that 96 zero bytes become.
pub(crate) const STATE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const ID: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
const SECONDS: u64 = 1_795_349_000;

pub(crate) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(SECONDS)
}

/// A server with every endpoint.
pub(crate) fn server() -> Server {
    let server = Server::new(Issuer::new(ISSUER).unwrap());
    Endpoint::ALL.iter().fold(server, |server, endpoint| {
        server.with_endpoint(*endpoint, &format!("{ISSUER}/{}", endpoint.name())).unwrap()
    })
}

pub(crate) fn client() -> Client {
    client_of(server())
}

pub(crate) fn strict_client() -> Client {
    client_of(server().with_dialect(Dialect::new().strict()))
}

fn client_of(server: Server) -> Client {
    Client::new(server, ID, ClientAuthentication::client_secret_basic("s3cret/with+escapes")).unwrap()
}

/// The request for the record of a PingOne application.
pub(crate) fn application() -> impl Call<Output: Debug> + 'static {
    let environment = Environment::new(Region::Europe, ID).unwrap();
    environment.application(ID, oauth_core::token::AccessToken::bearer("worker")).unwrap()
}

/// The request for the secret of a PingOne application.
pub(crate) fn application_secret() -> impl Call<Output: Debug> + 'static {
    Environment::new(Region::Europe, ID)
        .unwrap()
        .application_secret(ID, oauth_core::token::AccessToken::bearer("worker"))
        .unwrap()
}

pub(crate) fn session(client: &Client, redirect_uri: &str) -> AuthorizationSession {
    client.authorization_request(redirect_uri).scope("openid").begin_with([0; 96]).unwrap().session
}

/// An ID token for the client, with these claims beside the necessary ones.
pub(crate) fn id_token(claims: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#);
    let end = SECONDS + 300;
    let payload = format!(r#"{{"iss":"{ISSUER}","sub":"ada","nonce":"{STATE}","iat":{SECONDS},"exp":{end},{claims}}}"#);
    format!("{header}.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))
}

/// `"aud":[..]` with the client among others.
pub(crate) fn audience(others: &str) -> String {
    format!(r#""aud":["{ID}",{others}]"#)
}

/// The tokens of a sign-in whose ID token has these claims.
pub(crate) fn signed_in(claims: &str) -> TokenResponse {
    let client = client();
    let response =
        oauth_core::authorization::AuthorizationResponse::from_url(&format!("{CALLBACK}?state={STATE}&code=c"));
    let authorized = session(&client, CALLBACK).receive(&client, response.unwrap()).unwrap();
    let tokens = response_of(&format!(r#""refresh_token":"R","id_token":"{}""#, id_token(claims)));
    authorized.authorization_code().decode((&tokens).into(), now()).unwrap()
}

/// A token response with these members beside the necessary ones.
pub(crate) fn response_of(members: &str) -> Response<Vec<u8>> {
    json(format!(r#"{{"access_token":"A","token_type":"Bearer",{members}}}"#))
}

pub(crate) fn json(body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    Response::builder().header("content-type", "application/json").body(body.into()).unwrap()
}

/// Reads a response, and prints the outcome and asks it what a caller would ask.
pub(crate) fn reading<C: Call<Output: Debug> + 'static>(call: C, response: Response<Vec<u8>>) -> Work {
    Box::new(move || {
        let outcome = call.decode((&response).into(), now());
        print(&outcome);
        if let Err(error) = outcome {
            look_at(&error);
        }
    })
}

/// Prints a value, as a log does.
pub(crate) fn print(value: &dyn Debug) {
    black_box(format!("{value:?}"));
}

/// Prints an error and asks it what a caller would ask.
pub(crate) fn look_at(error: &DecodeError) {
    black_box(error.to_string());
    for challenge in error.challenges() {
        print(&(challenge.step_up(), &challenge));
    }
    black_box((error.retry_after(now()), error.refresh_token_is(), error.is_transient()));
}

/// `item 0`, `item 1`, .., with a separator between them.
pub(crate) fn joined(count: usize, separator: &str, item: impl Fn(&mut String, usize)) -> String {
    let mut text = String::new();
    for at in 0..count {
        if at > 0 {
            text.push_str(separator);
        }
        item(&mut text, at);
    }
    text
}

/// Names that differ at their ends only, so that comparing two of them takes as long as it can.
pub(crate) fn names(count: usize, separator: &str) -> String {
    joined(count, separator, |text, at| write!(text, "name{at:05}").unwrap())
}

/// The same names, the last first.
pub(crate) fn names_backwards(count: usize, separator: &str) -> String {
    joined(count, separator, |text, at| write!(text, "name{:05}", count - 1 - at).unwrap())
}

/// `"n00000","n00001",..`
pub(crate) fn texts(count: usize) -> String {
    joined(count, ",", |text, at| write!(text, r#""n{at:05}""#).unwrap())
}

/// `"n00000":0,"n00001":0,..`
pub(crate) fn members(count: usize) -> String {
    members_after("", count)
}

/// `"PREFIXn00000":0,..`
pub(crate) fn members_after(prefix: &str, count: usize) -> String {
    joined(count, ",", |text, at| write!(text, r#""{prefix}n{at:05}":0"#).unwrap())
}

/// `n00000=v&n00001=v&..`
pub(crate) fn pairs(count: usize) -> String {
    joined(count, "&", |text, at| write!(text, "n{at:05}=v").unwrap())
}
