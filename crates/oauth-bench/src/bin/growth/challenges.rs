//! Challenges in `WWW-Authenticate` lines. A line may have 16 KiB; the first 32 challenges, with 32 parameters each, are
//! kept.

use http::{HeaderMap, HeaderValue, Response};
use oauth_core::error::challenges;

use crate::party::{client, joined, names, print, reading};
use crate::{Scenario, Work};

/// How many bytes the shortest line has.
const BYTES: usize = 1_000;

/// A refusal with many lines.
fn lines(count: usize, line: &str) -> Work {
    let value = HeaderValue::from_str(line).unwrap();
    let response = (0..count)
        .fold(Response::builder().status(401), |response, _| response.header("www-authenticate", value.clone()));
    reading(client().client_credentials(), response.body(Vec::new()).unwrap())
}

/// A refusal with one line.
fn line(name: &str, n: usize, line: impl Fn(usize) -> String + 'static) -> Scenario {
    Scenario::new(format!("challenges: {name}"), n, move |n| lines(1, &line(n)))
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let parameter = |text: &mut String, at: usize| text.push_str(&format!("n{at}=v"));
    let full = move || format!("A {}", joined(32, ",", parameter));
    vec![
        line("parameters", BYTES / 12, move |n| format!("A {}", joined(n, ",", parameter))),
        line("parameters without commas", BYTES / 12, move |n| format!("A {}", joined(n, " ", parameter))),
        line("one parameter many times", BYTES / 8, |n| {
            format!("A {}", joined(n, ",", |text, _| text.push_str("n=v")))
        }),
        line("schemes", BYTES / 8, |n| joined(n, ", ", |text, _| text.push('A'))),
        line("schemes without commas", BYTES / 8, |n| "A ".repeat(n)),
        line("schemes with parameters", BYTES / 16, |n| joined(n, ", ", |text, _| text.push_str("A n=v"))),
        line("a token68", BYTES, |n| format!("A {}", "a".repeat(n))),
        line("token68s", BYTES / 8, |n| joined(n, ", ", |text, _| text.push_str("A a="))),
        line("padding", BYTES, |n| format!("A a{}b", "=".repeat(n))),
        line("a long value", BYTES, |n| format!("A n=\"{}\"", "v".repeat(n))),
        line("a value of escapes", BYTES / 2, |n| format!("A n=\"{}\"", "\\v".repeat(n))),
        line("a value without end", BYTES, |n| format!("A n=\"{}", "v".repeat(n))),
        line("quotes", BYTES, |n| "\"".repeat(n)),
        line("items that break the grammar", BYTES / 8, |n| joined(n, ",", |text, _| text.push_str("A @\"x\""))),
        line("commas", BYTES, |n| ",".repeat(n)),
        line("spaces", BYTES, |n| format!("A{}n=v", " ".repeat(n))),
        line("a scope", BYTES / 11, |n| format!("A error=\"insufficient_scope\", scope=\"{}\"", names(n, " "))),
        line("acr_values", BYTES / 11, |n| {
            format!("A error=\"insufficient_user_authentication\", acr_values=\"{}\"", names(n, " "))
        }),
        line("a description", BYTES, |n| format!("A error=\"e\", error_description=\"{}\"", "v".repeat(n))),
        Scenario::new("challenges: lines", 50, |n| lines(n, "A error=\"e\"")),
        Scenario::new("challenges: lines with all the parameters that are kept", 10, move |n| lines(n, &full())),
        Scenario::new("challenges: lines that are too long", 10, |n| lines(n, &"A".repeat(17_000))),
        step_up("challenges: a step-up to scopes that were requested", |asked, wanted| (asked, wanted.clone(), wanted)),
        step_up("challenges: a step-up to scopes that are allowed", |asked, wanted| {
            (String::from("openid"), wanted, asked)
        }),
    ]
}

/// A request that is made again with the scopes of a challenge.
fn step_up(name: &str, roles: fn(String, String) -> (String, String, String)) -> Scenario {
    Scenario::new(name, BYTES / 11, move |n| {
        let (asked, wanted, allowed) = roles(names(n, " "), crate::party::names_backwards(n, " "));
        let mut headers = HeaderMap::new();
        let line = format!("Bearer error=\"insufficient_scope\", scope=\"{wanted}\"");
        headers.append("www-authenticate", line.parse().unwrap());
        let step_up = challenges(&headers).iter().find_map(|challenge| challenge.step_up()).unwrap();
        let request = client().authorization_request(crate::party::CALLBACK).scope(asked);
        Box::new(move || print(&request.step_up_within(&step_up, allowed)))
    })
}
