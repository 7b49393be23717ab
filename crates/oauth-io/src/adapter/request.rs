//! What is checked in a request, and added to it, before an engine sees it.

use http::header::{CONTENT_LENGTH, HeaderValue, USER_AGENT};
use http::{Method, Request};

use crate::{Policy, TransportError, TransportErrorKind};

/// Checks a request before any byte of it leaves.
///
/// # Errors
///
/// [`TransportErrorKind::InsecureUrl`] for a URL that is neither `https` nor http on loopback allowed by name, and for
/// one that engines read differently: with a user name (some turn it into an `Authorization` header), with a `.` or `..`
/// in its path (some resolve it, and the request goes elsewhere than what was signed), or with a character outside of
/// ASCII (some percent-encode it).
pub fn check_request<B>(policy: &Policy, request: &Request<B>) -> Result<(), TransportError> {
    let uri = request.uri();
    let allowed = match uri.scheme_str() {
        Some("https") => uri.host().is_some(),
        Some("http") => policy.http_loopback && uri.host().is_some_and(is_loopback),
        _ => false,
    };
    let problem = if !allowed {
        "it is not https (for a test server on loopback, call dangerous_allow_http_loopback)"
    } else if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        "it holds a user name"
    } else if !uri.authority().is_some_and(has_valid_port) {
        "its port is not a number; some engines would take the default port"
    } else if uri.path().split(['/', '\\']).any(is_dot_segment) {
        "its path holds a dot segment"
    } else if !uri.path_and_query().is_some_and(|rest| rest.as_str().is_ascii()) {
        "it holds a character outside of ASCII, which must be percent-encoded"
    } else {
        return Ok(());
    };
    Err(TransportError::new(TransportErrorKind::InsecureUrl, problem).not_sent().at(uri))
}

/// Adds what a request lacks and some servers want: the `User-Agent` of [`user_agent`], and the length of an empty body,
/// which engines leave out and some servers demand (411).
pub fn complete_request(policy: &Policy, request: &mut Request<Vec<u8>>, default: &'static str) {
    request.headers_mut().entry(USER_AGENT).or_insert_with(|| user_agent(policy, default));
    complete_length(request);
}

/// The `User-Agent` for requests that have none: that of the policy, else `default`, the adapter's name and version.
///
/// An engine that can be told a default for all its requests is told this one before the user's own settings, so that
/// theirs win.
#[must_use]
pub fn user_agent(policy: &Policy, default: &'static str) -> HeaderValue {
    policy.user_agent.clone().unwrap_or(HeaderValue::from_static(default))
}

/// The `User-Agent` that the policy was given, for an engine that has a default of its own.
#[must_use]
pub fn chosen_user_agent(policy: &Policy) -> Option<HeaderValue> {
    policy.user_agent.clone()
}

/// Adds the length of an empty body, for an engine that adds the `User-Agent` by itself.
pub fn complete_length(request: &mut Request<Vec<u8>>) {
    let has_content = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if has_content && request.body().is_empty() {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

// The three rules below are the core's as well (its `url.rs`), which checks the URLs of a server when it is set up. The
// core is to export them; a request may come from elsewhere and is checked here again.

/// Whether a host is a loopback address by its literal, or the name `localhost`.
fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether there is no port, or one that is a number.
fn has_valid_port(authority: &http::uri::Authority) -> bool {
    authority.as_str().len() == authority.host().len() || authority.port_u16().is_some()
}

/// Whether a segment of a path is `.` or `..`, however it is written.
fn is_dot_segment(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    plain == "." || plain == ".."
}
