//! Flows, driven by whatever a server answers, by lost connections and by clocks that jump.

#![no_main]

use std::fmt::Debug;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Response;
use libfuzzer_sys::fuzz_target;
use oauth_core::endpoint::UserHint;
use oauth_core::flow::{AfterFailure, Failure, RoundTrip};
use oauth_core::key::{Algorithm, Key, NotSupplied, Supplied};
use oauth_core::{Call as _, Client, Flow, FlowError, Issuer, Secret, Step};
use oauth_core_fuzz::check::{self, SENT};
use oauth_core_fuzz::party::{self, HOST, LIMIT, NOW};
use oauth_core_fuzz::{input, web};

const SECRET: &[&str] = &["access_token", "refresh_token", "device_code"];
const ALSO: &str = r#""issuer":"https://as.example/t","access_token":"A","token_type":"Bearer","#;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let kind = options.choose(4);
    let (interval, expires_in) = (options.choose(10), options.choose(10));
    let server = party::server().with_dialect(party::dialect(&mut options).expires_in(Default::default()));
    let client = party::client(server.clone(), &mut options);
    let parts = input::parts(rest);
    let start = UNIX_EPOCH + Duration::from_secs(NOW);
    let seconds = |option: u8| 10_u64.checked_pow(option.into()).unwrap();
    match kind {
        0 => {
            let flow = Issuer::new(party::ISSUER).unwrap().discover();
            let flow = if interval > 4 { flow.merge_documents() } else { flow };
            let sent = drive(flow, &parts, start, None, false);
            // Three places, each with one that it redirects to; and each may be asked once more if nothing was sent.
            assert!(sent <= 12, "{sent} requests");
        }
        1 => {
            let client = proving(client);
            let flow = RoundTrip::new(client.refresh_token(&Secret::new(SENT)).original_scope(LIMIT));
            let sent = drive(flow, &parts, start, None, true);
            assert!(sent <= 3, "{sent} requests");
        }
        2 => {
            let body = serde_json::json!({
                "device_code": SENT, "user_code": "U", "verification_uri": "https://as.example/device",
                "interval": seconds(interval), "expires_in": seconds(expires_in),
            });
            let plain = party::client(party::server(), &mut options);
            let call = plain.device_authorization().scope(LIMIT);
            let read = call.decode((&Response::new(body.to_string())).into(), start).unwrap();
            drive(client.device_token(&read).poll(), &parts, start, Some(read.expires_at), true);
        }
        _ => {
            let body = serde_json::json!({
                "auth_req_id": SENT, "interval": seconds(interval), "expires_in": seconds(expires_in),
            });
            let plain = party::client(party::server(), &mut options);
            let call = plain.backchannel_authentication(UserHint::Login("ada".into()));
            let read = call.decode((&Response::new(body.to_string())).into(), start).unwrap();
            drive(client.backchannel_token(&read).poll(), &parts, start, Some(read.expires_at), true);
        }
    }
}

/// The client with a key elsewhere, by which it proves what it sends.
fn proving(client: Client) -> Client {
    let key =
        Key::remote("elsewhere", Algorithm::Es256).with_public_jwk(r#"{"kty":"EC","crv":"P-256","x":"x","y":"y"}"#);
    client
        .with_random(|bytes| {
            bytes.fill(7);
            true
        })
        .with_dpop(key)
        .unwrap()
}

/// What became of a step: a part that begins with a letter is a failure or a jump of the clock, and every other one is a
/// response.
fn drive<F: Flow<Output: Debug> + Debug>(
    mut flow: F,
    parts: &[&[u8]],
    start: SystemTime,
    ends: Option<SystemTime>,
    has_secret: bool,
) -> usize {
    let mut now = start;
    let mut sent = 0;
    let count = parts.len();
    let mut parts = parts.iter().copied();
    // Each part is looked at once, and a flow asks for no more than it was told of.
    for _ in 0..10_000 {
        match parts.len() == count {
            true => check::request("flow", &flow),
            // What a server names its members is printed.
            false => check::debug("flow", &flow),
        }
        match flow.step(now) {
            Ok(Step::Done(outcome)) => {
                check::debug("outcome", &outcome);
                assert!(matches!(flow.step(now), Err(FlowError::Ended)), "a flow ends once");
                return sent;
            }
            Ok(Step::Need(need)) => {
                check::request("need", &need);
                let supplied = match parts.clone().next() {
                    Some(b"n") => Err(NotSupplied::Nobody { need: need.name() }),
                    Some(b"s") => Ok(Supplied::Secret(Secret::new(SENT))),
                    _ => Ok(Supplied::Signature(b"signature".to_vec())),
                };
                flow.supply(supplied, now);
            }
            Ok(Step::Send(request)) => {
                sent += 1;
                web::goes_to(request.uri(), HOST);
                check::request("headers", request.headers());
                let Some(part) = parts.next() else { return sent };
                if answer(&mut flow, part, &mut now) == AfterFailure::GiveUp {
                    return sent;
                }
            }
            Ok(Step::WaitUntil(until)) => {
                assert!(until >= now && ends.is_some_and(|ends| until < ends), "{until:?}");
                check::time(Some(until));
                now = until;
            }
            Ok(_) => unreachable!("there are four kinds of steps"),
            Err(error) => {
                check::flow_error(&error, now);
                match &error {
                    FlowError::Decode(error) if has_secret => check::decode_error(error, now),
                    _ => {}
                }
                assert!(matches!(flow.step(now), Err(FlowError::Ended)), "a flow ends once");
                return sent;
            }
        }
    }
    panic!("the flow does not end");
}

fn answer<F: Flow>(flow: &mut F, part: &[u8], now: &mut SystemTime) -> AfterFailure {
    let jump = |part: &[u8]| {
        let digits = std::str::from_utf8(&part[1..]).unwrap_or_default();
        Duration::from_secs(digits.trim().parse::<u32>().unwrap_or(1).into())
    };
    match part.first() {
        Some(b'f') => return flow.failed(Failure::NotSent, *now),
        Some(b'm') => return flow.failed(Failure::MayHaveBeenReceived, *now),
        Some(b'+') => *now += jump(part),
        Some(b'-') => *now = now.checked_sub(jump(part)).unwrap_or(UNIX_EPOCH),
        _ => {}
    }
    let response = match part.first() {
        Some(b'+' | b'-') => Response::builder().status(429).body(Vec::new()).unwrap(),
        _ => input::response(part, SECRET, ALSO),
    };
    flow.receive((&response).into(), *now);
    AfterFailure::Continue
}
