//! How real servers refuse: the answers that trip a client which expects RFC 6749, section 5.2.

use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

use crate::script::Script;

/// Refusals of real servers.
impl Script {
    /// PingOne, wrong id or secret: the correlation id is a part of the description.
    #[must_use]
    pub fn pingone_invalid_client_401() -> Self {
        Self::json(
            StatusCode::UNAUTHORIZED,
            concat!(
                r#"{"error":"invalid_client","error_description":"Request denied: Invalid client credentials "#,
                r#"(Correlation ID: 1b2c3d4e-0000-4000-8000-000000000000)"}"#,
            ),
        )
    }

    /// GitHub: an error with status 200, and an `error_uri` that is no absolute URL.
    #[must_use]
    pub fn github_200_error() -> Self {
        Self::json(
            StatusCode::OK,
            concat!(
                r#"{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.","#,
                r#""error_uri":"/apps/managing-oauth-apps/troubleshooting"}"#,
            ),
        )
    }

    /// Zoho: an error with status 200 and a code of its own, without a description.
    #[must_use]
    pub fn zoho_200_error() -> Self {
        Self::json(StatusCode::OK, r#"{"error":"invalid_code"}"#)
    }

    /// Slack: an error with status 200 beside `"ok":false`.
    #[must_use]
    pub fn slack_ok_false() -> Self {
        Self::json(StatusCode::OK, r#"{"ok":false,"error":"invalid_code"}"#)
    }

    /// Facebook: `error` is an object.
    #[must_use]
    pub fn facebook_error_object() -> Self {
        Self::json(
            StatusCode::BAD_REQUEST,
            r#"{"error":{"message":"Invalid verification code","type":"OAuthException","code":100}}"#,
        )
    }

    /// Reddit: 429, `error` is a number, `Retry-After: 7`. Set another `Retry-After` with [`Script::header`].
    #[must_use]
    pub fn reddit_429() -> Self {
        Self::json(StatusCode::TOO_MANY_REQUESTS, r#"{"message":"Too Many Requests","error":429}"#)
            .header(RETRY_AFTER, HeaderValue::from_static("7"))
    }

    /// Fitbit: a list of errors in a shape of its own.
    #[must_use]
    pub fn fitbit_errors() -> Self {
        Self::json(
            StatusCode::BAD_REQUEST,
            r#"{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: x"}]}"#,
        )
    }

    /// Strava: a message and a list of errors about fields.
    #[must_use]
    pub fn strava_errors() -> Self {
        Self::json(
            StatusCode::BAD_REQUEST,
            r#"{"message":"Bad Request","errors":[{"resource":"AuthorizationCode","field":"code","code":"invalid"}]}"#,
        )
    }

    /// Twitch: a status and a message.
    #[must_use]
    pub fn twitch_message() -> Self {
        Self::json(StatusCode::BAD_REQUEST, r#"{"status":400,"message":"Invalid refresh token"}"#)
    }

    /// WeChat: an error with status 200 in JSON that says it is plain text.
    #[must_use]
    pub fn wechat_200_errcode() -> Self {
        Self::typed(StatusCode::OK, "text/plain", r#"{"errcode":40029,"errmsg":"invalid code"}"#)
    }

    /// Microsoft Entra: a line break in the description, and members beside those of the RFC.
    #[must_use]
    pub fn entra_invalid_client() -> Self {
        Self::json(
            StatusCode::UNAUTHORIZED,
            concat!(
                r#"{"error":"invalid_client","#,
                r#""error_description":"AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 0f1e2d3c","#,
                r#""error_codes":[7000215],"timestamp":"2026-01-01 00:00:00Z","trace_id":"0f1e2d3c","#,
                r#""correlation_id":"4b5a6978","#,
                r#""error_uri":"https://login.microsoftonline.com/error?code=7000215"}"#,
            ),
        )
    }

    /// Zoom: the explanation is called `reason`, and the status is 400.
    #[must_use]
    pub fn zoom_reason() -> Self {
        Self::json(
            StatusCode::BAD_REQUEST,
            r#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#,
        )
    }

    /// A proxy in front of the server: 502 and a page of HTML.
    #[must_use]
    pub fn html_502() -> Self {
        Self::typed(
            StatusCode::BAD_GATEWAY,
            "text/html",
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n",
        )
    }

    /// 401 and nothing else.
    #[must_use]
    pub fn empty_401() -> Self {
        Self::new(StatusCode::UNAUTHORIZED)
    }

    /// 200 and nothing else.
    #[must_use]
    pub fn empty_200() -> Self {
        Self::new(StatusCode::OK)
    }

    /// 200 and JSON with a string that is not UTF-8.
    #[must_use]
    pub fn invalid_utf8() -> Self {
        Self::json(StatusCode::OK, b"{\"access_token\":\"\xff\xfe\",\"token_type\":\"Bearer\"}".as_slice())
    }
}
