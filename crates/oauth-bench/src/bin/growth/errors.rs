//! What a server fills when it refuses: descriptions, members, pages, headers, and the secrets that it repeats.

use http::Response;
use oauth_core::Secret;

use crate::json::{BYTES, ITEMS, MEMBERS};
use crate::party::{client, joined, members, members_after, pairs, reading, texts};
use crate::{Scenario, Work};

/// A secret that is also searched for in two encodings.
const SENT: &str = "S3nt/C4N4RY+x0=9";

/// The refusal of a refresh with this refresh token.
fn refused_of(token: &str, body: &str) -> Work {
    let response = Response::builder().status(400).header("content-type", "application/json");
    reading(client().refresh_token(&Secret::new(token)), response.body(body.as_bytes().to_vec()).unwrap())
}

fn refused(body: &str) -> Work {
    refused_of(SENT, body)
}

fn described(description: &str) -> String {
    format!(r#"{{"error":"invalid_grant","error_description":"{description}"}}"#)
}

/// A refusal with this status and these headers.
fn with_headers(status: u16, headers: impl Iterator<Item = (String, String)>) -> Work {
    let response =
        headers.fold(Response::builder().status(status), |response, (name, value)| response.header(name, value));
    reading(client().client_credentials(), response.body(Vec::new()).unwrap())
}

fn page(body: String) -> Work {
    reading(client().client_credentials(), Response::builder().status(502).body(body.into_bytes()).unwrap())
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let form = "S3nt%2FC4N4RY%2Bx0%3D9";
    vec![
        Scenario::new("error: a long description", BYTES, |n| refused(&described(&"x".repeat(n)))),
        Scenario::new("error: a description of escapes", BYTES, |n| refused(&described(&r"\n".repeat(n)))),
        Scenario::new("error: a description of the secret", BYTES / 16, |n| refused(&described(&SENT.repeat(n)))),
        Scenario::new("error: a description of the encoded secret", BYTES / 16, move |n| {
            refused(&described(&form.repeat(n)))
        }),
        Scenario::new("error: a description of parts of the secret", BYTES / 16, |n| {
            refused(&described(&SENT[..SENT.len() - 1].repeat(n)))
        }),
        Scenario::new("error: a description that is nearly a long secret", BYTES, |n| {
            refused_of(&format!("{}b", "a".repeat(n / 2)), &described(&"a".repeat(n)))
        }),
        Scenario::new("error: a description of a long secret", BYTES, |n| {
            let token = "a/".repeat(n / 2);
            refused_of(&token, &described(&token))
        }),
        Scenario::new("error: members, after a long secret", MEMBERS, |n| {
            refused_of(&"a/".repeat(50 * n), &format!(r#"{{"error":"invalid_grant",{}}}"#, members(n)))
        }),
        Scenario::new("error: members with the secret in their names", MEMBERS, |n| {
            refused(&format!(r#"{{"error":"invalid_grant",{}}}"#, members_after(SENT, n)))
        }),
        Scenario::new("error: one member many times", MEMBERS, |n| {
            refused(&format!(r#"{{"error":"invalid_grant"{}}}"#, r#","error_description":"a""#.repeat(n)))
        }),
        Scenario::new("error: a repeated error", MEMBERS, |n| {
            refused(&format!(r#"{{"x":0{}}}"#, r#","error":"a""#.repeat(n)))
        }),
        Scenario::new("error: a long code", BYTES, |n| refused(&format!(r#"{{"error":"{}"}}"#, "x".repeat(n)))),
        Scenario::new("error: a long error_uri", BYTES, |n| {
            refused(&format!(r#"{{"error":"invalid_grant","error_uri":"{}"}}"#, "x".repeat(n)))
        }),
        Scenario::new("error: an object with members", MEMBERS, |n| {
            refused(&format!(r#"{{"error":{{{},"code":"c","message":"m"}}}}"#, members(n)))
        }),
        Scenario::new("error: an array", ITEMS, |n| refused(&format!(r#"{{"error":[{}]}}"#, texts(n)))),
        Scenario::new("error: a form of pairs", MEMBERS, |n| {
            let response = Response::builder().status(400).body(format!("error=e&{}", pairs(n)).into_bytes());
            reading(client().client_credentials(), response.unwrap())
        }),
        // 64 KiB of an error's body are kept and looked at.
        Scenario::new("error: a page", BYTES, |n| page(format!("<p>{}</p>", "x".repeat(n)))),
        Scenario::new("error: a page of tags", BYTES / 8, |n| page("<title".repeat(n))),
        Scenario::new("error: a page with a long title", BYTES, |n| page(format!("<title>{}</title>", "x".repeat(n)))),
        Scenario::new("error: another issuer", BYTES, |n| {
            let issuer = oauth_core::Issuer::new(crate::party::ISSUER).unwrap();
            let body = format!(r#"{{"issuer":"{}"}}"#, "x".repeat(n));
            reading(issuer.openid_metadata(), Response::new(body.into_bytes()))
        }),
        Scenario::new("headers: many names", 100, |n| {
            with_headers(500, (0..n).map(|at| (format!("x-n{at:05}"), "v".to_owned())))
        }),
        Scenario::new("headers: one name many times", 100, |n| {
            with_headers(500, (0..n).map(|at| ("x-one".to_owned(), at.to_string())))
        }),
        Scenario::new("headers: Content-Encoding many times", 100, |n| {
            with_headers(200, (0..n).map(|_| ("content-encoding".to_owned(), "identity".to_owned())))
        }),
        Scenario::new("headers: a long Content-Type", BYTES, |n| {
            let value = joined(n, ";", |text, _| text.push('a'));
            with_headers(500, std::iter::once(("content-type".to_owned(), value)))
        }),
        Scenario::new("headers: a long Retry-After", BYTES, |n| {
            with_headers(503, std::iter::once(("retry-after".to_owned(), "9".repeat(n))))
        }),
    ]
}
