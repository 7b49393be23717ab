//! Redaction of credentials in printed requests and responses.
//!
//! Redaction errs on the side of safety: a member called `code` is redacted even if it is an error number, and a body
//! that cannot be parsed is not shown at all.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::wire::{form, json};

const HIDDEN: &str = "***";

/// Whether a parameter, member or header of this name may contain a credential.
pub(crate) fn is_secret(name: &str) -> bool {
    const HARMLESS_ENDS: [&str; 7] =
        ["_type", "_type_hint", "_endpoint", "_supported", "_uri", "_method", "authmethod"];
    const TELLTALES: [&str; 10] =
        ["secret", "token", "password", "assertion", "credential", "api_key", "api-key", "apikey", "verifier", "dpop"];
    const EXACT: [&str; 12] = [
        "code",
        "device_code",
        "user_code",
        // It contains the user code.
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

/// Formats headers, one per line.
pub(crate) fn headers(headers: &HeaderMap) -> String {
    headers.iter().map(|(name, value)| format!("{name}: {}\n", header_value(name, value))).collect()
}

/// Formats a header value. The scheme of a credential is kept, and a `Location` loses its query.
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

/// Whether a header contains no credentials. Unknown headers are redacted, since API keys use arbitrary names.
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

/// Whether `word` is a known scheme. Any other word may be a credential that was sent without a scheme.
fn is_scheme(word: &str) -> bool {
    ["Basic", "Bearer", "DPoP", "Digest"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// Formats a body by its content type, or else by its syntax.
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

/// Redacts the values of a form or a query that may be credentials. All other bytes stay as they are.
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

/// Redacts the values of JSON that may be credentials. All other bytes stay as they are. `text` must be valid JSON.
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

/// The length of the JSON string at the start of `text`, including its quotes.
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
    fn names_of_credentials_are_distinguished_from_similar_ones() {
        for name in ["client_secret", "access_token", "token", "code", "code_verifier", "client_assertion", "Password"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "token_type",
            "tokenEndpointAuthMethod",
            "client_assertion_type",
            "client_id",
            "token_endpoint",
            "scope",
            "error",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_form_keeps_everything_but_secret_values() {
        assert_eq!(form(b"scope=a+b&client_secret=x%20y&%63ode=1&z"), "scope=a+b&client_secret=***&%63ode=***&z");
        assert_eq!(form(b"s3cret%zz"), "***");
    }

    #[test]
    fn json_is_redacted_at_every_depth_and_otherwise_unchanged() {
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
