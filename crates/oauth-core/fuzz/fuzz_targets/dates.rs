//! Times as servers write them: `Retry-After`, `expires_in` in every unit, dates in seconds.

#![no_main]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderValue, Response};
use libfuzzer_sys::fuzz_target;
use oauth_core::server::{Dialect, ExpiresInUnit};
use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};
use oauth_core_fuzz::check::{self, TEN_YEARS};
use oauth_core_fuzz::input;
use oauth_core_fuzz::party::{self, ID};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let now = party::time(&mut options);
    let units = [ExpiresInUnit::DateTime, ExpiresInUnit::Seconds, ExpiresInUnit::Milliseconds, ExpiresInUnit::UnixTime];
    let unit = *options.pick(&units);
    let is_text = options.flip();
    let server = party::server();
    retry_after(&server, rest, now);
    let Ok(text) = std::str::from_utf8(rest) else { return };
    // A number as it stands there, or a text.
    let value = if is_text { serde_json::to_string(text).unwrap() } else { text.to_owned() };
    expires_in(&server, text, &value, unit, is_text, now);
    introspection(&server, &value, now);
}

fn client(server: &Server, dialect: Dialect) -> Client {
    Client::new(server.clone().with_dialect(dialect), ID, ClientAuthentication::none()).unwrap()
}

fn retry_after(server: &Server, text: &[u8], now: SystemTime) {
    let Ok(value) = HeaderValue::from_bytes(text) else { return };
    let response = Response::builder().status(503).header("retry-after", value).body(Vec::new()).unwrap();
    let error = client(server, Dialect::new()).client_credentials().decode((&response).into(), now).unwrap_err();
    check::open_error(&error, now);
    let Some(text) = std::str::from_utf8(text).ok().filter(|text| text.is_ascii()) else { return };
    let expected = match text.trim().parse::<u64>() {
        Ok(seconds) if !text.trim().starts_with('+') => Some(Duration::from_secs(seconds)),
        _ => httpdate::parse_http_date(text.trim()).ok().map(|at| at.duration_since(now).unwrap_or_default()),
    };
    if let Some(expected) = expected {
        assert_eq!(error.retry_after(now), Some(expected.min(TEN_YEARS)));
    }
}

fn expires_in(server: &Server, text: &str, value: &str, unit: ExpiresInUnit, is_text: bool, now: SystemTime) {
    let body = format!("{{\"access_token\":\"A\",\"token_type\":\"Bearer\",\"expires_in\":{value}}}");
    let call = client(server, Dialect::new().expires_in(unit)).client_credentials();
    let Ok(tokens) = call.decode((&Response::new(body)).into(), now) else {
        assert!(!is_text, "a lifetime costs no token");
        return;
    };
    check::time(tokens.expires_at);
    let found = tokens.expires_in;
    assert!(found.is_none_or(|lifetime| lifetime <= TEN_YEARS));
    assert_eq!(tokens.expires_at, found.and_then(|lifetime| now.checked_add(lifetime)));
    if unit == ExpiresInUnit::Seconds && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let expected = text.parse().ok().map(|seconds| Duration::from_secs(seconds).min(TEN_YEARS));
        assert!(expected.is_none() || found == expected, "{text}: {found:?}");
    }
    if unit == ExpiresInUnit::DateTime && is_text {
        date_time(text, found, now);
    }
}

/// What the other parser reads as a date since 1970 is the same date to us.
fn date_time(text: &str, found: Option<Duration>, now: SystemTime) {
    let Ok(date) = OffsetDateTime::parse(text, &Rfc3339) else { return };
    // It takes any letter between date and time.
    if !matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' ')) {
        return;
    }
    let Ok(seconds) = u64::try_from(date.unix_timestamp()) else { return };
    let found = found.expect("a date that the other parser reads");
    let expected =
        (UNIX_EPOCH + Duration::new(seconds, date.nanosecond())).duration_since(now).unwrap_or_default().min(TEN_YEARS);
    // A leap second is the one after it to us, and the end of the one before it to the other.
    let difference = expected.abs_diff(found);
    assert!(difference.is_zero() || text.contains(":60") && difference <= Duration::from_secs(1), "{text}: {found:?}");
}

fn introspection(server: &Server, value: &str, now: SystemTime) {
    let call = client(server, Dialect::new()).introspect(&Secret::new("t"));
    for claim in ["exp", "nbf", "iat", "auth_time"] {
        let body = format!("{{\"active\":true,\"{claim}\":{value}}}");
        if let Ok(read) = call.decode((&Response::new(body)).into(), now) {
            [read.exp, read.iat, read.nbf, read.auth_time].into_iter().for_each(check::time);
        }
    }
}
