//! Scopes: how a text becomes one, how it is sent, and how what was granted is compared with what was granted at first.

#![no_main]

use std::collections::HashSet;
use std::time::UNIX_EPOCH;

use http::Response;
use libfuzzer_sys::fuzz_target;
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, ClientAuthentication, EncodeError, Scope, Secret};
use oauth_core_fuzz::party::{self, ID};
use oauth_core_fuzz::{check, input};

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let separator = *options.pick(&[' ', ',', '+', '\u{e9}']);
    let as_list = options.flip();
    let (limit, granted) = input::line(rest);
    let (Ok(limit), Ok(granted)) = (std::str::from_utf8(limit), std::str::from_utf8(granted)) else { return };
    text(limit);
    text(granted);
    let dialect = Dialect::new().scope_separator(separator);
    let client = Client::new(party::server().with_dialect(dialect), ID, ClientAuthentication::none()).unwrap();
    sent(&client, limit, separator);
    read(&client, limit, granted, separator, as_list);
}

fn text(text: &str) {
    let scope = Scope::from(text);
    check::debug("scope", &scope);
    let tokens: Vec<&str> = text.split(' ').filter(|token| !token.is_empty()).collect();
    assert_eq!(scope.iter().collect::<Vec<_>>(), tokens);
    assert_eq!(scope.as_str(), tokens.join(" "));
    assert_eq!(scope.is_empty(), tokens.is_empty());
    assert_eq!(Scope::from(scope.to_string()), scope);
    assert_eq!(Scope::from_iter(&tokens), scope);
    assert!(tokens.iter().take(64).all(|token| scope.contains(token)));
}

fn sent(client: &Client, text: &str, separator: char) {
    match client.client_credentials().scope(text).encode(UNIX_EPOCH) {
        Ok(request) => {
            let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(request.body()).unwrap();
            let found = pairs.iter().find_map(|(name, value)| (name == "scope").then_some(value.as_str()));
            let expected = Scope::from(text).as_str().replace(' ', &separator.to_string());
            assert_eq!(found.unwrap_or_default(), expected);
        }
        Err(error) => assert_eq!(error, EncodeError::InvalidScope),
    }
}

/// A refresh gives nothing that was not granted at first, and everything that was.
fn read(client: &Client, limit: &str, granted: &str, separator: char, as_list: bool) {
    let limit = Scope::from(limit);
    if limit.is_empty() {
        return;
    }
    let value = match as_list {
        true => granted.split('\n').collect(),
        false => serde_json::Value::from(granted),
    };
    let body = serde_json::json!({"access_token": "A", "token_type": "Bearer", "scope": value}).to_string();
    let call = client.refresh_token(&Secret::new("R")).original_scope(limit.clone());
    let Ok(tokens) = call.decode((&Response::new(body)).into(), UNIX_EPOCH) else { panic!("a scope costs no token") };
    check::debug("tokens", &tokens);
    assert_eq!(tokens.granted_scope.as_ref(), Some(&limit));
    let Some(found) = &tokens.scope else { return };
    let known: HashSet<&str> = limit.iter().collect();
    assert!(found.iter().all(|token| known.contains(token)), "{found:?} is wider than {limit:?}");
    let said: HashSet<&str> = if as_list {
        granted.split(['\n', ' ']).filter(|token| !token.is_empty()).collect()
    } else {
        granted.split([separator, ' ']).filter(|token| !token.is_empty()).collect()
    };
    let common: HashSet<&str> = said.intersection(&known).copied().collect();
    let found: HashSet<&str> = found.iter().collect();
    // What shares nothing with the first grant, or says nothing, is not believed.
    assert_eq!(found, if common.is_empty() { known } else { common });
}
