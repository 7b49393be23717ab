//! The claims of an ID token: whatever is accepted belongs to this sign-in, by the reading of another parser.

#![no_main]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Response;
use libfuzzer_sys::fuzz_target;
use oauth_core::authorization::AuthorizationResponse;
use oauth_core::grant::{RefreshToken, TokenRequest};
use oauth_core::server::Dialect;
use oauth_core::token::IdToken;
use oauth_core::{Call as _, Client};
use oauth_core_fuzz::check;
use oauth_core_fuzz::input;
use oauth_core_fuzz::party::{self, CALLBACK, ID, ISSUER, LIMIT, NONCE, RANDOM, STATE, SUBJECT};
use serde_json::Value;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let kind = options.choose(4);
    let is_strict = options.flip();
    let takes_unsigned = options.flip();
    let now = party::time(&mut options);
    let dialect = if is_strict { Dialect::new().strict() } else { Dialect::new() };
    let server = party::server().with_dialect(dialect);
    let mut client = party::client(server, &mut options);
    if takes_unsigned {
        client = client.dangerous_with_unsigned_id_tokens();
    }
    let parts = input::parts(rest);
    let (header, payload) = (parts[0], parts.get(1).copied().unwrap_or_default());
    let token = match kind {
        3 => String::from_utf8_lossy(rest).into_owned(),
        _ => party::jwt(header, payload),
    };
    let body = serde_json::json!({"access_token": "A", "token_type": "Bearer", "id_token": token}).to_string();
    let response = Response::new(body);
    let oracle = Oracle { header, payload, now: kind_has_time(kind).then_some(now) };
    match kind {
        0 | 3 => match party::redeem(&client).decode((&response).into(), now) {
            Ok(tokens) => {
                accepted(tokens.id_token_claims().unwrap(), (kind == 0).then_some((&oracle, takes_unsigned)));
                // What is good for a sign-in is good for its refresh. It takes a refresh token, of whatever text.
                let Some(again) = with_refresh_token(&client, &token, now) else { return };
                assert!(again.decode((&response).into(), now).is_ok());
            }
            Err(error) => check::decode_error(&error, now),
        },
        1 => {
            let first = party::signed_in(client.server(), now);
            match client.refresh(&first).unwrap().decode((&response).into(), now) {
                Ok(tokens) => {
                    let claims = tokens.id_token_claims().unwrap();
                    assert_eq!(claims.subject(), SUBJECT);
                    assert_eq!(claims.audience(), [ID]);
                }
                Err(error) => check::decode_error(&error, now),
            }
        }
        _ => implicit(&client, &token, now, &oracle),
    }
}

/// The refresh after a sign-in that brought this ID token.
fn with_refresh_token(client: &Client, token: &str, now: SystemTime) -> Option<TokenRequest<RefreshToken>> {
    let body =
        serde_json::json!({"access_token": "A", "token_type": "Bearer", "refresh_token": "R", "id_token": token});
    let tokens = party::redeem(client).decode((&Response::new(body.to_string())).into(), now).ok()?;
    client.refresh(&tokens).ok()
}

fn kind_has_time(kind: u8) -> bool {
    kind != 2
}

/// The ID token of a response that came through the browser. No unsigned one passes there.
fn implicit(client: &Client, token: &str, now: SystemTime, oracle: &Oracle<'_>) {
    let request = client.authorization_request(CALLBACK).scope(LIMIT).response_type("id_token");
    let session = request.max_age(Duration::from_secs(600)).began_at(now).begin_with(RANDOM).unwrap().session;
    let pairs = [("idp", "7"), ("state", STATE), ("id_token", token)];
    let Ok(response) = AuthorizationResponse::from_pairs(pairs, "/cb?idp=7") else { return };
    match session.receive(client, response) {
        Ok(authorized) => {
            check::debug("authorized", &authorized);
            match authorized.unverified_claims(now) {
                Ok(claims) => {
                    let claims = claims.unwrap();
                    assert!(claims.auth_time().unwrap() + Duration::from_secs(600 + 30) >= now);
                    accepted(claims, Some((&Oracle { now: Some(now), ..*oracle }, false)));
                }
                Err(error) => check::authorization_error(&error),
            }
        }
        Err(error) => {
            check::message("error", &error);
            check::authorization_error(error.error());
        }
    }
}

/// What another parser reads.
struct Oracle<'a> {
    header: &'a [u8],
    payload: &'a [u8],
    /// The time at which the claims were accepted.
    now: Option<SystemTime>,
}

fn accepted(claims: &IdToken, oracle: Option<(&Oracle<'_>, bool)>) {
    check::debug("claims", claims);
    [Some(claims.expires_at()), Some(claims.issued_at()), claims.auth_time()].into_iter().for_each(check::time);
    let Some((oracle, takes_unsigned)) = oracle else { return };
    let header: Value = serde_json::from_slice(oracle.header).unwrap();
    let payload: Value = serde_json::from_slice(oracle.payload).unwrap();
    let alg = header["alg"].as_str().unwrap_or("none");
    assert!(takes_unsigned || !(alg.is_empty() || alg.eq_ignore_ascii_case("none")), "{header}");
    assert!(header.get("crit").is_none_or(Value::is_null), "{header}");
    assert_eq!(payload["iss"], ISSUER);
    let for_us = match &payload["aud"] {
        Value::Array(items) => items.iter().any(|item| item == ID),
        one => one == ID,
    };
    assert!(for_us, "{payload}");
    assert_eq!(payload["nonce"], NONCE);
    assert!(payload.get("azp").is_none_or(|party| party == ID || party == "" || party.is_null()), "{payload}");
    let subject = match &payload["sub"] {
        Value::Number(number) => number.to_string(),
        subject => subject.as_str().unwrap().to_owned(),
    };
    assert_eq!(claims.subject(), subject);
    let Some(now) = oracle.now else { return };
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    let time = |claim: &str| payload[claim].as_f64();
    assert!(time("exp").unwrap() > now - 31.0 && time("iat").unwrap() < now + 31.0, "{payload}");
    assert!(time("nbf").is_none_or(|time| time < now + 31.0), "{payload}");
}
