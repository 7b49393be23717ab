//! The forms of a body, whatever it means: members, arrays, texts, numbers, form pairs.

use std::fmt::Write as _;

use oauth_core::Secret;

use crate::Scenario;
use crate::party::{
    client, id_token, joined, json, members, members_after, now, pairs, print, reading, response_of, strict_client,
    texts,
};

/// How many members the shortest list has: all objects of a body may have 1000.
pub(crate) const MEMBERS: usize = 60;
/// How many items the shortest list has: all arrays of a value may have 10,000.
pub(crate) const ITEMS: usize = 500;
/// How many bytes the shortest text has.
pub(crate) const BYTES: usize = 4_000;

/// A token response with these members, read leniently.
fn tokens(name: &str, n: usize, members: impl Fn(usize) -> String + 'static) -> Scenario {
    Scenario::new(name, n, move |n| reading(client().client_credentials(), response_of(&members(n))))
}

/// A token response with these members, read strictly.
fn strictly(name: &str, n: usize, members: impl Fn(usize) -> String + 'static) -> Scenario {
    Scenario::new(name, n, move |n| reading(strict_client().client_credentials(), response_of(&members(n))))
}

/// A token response that is a form.
fn form(name: &str, n: usize, pairs: impl Fn(usize) -> String + 'static) -> Scenario {
    Scenario::new(name, n, move |n| {
        let body = format!("access_token=A&token_type=Bearer&{}", pairs(n));
        reading(client().client_credentials(), http::Response::new(body.into_bytes()))
    })
}

fn times(count: usize, text: &str) -> String {
    joined(count, ",", |all, _| all.push_str(text))
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    vec![
        tokens("members: unknown", MEMBERS, members),
        strictly("members: unknown, strict", MEMBERS, members),
        tokens("members: unknown, with long names", MEMBERS, |n| members_after(&"m".repeat(500), n)),
        tokens("members: one that is not read, repeated", MEMBERS, |n| times(n, r#""x":1"#)),
        strictly("members: one that is not read, repeated, strict", MEMBERS, |n| times(n, r#""x":1"#)),
        tokens("members: one that is read, repeated", MEMBERS, |n| times(n, r#""scope":"a b""#)),
        tokens("members: one that is read, repeated in other words", MEMBERS, |n| {
            format!(r#""scope":"a",{}"#, times(n, r#""scope":"\u0061""#))
        }),
        tokens("members: an array with much white space, then the same without", MEMBERS, |n| {
            format!(r#""scope":[{}"a"],{}"#, " ".repeat(1_000 * n), times(n, r#""scope":["a"]"#))
        }),
        tokens("members: one that is read, repeated with other values", MEMBERS, |n| {
            joined(n, ",", |all, at| write!(all, r#""scope":"{at}""#).unwrap())
        }),
        tokens("members: every second repeated", MEMBERS / 2, |n| format!("{},{}", members(n), members(n))),
        tokens("members: of an object", MEMBERS, |n| format!(r#""x":{{{}}}"#, members(n))),
        strictly("members: of an object, strict", MEMBERS, |n| format!(r#""x":{{{}}}"#, members(n))),
        tokens("members: of an object where text is expected", MEMBERS, |n| format!(r#""scope":{{{}}}"#, members(n))),
        strictly("members: of many objects, strict", MEMBERS / 10, |n| {
            format!(r#""x":[{}]"#, times(n, &format!("{{{}}}", members(10))))
        }),
        tokens("items: of an array", ITEMS, |n| format!(r#""x":[{}]"#, texts(n))),
        strictly("items: of an array, strict", ITEMS, |n| format!(r#""x":[{}]"#, texts(n))),
        tokens("items: of an array where text is expected", ITEMS, |n| format!(r#""id_token":[{}]"#, texts(n))),
        tokens("items: arrays in one another", ITEMS, move |n| format!(r#""x":{}"#, nested(n))),
        tokens("items: many arrays in one another, read", ITEMS / 30, move |n| {
            format!(r#""scope":[{}]"#, times(n, &nested(29)))
        }),
        strictly("items: many arrays in one another, strict", ITEMS / 30, move |n| {
            format!(r#""x":[{}]"#, times(n, &nested(29)))
        }),
        tokens("items: authorization_details", MEMBERS / 3, |n| {
            let detail = r#"{"type":"payment","locations":["a"],"actions":["b"]}"#;
            format!(r#""authorization_details":[{}]"#, times(n, detail))
        }),
        tokens("text: escapes", BYTES, |n| format!(r#""issued_token_type":"{}""#, r"\u0061".repeat(n))),
        tokens("text: characters that deceive", BYTES, |n| {
            format!(r#""issued_token_type":"{}""#, "\u{202e}".repeat(n))
        }),
        tokens("text: of a secret", BYTES, |n| format!(r#""refresh_token":"{}""#, "r".repeat(n))),
        tokens("text: of a name", BYTES, |n| format!(r#""{}":0"#, "x".repeat(n))),
        tokens("text: digits of a number", BYTES, |n| format!(r#""expires_in":{}"#, "9".repeat(n))),
        tokens("text: digits of a fraction", BYTES, |n| format!(r#""expires_in":1.{}"#, "9".repeat(n))),
        tokens("text: digits in quotes", BYTES, |n| format!(r#""expires_in":"{}""#, "9".repeat(n))),
        tokens("text: white space", BYTES, |n| format!(r#"{}"x":0"#, " \n".repeat(n))),
        Scenario::new("text: bytes that are not UTF-8", BYTES / 20, |n| {
            let mut body = br#"{"access_token":"A","token_type":"Bearer","scope":""#.to_vec();
            body.extend(vec![0xff; n]);
            body.extend(b"\"}");
            reading(client().client_credentials(), json(body))
        }),
        form("form: pairs", MEMBERS, pairs),
        form("form: one that is read, repeated", MEMBERS, |n| joined(n, "&", |all, _| all.push_str("scope=a"))),
        form("form: escapes", BYTES, |n| format!("scope={}", "%61".repeat(n))),
        form("form: separators", BYTES, |n| "&".repeat(n)),
        Scenario::new("extra: a look at the last of many members", MEMBERS, |n| {
            let tokens = read(&members(n));
            Box::new(move || {
                print(&tokens.extra.get::<u64>(&format!("n{:05}", n - 1)));
                // Its end is measured elsewhere.
                std::mem::forget(tokens);
            })
        }),
        Scenario::new("extra: a comparison of many members", MEMBERS, |n| {
            let (one, other) = (read(&members(n)), read(&members(n)));
            Box::new(move || {
                assert_eq!(one.extra, other.extra);
                std::mem::forget((one, other));
            })
        }),
        Scenario::new("extra: a copy of many members, and its end", MEMBERS, |n| {
            let tokens = read(&members(n));
            Box::new(move || drop(tokens.clone()))
        }),
        Scenario::new("jwt: dots of an ID token", BYTES, |n| reading_id_token(&".".repeat(n))),
        Scenario::new("jwt: an ID token of one part", BYTES, |n| reading_id_token(&"A".repeat(n))),
        Scenario::new("jwt: members of the header", MEMBERS, |n| {
            use base64::Engine as _;
            let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("{{{}}}", members(n)));
            let token = id_token(r#""aud":"x""#);
            reading_id_token(&format!("{header}.{}", token.split_once('.').unwrap().1))
        }),
    ]
}

fn read(members: &str) -> oauth_core::TokenResponse {
    use oauth_core::Call as _;
    client().client_credentials().decode((&response_of(members)).into(), now()).unwrap()
}

/// Reads the ID token of a refresh after a sign-in.
fn reading_id_token(text: &str) -> crate::Work {
    let tokens = crate::party::signed_in(&crate::party::audience(r#""x""#));
    let refresh = client().refresh(&tokens).unwrap();
    let secret = Secret::new(text);
    reading(refresh, response_of(&format!(r#""id_token":"{}""#, secret.expose())))
}
