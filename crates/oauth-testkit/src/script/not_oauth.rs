//! Responses that are neither a success nor an error by any OAuth specification: HTML, garbage, and empty bodies.

use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

use crate::script::table::scripts;
use crate::script::{HTML, JSON, NONE, Script, TEXT};

scripts! {
    /// A proxy in front of the server: 502 with an HTML page.
    html_502: BAD_GATEWAY, "text/html",
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n";

    /// Django OAuth Toolkit, a crash: 500 with an HTML page.
    django_html_500: INTERNAL_SERVER_ERROR, HTML, concat!(
        "\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Server Error (500)</title>\n</head>\n<body>\n  ",
        "<h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n",
    );

    /// 401 without headers or body.
    empty_401: UNAUTHORIZED, NONE, "";

    /// 200 without headers or body.
    empty_200: OK, NONE, "";

    /// Glewlwyd, wrong secret: 403 without headers or body.
    glewlwyd_empty_403: FORBIDDEN, NONE, "";

    /// Glewlwyd, bad refresh token or bad pushed request: 400 without headers or body.
    glewlwyd_empty_400: BAD_REQUEST, NONE, "";

    /// 200 with JSON in which a string is not UTF-8.
    invalid_utf8: OK, JSON, b"{\"access_token\":\"\xff\xfe\",\"token_type\":\"Bearer\"}".as_slice();
}

/// An overloaded server.
impl Script {
    /// 503 with this `Retry-After`. The header is omitted if `retry_after` is empty or not a valid header value.
    #[must_use]
    pub fn service_unavailable_503(retry_after: &str) -> Self {
        let script = Self::new(StatusCode::SERVICE_UNAVAILABLE).content_type(TEXT).body("Service Unavailable");
        match HeaderValue::from_str(retry_after) {
            Ok(value) if !value.is_empty() => script.header(RETRY_AFTER, value),
            _ => script,
        }
    }
}
