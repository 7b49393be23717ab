//! Error responses of real servers, in JSON, that deviate from the specifications
//! ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).
//!
//! A script replaces the response of the server, so the request has no effect: an authorization code, for example,
//! stays valid.

use http::StatusCode;
use http::header::RETRY_AFTER;

use crate::script::table::scripts;
use crate::script::{HTML, JSON, Script, TEXT};

scripts! {
    /// PingOne, wrong id or secret: the description contains a correlation id.
    pingone_invalid_client_401: UNAUTHORIZED, JSON, concat!(
        r#"{"error":"invalid_client","error_description":"Request denied: Invalid client credentials "#,
        r#"(Correlation ID: 1b2c3d4e-0000-4000-8000-000000000000)"}"#,
    );

    /// GitHub: an error with status 200, and an `error_uri` that is not an absolute URL.
    github_200_error: OK, JSON, concat!(
        r#"{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.","#,
        r#""error_uri":"/apps/managing-oauth-apps/troubleshooting"}"#,
    );

    /// Zoho: an error with status 200 and an unregistered code, without a description.
    zoho_200_error: OK, JSON, r#"{"error":"invalid_code"}"#;

    /// Slack: an error with status 200 and `"ok":false`.
    slack_ok_false: OK, JSON, r#"{"ok":false,"error":"invalid_code"}"#;

    /// Facebook: `error` is an object.
    facebook_error_object: BAD_REQUEST, JSON,
        r#"{"error":{"message":"Invalid verification code","type":"OAuthException","code":100}}"#;

    /// Reddit: 429, `error` is a number, `Retry-After: 7`. [`Script::header`] sets another `Retry-After`.
    reddit_429: TOO_MANY_REQUESTS, JSON, r#"{"message":"Too Many Requests","error":429}"#, RETRY_AFTER: "7";

    /// Fitbit: a list of errors with members of its own.
    fitbit_errors: BAD_REQUEST, JSON,
        r#"{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: x"}]}"#;

    /// Strava: a message and a list of errors about fields.
    strava_errors: BAD_REQUEST, JSON,
        r#"{"message":"Bad Request","errors":[{"resource":"AuthorizationCode","field":"code","code":"invalid"}]}"#;

    /// Twitch: a status and a message.
    twitch_message: BAD_REQUEST, JSON, r#"{"status":400,"message":"Invalid refresh token"}"#;

    /// WeChat: an error with status 200, in JSON labelled as plain text.
    wechat_200_errcode: OK, TEXT, r#"{"errcode":40029,"errmsg":"invalid code"}"#;

    /// Microsoft Entra: a line break in the description, and additional members.
    entra_invalid_client: UNAUTHORIZED, JSON, concat!(
        r#"{"error":"invalid_client","#,
        r#""error_description":"AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 0f1e2d3c","#,
        r#""error_codes":[7000215],"timestamp":"2026-01-01 00:00:00Z","trace_id":"0f1e2d3c","#,
        r#""correlation_id":"4b5a6978","#,
        r#""error_uri":"https://login.microsoftonline.com/error?code=7000215"}"#,
    );

    /// Zoom: `reason` instead of `error_description`, and status 400 instead of 401.
    zoom_reason: BAD_REQUEST, JSON, r#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;

    /// Glewlwyd, wrong code or wrong verifier: 403 and an unregistered error code.
    glewlwyd_invalid_code_403: FORBIDDEN, JSON, r#"{"error":"invalid_code"}"#;

    /// Glewlwyd, bad scope: `scope_invalid` instead of `invalid_scope`.
    glewlwyd_scope_invalid: BAD_REQUEST, JSON, r#"{"error":"scope_invalid"}"#;

    /// Glewlwyd, missing DPoP proof: 403 instead of 400.
    glewlwyd_invalid_dpop_proof_403: FORBIDDEN, JSON, r#"{"error":"invalid_dpop_proof"}"#;

    /// LemonLDAP::NG, unknown refresh token: `invalid_request` instead of `invalid_grant`.
    lemonldap_refresh_invalid_request: BAD_REQUEST, JSON, r#"{"error":"invalid_request"}"#;

    /// Django OAuth Toolkit, unknown device code: 404 and an unregistered error code.
    django_device_not_found_404: NOT_FOUND, JSON, r#"{"error":"device_not_found"}"#;

    /// Django OAuth Toolkit, wrong resource: JSON labelled as HTML.
    django_invalid_target_html: BAD_REQUEST, HTML, r#"{"error":"invalid_target"}"#;

    /// Canaille, missing `grant_type`: 500 with JSON.
    canaille_500: INTERNAL_SERVER_ERROR, JSON,
        r#"{"error":"internal_server_error","error_description":"'grant_type'"}"#;

    /// Canaille, unknown `token_type_hint` in a revocation request: 401 instead of 400, without a challenge.
    canaille_unsupported_token_type_401: UNAUTHORIZED, JSON, r#"{"error": "unsupported_token_type"}"#;

    /// oidc-provider, introspection without credentials: 400 `invalid_request` instead of 401 `invalid_client`.
    oidc_provider_no_authentication_400: BAD_REQUEST, JSON,
        r#"{"error":"invalid_request","error_description":"no client authentication mechanism provided"}"#;
}
