//! What answers a request that the user then decides on elsewhere: device authorization, backchannel authentication, a
//! pushed authorization request.

#![no_main]

use std::time::{Duration, SystemTime};

use libfuzzer_sys::fuzz_target;
use oauth_core::endpoint::{DeviceAuthorization, PushedAuthorizationResponse, UserHint};
use oauth_core::{Call as _, Endpoint, Secret};
use oauth_core_fuzz::check::{self, SENT};
use oauth_core_fuzz::party::{self, CALLBACK, HOST, LIMIT};
use oauth_core_fuzz::{input, web};

const SECRET: &[&str] = &["device_code", "user_code", "auth_req_id", "request_uri"];
const ALSO: &str = r#""device_code":"D","user_code":"U","auth_req_id":"A","request_uri":"urn:x:1","#;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let kind = options.choose(3);
    let now = party::time(&mut options);
    let server = party::server().with_dialect(party::dialect(&mut options));
    let client = party::client(server, &mut options);
    let response = input::response(rest, SECRET, ALSO);
    let error = match kind {
        0 => {
            let call = client.device_authorization().scope(LIMIT);
            let read = call.decode((&response).into(), now);
            read.map(|read| {
                device(&read, now);
                check::debug("polling", &client.device_token(&read).poll());
            })
        }
        1 => {
            let call = client.backchannel_authentication(UserHint::LoginToken(Secret::new(SENT))).user_code(SENT);
            check::request("call", &call);
            web::goes_to(call.encode(now).unwrap().uri(), HOST);
            let read = call.decode((&response).into(), now);
            read.map(|read| {
                check::debug("authentication", &read);
                times(read.expires_in, read.expires_at, read.interval, now);
                check::debug("polling", &client.backchannel_token(&read).poll());
            })
        }
        _ => {
            let request = client.authorization_request(CALLBACK).scope(LIMIT).login_hint(SENT);
            let call = request.push_with(party::RANDOM).unwrap();
            check::request("call", &call);
            web::goes_to(call.encode(now).unwrap().uri(), HOST);
            let read = call.decode((&response).into(), now);
            read.map(|read| pushed(&read, client.server().endpoint(Endpoint::Authorization).unwrap()))
        }
    };
    if let Err(error) = error {
        check::decode_error(&error, now);
    }
}

fn times(expires_in: Duration, expires_at: SystemTime, interval: Duration, now: SystemTime) {
    check::time(Some(expires_at));
    assert!(expires_at >= now && expires_in <= check::TEN_YEARS);
    assert!((Duration::from_secs(1)..=check::TEN_YEARS).contains(&interval));
}

fn device(read: &DeviceAuthorization, now: SystemTime) {
    check::debug("authorization", read);
    times(read.expires_in, read.expires_at, read.interval, now);
    assert!(!read.user_code.is_empty() && !read.user_code.contains(char::is_control));
    for page in [Some(&read.verification_uri), read.verification_uri_complete.as_ref()].into_iter().flatten() {
        assert!(page.starts_with("https://"), "{page}");
        web::same(page);
        web::public(page);
    }
}

fn pushed(read: &PushedAuthorizationResponse, endpoint: &str) {
    check::debug("pushed", read);
    check::time(read.expires_at);
    let (before, query) = read.url.split_once('?').unwrap();
    assert_eq!(before, endpoint);
    web::same(&read.url);
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
    let sent: Vec<&str> =
        pairs.iter().filter(|(name, _)| name == "request_uri").map(|(_, value)| value.as_str()).collect();
    assert_eq!(sent, [read.request_uri.expose()]);
    assert_eq!(read.session.state(), party::STATE);
}
