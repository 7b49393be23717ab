//! Makes requests and answers fit to be printed: what may be a credential becomes `***`.
//!
//! Rather too much than too little: a member called `code` is hidden even where it is only an error number, and a body
//! that cannot be read is counted and not shown.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::wire::{form, json};

const HIDDEN: &str = "***";

/// Whether the value of a parameter, member or header of this name may be a credential.
pub(crate) fn is_secret(name: &str) -> bool {
    const HARMLESS_ENDS: [&str; 6] = ["_type", "_type_hint", "_endpoint", "_supported", "_uri", "_method"];
    const TELLTALES: [&str; 10] =
        ["secret", "token", "password", "assertion", "credential", "api_key", "api-key", "apikey", "verifier", "dpop"];
    const EXACT: [&str; 12] = [
        "code",
        "device_code",
        "user_code",
        // It holds the user code.
        "verification_uri_complete",
        "request",
        "auth_req_id",
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "jwt",
        "pin",
    ];
    let name = name.to_ascii_lowercase();
    if HARMLESS_ENDS.iter().any(|end| name.ends_with(end)) {
        return false;
    }
    EXACT.contains(&name.as_str()) || TELLTALES.iter().any(|part| name.contains(part))
}

/// The header lines of a message, each with its line end.
pub(crate) fn headers(headers: &HeaderMap) -> String {
    headers.iter().map(|(name, value)| format!("{name}: {}\n", header_value(name, value))).collect()
}

/// The value of a header. The scheme of a credential stays, and so does a `Location` without its query.
pub(crate) fn header_value(name: &HeaderName, value: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    if name == header::LOCATION {
        return match text.find(['?', '#']) {
            Some(at) => format!("{}{HIDDEN}", &text[..=at]),
            None => text.into_owned(),
        };
    }
    if is_harmless_header(name) {
        return text.into_owned();
    }
    match text.split_once(' ') {
        Some((scheme, _)) if is_scheme(scheme) => format!("{scheme} {HIDDEN}"),
        _ => HIDDEN.to_owned(),
    }
}

/// The headers that hold no credential. Any other may: an API key travels in whatever header its inventor liked.
fn is_harmless_header(name: &HeaderName) -> bool {
    const HARMLESS: [&str; 14] = [
        "accept",
        "allow",
        "cache-control",
        "connection",
        "date",
        "expect",
        "host",
        "location",
        "pragma",
        "retry-after",
        "transfer-encoding",
        "user-agent",
        "vary",
        "www-authenticate",
    ];
    let name = name.as_str();
    HARMLESS.contains(&name) || name.starts_with("accept-") || name.starts_with("content-")
}

/// Whether `word` is a scheme by name. Any other word may be the credential itself, sent without a scheme.
fn is_scheme(word: &str) -> bool {
    ["Basic", "Bearer", "DPoP", "Digest"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// A body, by its content type and, failing that, by its look.
pub(crate) fn body(headers: &HeaderMap, body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let text = std::str::from_utf8(body).ok();
    match text {
        Some(text) if content_type.starts_with("application/x-www-form-urlencoded") => form(text.as_bytes()),
        Some(text) if is_json(text) => redacted_json(text),
        _ => format!("[{} bytes, not shown]", body.len()),
    }
}

/// A form or a query as it is on the wire, but for the values that may be credentials.
pub(crate) fn form(raw: &[u8]) -> String {
    let segments = form::segments(raw).map(|(name, value)| {
        let harmless = form::component(name).is_ok_and(|name| !is_secret(&name));
        let name = String::from_utf8_lossy(name);
        match value {
            Some(value) if harmless => format!("{name}={}", String::from_utf8_lossy(value)),
            Some(_) => format!("{name}={HIDDEN}"),
            None if harmless => name.into_owned(),
            None => HIDDEN.to_owned(),
        }
    });
    segments.collect::<Vec<_>>().join("&")
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok_and(|value| value.is_object() || value.is_array())
}

/// JSON as it is on the wire, but for the values that may be credentials. `text` is known to be JSON.
fn redacted_json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        let end = start + string_length(&rest[start..]);
        let name = serde_json::from_str::<String>(&rest[start..end]).unwrap_or_default();
        shown.push_str(&rest[..end]);
        rest = &rest[end..];
        let is_name = rest.trim_start().starts_with(':');
        if is_name && is_secret(&name) {
            shown.push_str(":\"***\"");
            let value = rest.trim_start().trim_start_matches(':').trim_start();
            rest = &value[json::value_length(value)..];
        }
    }
    shown.push_str(rest);
    shown
}

/// The length of the JSON string at the start of `text`, with its quotes.
fn string_length(text: &str) -> usize {
    let mut escaped = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' if !escaped => escaped = true,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{form, is_secret, redacted_json};

    #[test]
    fn names_of_credentials_are_told_from_names_about_them() {
        for name in ["client_secret", "access_token", "token", "code", "code_verifier", "client_assertion", "Password"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["token_type", "client_assertion_type", "client_id", "token_endpoint", "scope", "error"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_form_keeps_everything_but_the_values() {
        assert_eq!(form(b"scope=a+b&client_secret=x%20y&%63ode=1&z"), "scope=a+b&client_secret=***&%63ode=***&z");
        assert_eq!(form(b"s3cret%zz"), "***");
    }

    #[test]
    fn json_is_redacted_at_every_depth_and_else_untouched() {
        let text =
            r#" {"a" : [1, "access_token"], "b": {"access_token" : "x\"y,", "c": 2.0}, "refresh_token":{"d":[]} }"#;
        let shown = r#" {"a" : [1, "access_token"], "b": {"access_token":"***", "c": 2.0}, "refresh_token":"***" }"#;
        assert_eq!(redacted_json(text), shown);
        assert_eq!(
            redacted_json(r#"{"access\u005ftoken":"x","id_token":null}"#),
            r#"{"access\u005ftoken":"***","id_token":"***"}"#
        );
    }
}
