//! What has to hold of every answer.

use std::cell::Cell;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::hint::black_box;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cpu_time::ThreadTime;
use oauth_core::error::{AuthorizationError, Challenge};
use oauth_core::{DecodeError, FlowError, Scope};

use crate::input;
use crate::party::ID;

/// A secret that goes out with every request. A server may repeat it, and no message may.
pub const SENT: &str = "S3nt/C4N4RY+x0=9";
/// A secret that comes with a response, in the members that hold secrets. The input holds it nowhere else.
pub const ISSUED: &str = "Iss4edC4N4RYx0123456789";

/// The most that is printed of anything, in bytes.
const LONGEST: usize = 64 * 1024;
/// The most that is printed of an error, in bytes.
const LONGEST_MESSAGE: usize = 16 * 1024;
/// The most processor time that an input of this size may take. It guards against time that grows with the square.
const SLOWEST: (usize, Duration) = (80 * 1024, Duration::from_secs(1));

/// Runs a target over an input, unless it holds [`ISSUED`] by itself, and measures how long it takes.
pub fn run(data: &[u8], target: impl FnOnce(&[u8])) {
    if data.windows(ISSUED.len()).any(|window| window == ISSUED.as_bytes()) {
        return;
    }
    let data = input::grown(data);
    let start = ThreadTime::now();
    target(&data);
    let took = start.elapsed();
    assert!(data.len() > SLOWEST.0 || took < SLOWEST.1, "{} bytes take {took:?}", data.len());
}

/// Whether a character shows something else than it is, or nothing.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

thread_local! {
    /// Whether the secret was sent as one half of what a header holds.
    static BASIC: Cell<bool> = const { Cell::new(false) };
}

/// Says whether the secret is sent in a header `Authorization: Basic`.
pub fn sends_basic(basic: bool) {
    BASIC.set(basic);
}

/// How a secret that was sent can come back: as it was, in a form, in a header.
fn spellings() -> Vec<String> {
    let form = SENT.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    let small = SENT.replace('/', "%2f").replace('+', "%2b").replace('=', "%3d");
    let basic = STANDARD.encode(format!("{ID}:{form}"));
    let basic = BASIC.get().then_some(basic);
    [SENT.to_owned(), form, small].into_iter().chain(basic).collect()
}

fn text(what: &str, text: &str, lines: bool, longest: usize) {
    assert!(text.len() <= longest, "{what}: {} bytes are printed: {}", text.len(), start(text));
    let deceptive = text.chars().find(|c| is_deceptive(*c) && !(lines && *c == '\n'));
    assert_eq!(deceptive, None, "{what}: {}", start(text));
    assert!(!text.contains(ISSUED), "{what} prints what was issued: {}", start(text));
}

fn start(text: &str) -> String {
    text.chars().take(2_000).collect()
}

/// Checks what is printed of a value by `Debug`, in both forms.
pub fn debug(what: &str, value: &dyn Debug) {
    debug_within(what, value, LONGEST);
}

fn debug_within(what: &str, value: &dyn Debug, longest: usize) {
    text(what, &format!("{value:?}"), false, longest);
    text(what, &format!("{value:#?}"), true, longest);
}

/// Checks that what was sent is not printed.
pub fn unsaid(what: &str, said: &str) {
    for spelling in spellings() {
        assert!(!said.contains(&spelling), "{what} prints what was sent: {}", start(said));
    }
}

/// Checks the `Debug` of a request, a call or a flow: it does not say what it sends.
pub fn request(what: &str, value: &dyn Debug) {
    debug(what, value);
    unsaid(what, &format!("{value:?}"));
    unsaid(what, &format!("{value:#?}"));
}

/// Checks a message.
pub fn message<E: Display + Debug>(what: &str, error: &E) {
    text(what, &error.to_string(), false, LONGEST_MESSAGE);
    debug_within(what, error, LONGEST_MESSAGE);
}

/// Checks a message about a request: it does not say what was sent.
pub fn silent<E: Display + Debug>(what: &str, error: &E) {
    message(what, error);
    unsaid(what, &error.to_string());
    request(what, error);
}

/// Checks an error that the response to a request with [`SENT`] in it is.
pub fn decode_error(error: &DecodeError, now: SystemTime) {
    open_error(error, now);
    silent("error", error);
    if let Some(code) = error.code() {
        silent("code", code);
        unsaid("code", code.as_str());
    }
    if let DecodeError::Server(error) = error {
        let said = [error.description(), error.uri()];
        said.into_iter().flatten().for_each(|said| unsaid("description", said));
        request("extra", error.extra());
    }
}

/// Checks an error that the response to a request without a secret is.
pub fn open_error(error: &DecodeError, now: SystemTime) {
    message("error", error);
    assert!(error.source().is_none());
    if let DecodeError::Server(error) = error {
        debug("extra", error.extra());
    }
    debug("response", error.response());
    error.challenges().iter().for_each(challenge);
    if let Some(wait) = error.retry_after(now) {
        assert!(wait <= TEN_YEARS, "{wait:?}");
        time(now.checked_add(wait));
    }
    let outcome = (error.is_transient(), error.may_have_been_received(), error.needs_sign_in());
    black_box((outcome, error.is_client_fault(), error.refresh_token_is(), error.rotated(), error.dpop_nonce()));
}

/// No lifetime and no wait is longer.
pub const TEN_YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Checks an error of a flow.
pub fn flow_error(error: &FlowError, now: SystemTime) {
    message("flow", error);
    match error {
        FlowError::Decode(error) => open_error(error, now),
        FlowError::Discovery(error) => error.attempts().iter().for_each(|attempt| open_error(attempt, now)),
        _ => {}
    }
    black_box((error.is_transient(), error.may_have_been_received(), error.needs_sign_in(), error.is_client_fault()));
}

/// Checks an error of a sign-in.
pub fn authorization_error(error: &AuthorizationError) {
    message("authorization error", error);
    black_box(error.needs_sign_in());
    if let AuthorizationError::Server(error) = error {
        message("response", error);
        debug("extra", error.extra());
    }
}

/// Checks a challenge.
pub fn challenge(challenge: &Challenge) {
    debug("challenge", challenge);
    if let Some(step_up) = challenge.step_up() {
        debug("step-up", &step_up);
        time(step_up.max_age.and_then(|age| SystemTime::UNIX_EPOCH.checked_add(age)).filter(|at| *at < LAST()));
    }
}

/// The end of the year 9999.
#[allow(non_snake_case, reason = "a constant that Rust does not let be one")]
fn LAST() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799)
}

/// Checks that one can count on from a time: a caller adds a tolerance without a thought.
pub fn time(at: Option<SystemTime>) {
    if let Some(at) = at {
        black_box(at + Duration::from_secs(60));
        assert!(at <= LAST() + 2 * TEN_YEARS, "{at:?}");
    }
}

/// Checks that a scope is no wider than another.
pub fn within(scope: Option<&Scope>, limit: &str) {
    let limit: Vec<&str> = limit.split(' ').collect();
    for token in scope.into_iter().flat_map(Scope::iter) {
        assert!(limit.contains(&token), "{token:?} was not granted at first");
    }
}
