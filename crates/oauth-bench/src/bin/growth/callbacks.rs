//! What a browser brings back, which anyone may have written.

use std::hint::black_box;

use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession, ResponseType};
use oauth_core::error::AuthorizationError;
use oauth_core::{Client, Secret};

use crate::json::{BYTES, MEMBERS};
use crate::party::{CALLBACK, STATE, client, joined, names, pairs, print, session, strict_client};
use crate::{Scenario, Work};

type Parsed = Result<AuthorizationResponse, AuthorizationError>;

/// Receives a response that is parsed in this way.
fn received(client: Client, session: AuthorizationSession, parse: impl FnOnce() -> Parsed + 'static) -> Work {
    Box::new(move || {
        let response = match parse() {
            Ok(response) => response,
            Err(error) => return print(&(error.to_string(), error)),
        };
        print(&response);
        match session.receive(&client, response) {
            Ok(authorized) => print(&authorized),
            Err(error) => {
                black_box(error.to_string());
                print(&error);
            }
        }
    })
}

/// Receives a response with these parameters beside the necessary ones.
fn query(name: &str, n: usize, parameters: impl Fn(usize) -> String + 'static) -> Scenario {
    Scenario::new(format!("callback: {name}"), n, move |n| {
        let url = format!("{CALLBACK}?state={STATE}&{}", parameters(n));
        let client = client();
        let session = session(&client, CALLBACK);
        received(client, session, move || AuthorizationResponse::from_url(&url))
    })
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let one = |n: usize| joined(n, "&", |text, _| text.push_str("n=v"));
    let form = |name: &'static str, n: usize, strict: bool, pairs: fn(usize) -> String| {
        Scenario::new(name, n, move |n| {
            let body = format!("state={STATE}&code=c&{}", pairs(n));
            let client = if strict { strict_client() } else { client() };
            let session = session(&client, CALLBACK);
            received(client, session, move || AuthorizationResponse::from_form_post(body, CALLBACK))
        })
    };
    vec![
        query("parameters", MEMBERS, |n| format!("code=c&{}", pairs(n))),
        query("one parameter many times", MEMBERS, move |n| format!("code=c&{}", one(n))),
        query("the code many times", MEMBERS, |n| joined(n, "&", |text, _| text.push_str("code=c"))),
        query("parameters of an error", MEMBERS, |n| format!("error=access_denied&{}", pairs(n))),
        query("a long description", BYTES, |n| format!("error=e&error_description={}", "x".repeat(n))),
        query("a long code", BYTES, |n| format!("code={}", "x".repeat(n))),
        query("separators", BYTES, |n| format!("code=c{}", "&".repeat(n))),
        query("escapes", BYTES / 3, |n| format!("code={}", "%61".repeat(n))),
        form("callback: pairs of a form", MEMBERS, false, pairs),
        form("callback: pairs of a form, strict", MEMBERS, true, pairs),
        form("callback: a pair many times, strict", MEMBERS, true, |n| {
            format!("{}&{}", pairs(n), joined(n, "&", |text, _| text.push_str("z=v")))
        }),
        Scenario::new("callback: pairs", MEMBERS, |n| {
            let mut all = vec![("state".to_owned(), Secret::new(STATE)), ("code".to_owned(), Secret::new("c"))];
            all.extend((0..n).map(|at| (format!("n{at:05}"), Secret::new("v"))));
            let client = client();
            let session = session(&client, CALLBACK);
            received(client, session, move || AuthorizationResponse::from_pairs(all, &format!("{CALLBACK}?x=1")))
        }),
        Scenario::new("callback: the query of the redirect URI", MEMBERS / 2, |n| {
            let redirect_uri = format!("{CALLBACK}?{}", joined(n, "&", |text, at| text.push_str(&format!("n{at}"))));
            let client = client();
            let session = session(&client, &redirect_uri);
            received(client, session, move || {
                AuthorizationResponse::from_url(&format!("{redirect_uri}&state={STATE}&code=c"))
            })
        }),
        Scenario::new("callback: segments of the path", BYTES, |n| {
            let client = client();
            let session = session(&client, CALLBACK);
            let url = format!("https://client.example{}?state={STATE}&code=c", "/a".repeat(n));
            received(client, session, move || AuthorizationResponse::from_url(&url))
        }),
        Scenario::new("callback: scopes in a fragment", BYTES / 20, |n| {
            let client = client();
            let request = client.authorization_request(CALLBACK).response_type(ResponseType::TOKEN);
            let session = request.begin_with([0; 96]).unwrap().session;
            let fragment =
                format!("state={STATE}&access_token=A&token_type=Bearer&expires_in=60&scope={}", names(n, "+"));
            received(client, session, move || AuthorizationResponse::from_fragment(&fragment, CALLBACK))
        }),
        Scenario::new("session: scopes, kept and read again", BYTES / 8, |n| {
            let session =
                client().authorization_request(CALLBACK).scope(names(n, " ")).begin_with([0; 96]).unwrap().session;
            Box::new(move || {
                let kept = serde_json::to_string(&session).unwrap();
                print(&serde_json::from_str::<AuthorizationSession>(&kept).unwrap());
            })
        }),
    ]
}
