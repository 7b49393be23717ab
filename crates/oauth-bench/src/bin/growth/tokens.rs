//! What the token endpoint fills: scopes, ID tokens, what a later request repeats.

use oauth_core::{Call as _, Scope, Secret};

use crate::json::{ITEMS, MEMBERS};
use crate::party::{
    audience, client, id_token, members, names, names_backwards, now, print, reading, response_of, signed_in, texts,
};
use crate::{Scenario, Work};

/// How many scopes the shortest list has: a response may have 10,000.
pub(crate) const SCOPES: usize = 600;
/// How many items the shortest list in an ID token has: it may have 64 KiB.
const CLAIM_ITEMS: usize = 250;

/// The response to a refresh of tokens with this scope.
fn refresh(limit: &str, members: &str) -> Work {
    let call = client().refresh_token(&Secret::new("R")).original_scope(limit);
    reading(call, response_of(members))
}

/// The ID token of a refresh, after a sign-in whose ID token had these claims.
fn id_tokens(first: &str, second: &str) -> Work {
    let call = client().refresh(&signed_in(first)).unwrap();
    reading(call, response_of(&format!(r#""id_token":"{}""#, id_token(second))))
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::new("scope: a text", SCOPES, |n| {
            reading(client().client_credentials(), response_of(&format!(r#""scope":"{}""#, names(n, " "))))
        }),
        Scenario::new("scope: an array", ITEMS, |n| {
            reading(client().client_credentials(), response_of(&format!(r#""scope":[{}]"#, texts(n))))
        }),
        Scenario::new("scope: a text of spaces", SCOPES, |n| {
            reading(client().client_credentials(), response_of(&format!(r#""scope":"a{}""#, " ".repeat(n))))
        }),
        Scenario::new("scope: of a refresh, all that was granted", SCOPES, |n| {
            refresh(&names(n, " "), &format!(r#""scope":"{}""#, names_backwards(n, " ")))
        }),
        Scenario::new("scope: of a refresh, half of it more than was granted", SCOPES / 4, |n| {
            refresh(&names(n, " "), &format!(r#""scope":"{} {}""#, names(n, " "), names(n, "x ")))
        }),
        Scenario::new("scope: of a refresh, nothing that was granted", SCOPES, |n| {
            refresh(&names(n, " "), &format!(r#""scope":"{}""#, names(n, "x ")))
        }),
        Scenario::new("scope: of a refresh, one scope many times", SCOPES, |n| {
            refresh(&names(n, " "), &format!(r#""scope":"{}""#, "name00000 ".repeat(n)))
        }),
        Scenario::new("scope: a look for one of many", SCOPES, |n| {
            let scope = Scope::from(names(n, " "));
            Box::new(move || print(&(scope.contains("n"), scope.iter().count())))
        }),
        Scenario::new("scope: requested again as it was granted", SCOPES, |n| {
            let call = client().refresh_token(&Secret::new("R")).scope(names(n, " "));
            Box::new(move || print(&call.encode(now()).map(|request| request.body().len())))
        }),
        Scenario::new("id token: aud", CLAIM_ITEMS, |n| id_tokens(&audience(r#""x""#), &audience(&texts(n)))),
        Scenario::new("id token: aud, as many as at first", CLAIM_ITEMS, |n| {
            let mut backwards: Vec<String> = (0..n).map(|at| format!(r#""n{at:05}""#)).collect();
            backwards.reverse();
            let backwards = backwards.join(",");
            id_tokens(&audience(&texts(n)), &audience(&backwards))
        }),
        Scenario::new("id token: amr", CLAIM_ITEMS, |n| {
            let claims = audience(r#""x""#);
            id_tokens(&claims, &format!(r#"{claims},"amr":[{}]"#, texts(n)))
        }),
        Scenario::new("id token: claims", MEMBERS, |n| {
            let claims = audience(r#""x""#);
            id_tokens(&claims, &format!("{claims},{}", members(n)))
        }),
        Scenario::new("id token: a claim that is repeated", MEMBERS, |n| {
            let claims = audience(r#""x""#);
            id_tokens(&claims, &format!("{claims}{}", r#","x":0"#.repeat(n)))
        }),
        Scenario::new("id token: items of a claim", CLAIM_ITEMS, |n| {
            let claims = audience(r#""x""#);
            id_tokens(&claims, &format!(r#"{claims},"groups":[{}]"#, texts(n)))
        }),
        Scenario::new("id token: a look at the last of many claims", MEMBERS, |n| {
            let tokens = signed_in(&format!("{},{}", audience(r#""x""#), members(n)));
            Box::new(move || {
                let claims = tokens.id_token_claims().unwrap();
                print(&(claims.claim::<u64>(&format!("n{:05}", n - 1)), claims.claim_names().count()));
            })
        }),
    ]
}
