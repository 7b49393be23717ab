//! What the token endpoint answers, to every grant.

#![no_main]

use std::fmt::Debug;
use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use oauth_core::grant::{Grant, TokenRequest};
use oauth_core::token::TokenTypeIdentifier;
use oauth_core::{Call, Client, Secret, TokenResponse};
use oauth_core_fuzz::check::{self, SENT};
use oauth_core_fuzz::party::{self, HOST, LIMIT, SUBJECT};
use oauth_core_fuzz::{input, web};

const SECRET: &[&str] = &["access_token", "refresh_token", "id_token"];

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let kind = options.choose(9);
    let now = party::time(&mut options);
    let server = party::server().with_dialect(party::dialect(&mut options));
    let client = party::client(server, &mut options);
    let call = call(&client, kind, now);
    let also = format!("\"access_token\":\"A\",\"token_type\":\"Bearer\",\"id_token\":\"{}\",", party::id_token(now));
    let response = input::response(rest, SECRET, &also);
    match call.decode((&response).into(), now) {
        Ok(tokens) => good(&client, kind, &tokens, now),
        Err(error) => check::decode_error(&error, now),
    }
}

/// Whether the request is a refresh with this limit.
fn is_limited(kind: u8) -> bool {
    matches!(kind, 1..=3)
}

fn call(client: &Client, kind: u8, now: SystemTime) -> Box<dyn Call<Output = TokenResponse>> {
    let secret = Secret::new(SENT);
    match kind {
        0 => asked(client.client_credentials().scope(LIMIT), now),
        1 => asked(client.refresh_token(&secret).original_scope(LIMIT), now),
        2 => asked(client.refresh(&party::signed_in(client.server(), now)).unwrap(), now),
        3 => asked(client.refresh_token(&secret).original_scope(LIMIT).scope("read"), now),
        4 => asked(party::redeem(client), now),
        5 => asked(client.token_exchange(&secret, TokenTypeIdentifier::JWT), now),
        6 => asked(client.jwt_bearer(&secret), now),
        7 => asked(client.dangerous_authorization_code(SENT).nonce(party::NONCE), now),
        _ => asked(client.refresh_token(&secret), now),
    }
}

fn asked<G: Grant + Debug + 'static>(call: TokenRequest<G>, now: SystemTime) -> Box<dyn Call<Output = TokenResponse>> {
    check::request("call", &call);
    let request = call.encode(now).unwrap();
    web::goes_to(request.uri(), HOST);
    check::request("headers", request.headers());
    Box::new(call)
}

fn good(client: &Client, kind: u8, tokens: &TokenResponse, now: SystemTime) {
    check::debug("tokens", tokens);
    check::time(tokens.expires_at);
    let _ = tokens.is_fresh(now, check::TEN_YEARS);
    assert!(tokens.expires_in.is_none_or(|lifetime| lifetime <= check::TEN_YEARS));
    let token = tokens.access_token.expose();
    assert!(!token.is_empty() && token.bytes().all(|byte| matches!(byte, 0x20..=0x7e)));
    if let Some(header) = tokens.bearer_header() {
        check::debug("header", &header);
        assert_eq!(header.as_bytes(), format!("Bearer {token}").as_bytes());
    }
    if is_limited(kind) {
        check::within(tokens.scope.as_ref(), LIMIT);
        assert_eq!(tokens.granted_scope.as_ref().map(|scope| scope.as_str()), Some(LIMIT));
    }
    if matches!(kind, 2 | 4 | 7) {
        let claims = tokens.id_token_claims().unwrap();
        check::debug("claims", claims);
        assert!(kind != 2 || claims.subject() == SUBJECT);
        assert_eq!(claims.issuer(), party::ISSUER);
    }
    match client.userinfo(tokens).encode(now) {
        Ok(request) => web::goes_to(request.uri(), HOST),
        Err(error) => check::silent("userinfo", &error),
    }
    match client.refresh(tokens).and_then(|call| call.encode(now)) {
        Ok(request) => web::goes_to(request.uri(), HOST),
        Err(error) => check::silent("refresh", &error),
    }
}
