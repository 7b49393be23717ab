//! What the browser brings back, by every way to read it, and the check against its session.

#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_core::authorization::AuthorizationResponse;
use oauth_core::error::AuthorizationError;
use oauth_core::{Call as _, Client};
use oauth_core_fuzz::check;
use oauth_core_fuzz::input;
use oauth_core_fuzz::party::{self, CALLBACK, ISSUER, LIMIT, RANDOM, STATE};

const TYPES: [&str; 6] = ["code", "token", "id_token", "code token", "code id_token token", "none"];

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let way = options.choose(5);
    let response_type = *options.pick(&TYPES);
    let compared = options.choose(3);
    let now = party::time(&mut options);
    let client = party::client(party::server().with_dialect(party::dialect(&mut options)), &mut options);
    let (place, text) = input::line(rest);
    let (place, bytes) = (String::from_utf8_lossy(place), text);
    let text = String::from_utf8_lossy(bytes);
    let read = match way {
        0 => AuthorizationResponse::from_query(&text, &place),
        1 => AuthorizationResponse::from_fragment(&text, &place),
        2 => AuthorizationResponse::from_form_post(bytes, &place),
        3 => AuthorizationResponse::from_url(&format!("{place}{text}")),
        _ => {
            let pairs: Vec<(&str, &str)> =
                text.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
            AuthorizationResponse::from_pairs(pairs, &place)
        }
    };
    let response = match read {
        Ok(response) => response,
        Err(error) => {
            assert!(matches!(error, AuthorizationError::Malformed(_)));
            return check::authorization_error(&error);
        }
    };
    check::debug("response", &response);
    let _ = response.unverified_state_text();
    let state = response.state().map(str::to_owned);
    let response = match compared {
        0 => response,
        1 => response.compare_origin(),
        _ => response.dangerous_at_any_place(),
    };
    receive(&client, response_type, response, state.as_deref(), now);
}

fn receive(
    client: &Client,
    response_type: &str,
    response: AuthorizationResponse,
    state: Option<&str>,
    now: std::time::SystemTime,
) {
    let request = client.authorization_request(CALLBACK).scope(LIMIT).response_type(response_type);
    let session = request.begin_with(RANDOM).unwrap().session;
    match session.receive(client, response) {
        Ok(authorized) => {
            assert_eq!(state, Some(STATE));
            check::debug("authorized", &authorized);
            assert_eq!(authorized.access_token.is_some(), response_type.split(' ').any(|word| word == "token"));
            assert_eq!(authorized.unverified_id_token.is_some(), response_type.contains("id_token"));
            assert!(authorized.expires_in.is_none_or(|lifetime| lifetime <= check::TEN_YEARS));
            match authorized.unverified_claims(now) {
                Ok(claims) => assert!(claims.is_none_or(|claims| claims.issuer() == ISSUER)),
                Err(error) => check::authorization_error(&error),
            }
            let call = authorized.authorization_code();
            check::debug("call", &call);
            match call.encode(now) {
                Ok(request) => check::request("headers", request.headers()),
                Err(error) => check::message("call", &error),
            }
        }
        Err(error) => {
            check::message("error", &error);
            check::authorization_error(error.error());
            assert_eq!(error.session().state(), STATE);
            // Nothing without the state speaks for the server.
            assert!(state == Some(STATE) || !error.ends_sign_in());
            if let Some(code) = error.unauthenticated_code() {
                check::message("code", code);
            }
        }
    }
}
