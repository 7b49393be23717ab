//! What is checked in a request, and added to it, before an engine sees it.

use http::header::{CONTENT_LENGTH, HeaderValue, USER_AGENT};
use http::{Method, Request};
use oauth_core::error::UrlProblem;

use crate::{Policy, TransportError, TransportErrorKind};

/// Checks a request before any byte of it leaves.
///
/// # Errors
///
/// [`TransportErrorKind::InsecureUrl`] for a URL that the core's [`UrlPolicy`](oauth_core::server::UrlPolicy) does not
/// accept: it is neither `https` nor http where the policy allows that, or engines would read it differently.
pub fn check_request<B>(policy: &Policy, request: &Request<B>) -> Result<(), TransportError> {
    let uri = request.uri();
    let Err(problem) = policy.urls.check_uri(uri) else { return Ok(()) };
    let problem = match problem {
        UrlProblem::Http => {
            "it is http; if that is right at this host, say so with Policy::dangerous_allow_http_to".to_owned()
        }
        UrlProblem::HttpLoopback => {
            "it is http on loopback; for a test server say so with Policy::dangerous_allow_http_loopback".to_owned()
        }
        problem => format!("it {problem}"),
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
