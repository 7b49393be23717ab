//! The exchange written by hand: as a textbook has it, and as fast as it goes with the same parts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Uri};
use serde::Deserialize;

use crate::stub::{ID, SCOPES, SECRET, Stub, TOKEN_URL};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Placement {
    Basic,
    Post,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "a program would read them")]
struct Tokens {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    scope: Option<String>,
}

/// What an application developer writes on one screen.
pub(crate) fn textbook(placement: Placement) -> Box<dyn Fn() -> usize> {
    let stub = Stub::default();
    Box::new(move || {
        let scope = SCOPES.join(" ");
        let mut form = vec![("grant_type", "client_credentials"), ("scope", &scope)];
        let mut request = Request::post(TOKEN_URL).header(CONTENT_TYPE, FORM).header(ACCEPT, JSON);
        match placement {
            Placement::Basic => {
                let pair = STANDARD.encode(format!("{ID}:{SECRET}"));
                request = request.header(AUTHORIZATION, format!("Basic {pair}"));
            }
            Placement::Post => form.extend([("client_id", ID), ("client_secret", SECRET)]),
        }
        let body = serde_urlencoded::to_string(form).unwrap();
        let response = stub.send(request.body(body.into_bytes()).unwrap());
        let tokens: Tokens = serde_json::from_slice(response.body()).unwrap();
        tokens.access_token.len()
    })
}

/// Everything that never changes is made once: what is left is two headers' worth of memory, a copy of the body, and
/// reading the answer into a struct. No checks, no care for secrets.
pub(crate) fn floor(placement: Placement) -> Box<dyn Fn() -> usize> {
    let stub = Stub::default();
    let uri: Uri = TOKEN_URL.parse().unwrap();
    let mut form = format!("grant_type=client_credentials&scope={}", SCOPES.join("+").replace(':', "%3A"));
    if placement == Placement::Post {
        form.push_str(&format!("&client_id={ID}&client_secret={SECRET}"));
    }
    let authorization = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(format!("{ID}:{SECRET}")))).unwrap();
    Box::new(move || {
        let mut request = Request::new(form.clone().into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri.clone();
        let headers = request.headers_mut();
        headers.reserve(4);
        headers.insert(CONTENT_TYPE, FORM);
        headers.insert(ACCEPT, JSON);
        if placement == Placement::Basic {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        let response = stub.send(request);
        let tokens: Tokens = serde_json::from_slice(response.body()).unwrap();
        tokens.access_token.len()
    })
}
