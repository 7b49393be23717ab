//! The serialization of a session, which an application may keep where others can write.

#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_core::Call as _;
use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession};
use oauth_core_fuzz::check::{self, ISSUED};
use oauth_core_fuzz::input;
use oauth_core_fuzz::party;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let is_secret = options.flip();
    let now = party::time(&mut options);
    let client = party::client(party::server().with_dialect(party::dialect(&mut options)), &mut options);
    let mut text = String::from_utf8_lossy(rest).into_owned();
    if is_secret {
        for member in ["state", "nonce", "code_verifier"] {
            text = text.replace(&format!("\"{member}\":\""), &format!("\"{member}\":\"{ISSUED}"));
        }
    }
    let session: AuthorizationSession = match serde_json::from_str(&text) {
        Ok(session) => session,
        Err(error) => return check::message("error", &error),
    };
    check::debug("session", &session);
    let kept = serde_json::to_value(&session).unwrap();
    let back: AuthorizationSession = serde_json::from_value(kept.clone()).unwrap();
    assert_eq!(serde_json::to_value(&back).unwrap(), kept);
    let state = session.state().to_owned();
    let place = kept["redirect_uri"].as_str().unwrap();
    let pairs = [("state", &*state), ("code", "c"), ("access_token", "a"), ("id_token", &*party::id_token(now))];
    let pairs: Vec<(String, String)> = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .chain(serde_urlencoded::from_str::<Vec<(String, String)>>(query(place)).unwrap_or_default())
        .collect();
    let Ok(response) = AuthorizationResponse::from_pairs(pairs, place) else { return };
    match session.receive(&client, response) {
        Ok(authorized) => {
            check::debug("authorized", &authorized);
            if let Err(error) = authorized.unverified_claims(now) {
                check::authorization_error(&error);
            }
            let call = authorized.authorization_code();
            check::debug("call", &call);
            if let Err(error) = call.encode(now) {
                check::message("call", &error);
            }
        }
        Err(error) => check::message("error", &error),
    }
}

fn query(url: &str) -> &str {
    url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query)
}
