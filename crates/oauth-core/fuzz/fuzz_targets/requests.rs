//! What is written into a request is what another parser reads in it, in every format and every place.

#![no_main]

use std::time::UNIX_EPOCH;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use libfuzzer_sys::fuzz_target;
use oauth_core::server::{BasicEncoding, Dialect};
use oauth_core::{Call as _, Client, ClientAuthentication, Secret};
use oauth_core_fuzz::party::{self, CALLBACK, HOST, RANDOM};
use oauth_core_fuzz::{check, input, web};
use serde_json::Value;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    // A message names what the caller wrote, however long that is.
    if data.len() > 8 * 1024 {
        return;
    }
    let (mut options, rest) = input::read(data);
    let (place, format, is_raw) = (options.choose(2), options.choose(3), options.flip());
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let lines: Vec<&str> = text.splitn(6, '\n').collect();
    let line = |at: usize| lines.get(at).copied().unwrap_or_default();
    let (id, secret) = (line(0), line(1));
    let mut dialect = Dialect::new();
    if is_raw {
        dialect = dialect.basic_encoding(BasicEncoding::Raw);
    }
    dialect = match format {
        0 => dialect,
        1 => dialect.json_body(),
        _ => dialect.dangerous_get(),
    };
    let authentication = match place {
        0 => ClientAuthentication::client_secret_basic(secret),
        _ => ClientAuthentication::client_secret_post(secret),
    };
    let client = match Client::new(party::server().with_dialect(dialect), id, authentication) {
        Ok(client) => client,
        Err(error) => return check::message("client", &error),
    };
    check::debug("client", &client);
    token_request(&client, place, is_raw, [id, secret, line(2), line(3), line(4), line(5)]);
    front_channel(&client, [id, line(2), line(3), line(4)]);
}

fn token_request(client: &Client, place: u8, is_raw: bool, lines: [&str; 6]) {
    let [id, secret, token, name, value, header] = lines;
    let call = client.refresh_token(&Secret::new(token)).extra_parameter(name, value).extra_header("x-extra", header);
    check::debug("call", &call);
    let request = match call.encode(UNIX_EPOCH) {
        Ok(request) => request,
        Err(error) => return check::message("call", &error),
    };
    web::goes_to(request.uri(), HOST);
    assert_eq!(request.headers()["x-extra"].as_bytes(), header.as_bytes());
    assert!(request.headers()["x-extra"].is_sensitive());
    let mut expected = vec![("grant_type", "refresh_token"), ("refresh_token", token), (name, value)];
    if place == 0 {
        let found = request.headers()["authorization"].to_str().unwrap();
        let pair = STANDARD.decode(found.strip_prefix("Basic ").unwrap()).unwrap();
        let pair = String::from_utf8(pair).unwrap();
        let (found_id, found_secret) = pair.split_once(':').unwrap();
        if is_raw {
            assert_eq!((found_id, found_secret), (id, secret));
        } else {
            let decode = |text: &str| form(format!("x={text}").as_bytes()).remove(0).1;
            assert_eq!((decode(found_id), decode(found_secret)), (id.to_owned(), secret.to_owned()));
        }
    } else {
        expected.extend([("client_id", id), ("client_secret", secret)]);
    }
    let mut expected: Vec<(String, String)> =
        expected.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut found = parameters(&request);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

fn form(bytes: &[u8]) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(bytes).unwrap()
}

/// The parameters, wherever they are.
fn parameters(request: &Request<Vec<u8>>) -> Vec<(String, String)> {
    let content_type = request.headers().get("content-type").map(|value| value.to_str().unwrap());
    match content_type {
        Some("application/json") => {
            let Value::Object(members) = serde_json::from_slice(request.body()).unwrap() else { panic!("no object") };
            members.into_iter().map(|(name, value)| (name, value.as_str().unwrap().to_owned())).collect()
        }
        Some(_) => {
            assert!(request.body().is_ascii());
            form(request.body())
        }
        None => {
            assert!(request.body().is_empty());
            form(request.uri().query().unwrap().as_bytes())
        }
    }
}

/// What the browser carries, and the session that is kept of it.
fn front_channel(client: &Client, lines: [&str; 4]) {
    let [id, hint, name, value] = lines;
    let request = client.authorization_request(CALLBACK).login_hint(hint).extra_parameter(name, value).state_text(hint);
    check::debug("request", &request);
    match request.begin_with(RANDOM) {
        Ok(begun) => {
            web::same(&begun.url);
            begun.url.parse::<http::Uri>().unwrap();
            let found = form(begun.url.split_once('?').unwrap().1.as_bytes());
            for pair in [("client_id", id), ("login_hint", hint), (name, value), ("state", begun.session.state())] {
                assert!(found.contains(&(pair.0.to_owned(), pair.1.to_owned())), "{found:?}");
            }
            assert_eq!(begun.session.state_text(), Some(hint));
            check::debug("begun", &begun);
        }
        Err(error) => check::message("request", &error),
    }
    match client.end_session().id_token_hint(hint).state(value).extra_parameter("x", value).url() {
        Ok(url) => {
            web::same(&url);
            let found = form(url.split_once('?').unwrap().1.as_bytes());
            for pair in [("client_id", id), ("id_token_hint", hint), ("state", value), ("x", value)] {
                assert!(found.contains(&(pair.0.to_owned(), pair.1.to_owned())), "{found:?}");
            }
        }
        Err(error) => check::message("logout", &error),
    }
}
