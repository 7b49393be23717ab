//! The error of PingOne's management API, which has another shape than those of OAuth.

use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};
use serde_json::Value;

use crate::ids::Ids;
use crate::response::{self, Response};
use crate::wire::json;

/// An error response of the management API. It contains no credentials.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    /// The code, the target and the message of the detail.
    detail: Option<(&'static str, &'static str, String)>,
}

impl ApiError {
    fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, detail: None }
    }

    fn detail(mut self, code: &'static str, target: &'static str, message: impl Into<String>) -> Self {
        self.detail = Some((code, target, message.into()));
        self
    }

    /// 401 for a request without an active access token.
    pub(crate) fn invalid_token() -> Self {
        let message = "The authorization token is either missing or invalid, or it has expired.";
        Self::new(StatusCode::UNAUTHORIZED, "ACCESS_FAILED", NO_ACCESS).detail(
            "INVALID_TOKEN",
            "Authentication Credentials",
            message,
        )
    }

    /// 403 for a request whose token does not suffice.
    pub(crate) fn access_failed(reason: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "ACCESS_FAILED", NO_ACCESS).detail("INSUFFICIENT_PERMISSIONS", "", reason)
    }

    /// 404 for a record that does not exist.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Unable to find the requested resource.")
    }

    /// 405 for another method.
    pub(crate) fn method_not_allowed() -> Self {
        let message = "The request method is not supported by this resource.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "REQUEST_FAILED", message)
    }

    /// 400 for a body with an invalid value.
    pub(crate) fn invalid_data(target: &'static str, reason: impl Into<String>) -> Self {
        let message = "The request could not be completed. One or more validation errors were in the request.";
        Self::new(StatusCode::BAD_REQUEST, "INVALID_DATA", message).detail("INVALID_VALUE", target, reason)
    }

    /// The response, which has an id for support.
    pub(crate) fn into_response(self, ids: &mut Ids) -> Response {
        let details = self.detail.into_iter().map(|(code, target, message)| {
            json::object(&[("code", code.into()), ("target", target.into()), ("message", message.into())])
        });
        let body = json::raw_object([
            ("id", Value::from(ids.uuid()).to_string()),
            ("code", Value::from(self.code).to_string()),
            ("message", Value::from(self.message).to_string()),
            ("details", format!("[{}]", details.collect::<Vec<_>>().join(","))),
        ]);
        let mut response = response::json(self.status, body);
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer realm=\"PingOne\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

const NO_ACCESS: &str = "The request could not be completed. You do not have access to this resource.";
