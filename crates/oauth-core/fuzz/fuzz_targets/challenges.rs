//! The challenges of `WWW-Authenticate`, a line of the input each, and what a client does about them.

#![no_main]

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue, Response};
use libfuzzer_sys::fuzz_target;
use oauth_core::endpoint::ProtectedResource;
use oauth_core::error::{Challenge, challenges};
use oauth_core::{Call as _, Client, Scope, Secret};
use oauth_core_fuzz::check::{self, SENT};
use oauth_core_fuzz::party::{self, CALLBACK, HOST, LIMIT};
use oauth_core_fuzz::{input, web};

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let status = *options.pick(&[401, 400, 403, 407, 429, 500, 200]);
    let now = party::time(&mut options);
    let client = party::client(party::server().with_dialect(party::dialect(&mut options)), &mut options);
    let mut headers = HeaderMap::new();
    for line in rest.split(|byte| *byte == b'\n').take(40) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(WWW_AUTHENTICATE, value);
        }
    }
    let found = challenges(&headers);
    assert!(found.len() <= 32);
    for challenge in &found {
        check::challenge(challenge);
        again(challenge);
        step_up(&client, challenge);
        resource(challenge);
    }
    let mut response = Response::builder().status(status).body(Vec::new()).unwrap();
    *response.headers_mut() = headers;
    if let Err(error) = client.refresh_token(&Secret::new(SENT)).decode((&response).into(), now) {
        check::decode_error(&error, now);
    }
}

/// A challenge that is written down in the usual way means the same.
fn again(challenge: &Challenge) {
    let mut line = format!("{} {}", challenge.scheme(), challenge.token68().unwrap_or_default());
    for (at, (name, value)) in challenge.parameters().enumerate() {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        line += &format!("{}{name}=\"{value}\"", if at == 0 { "" } else { ", " });
    }
    if line.len() > 16 * 1024 {
        return;
    }
    let mut headers = HeaderMap::new();
    headers.append(WWW_AUTHENTICATE, HeaderValue::from_bytes(line.trim_end().as_bytes()).unwrap());
    assert_eq!(challenges(&headers), std::slice::from_ref(challenge), "{line}");
}

fn step_up(client: &Client, challenge: &Challenge) {
    let Some(step_up) = challenge.step_up() else { return };
    let request = client.authorization_request(CALLBACK).scope("openid");
    for (request, all) in [(request.clone().step_up(&step_up), true), (request.step_up_within(&step_up, LIMIT), false)]
    {
        check::debug("request", &request);
        let begun = match request.begin_with(party::RANDOM) {
            Ok(begun) => begun,
            Err(error) => {
                check::message("request", &error);
                continue;
            }
        };
        web::same(&begun.url);
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(begun.url.split_once('?').unwrap().1).unwrap();
        let scope =
            pairs.iter().find_map(|(name, value)| (name == "scope").then(|| Scope::from(value.as_str()))).unwrap();
        assert!(scope.contains("openid"));
        match &step_up.scope {
            Some(wanted) if all => assert!(wanted.iter().all(|each| scope.contains(each))),
            _ => check::within(Some(&scope), LIMIT),
        }
    }
}

/// A resource names metadata of its own origin alone.
fn resource(challenge: &Challenge) {
    let resource = ProtectedResource::new("https://as.example/api").unwrap();
    match resource.metadata_from(challenge) {
        Ok(call) => web::goes_to(call.encode(std::time::UNIX_EPOCH).unwrap().uri(), HOST),
        Err(error) => check::message("resource", &error),
    }
}
