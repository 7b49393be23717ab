//! Challenges in `WWW-Authenticate`, unusual and malformed
//! ([RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1)).
//!
//! The status is 401 and the body is empty, unless noted otherwise.

use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};

use crate::script::table::scripts;
use crate::script::{JSON, NONE, Script};

scripts! {
    /// Three challenges in one header, with commas inside and between them.
    challenges_in_one_header: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE:
        "Basic realm=\"a, b\", Bearer realm=\"api\", error=\"invalid_token\", DPoP algs=\"ES256 PS256\"";

    /// The same three challenges, each in a header of its own.
    challenges_on_many_lines: UNAUTHORIZED, NONE, "",
        WWW_AUTHENTICATE: "Basic realm=\"a, b\"",
        WWW_AUTHENTICATE: "Bearer realm=\"api\", error=\"invalid_token\"",
        WWW_AUTHENTICATE: "DPoP algs=\"ES256 PS256\"";

    /// A challenge in token68 form before one with parameters.
    challenge_token68: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE: "Negotiate oYIBsg==, Bearer error=\"invalid_token\"";

    /// Unquoted parameters, spaces around `=`, upper-case names, and an escaped quote.
    challenge_loosely_written: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE:
        "Bearer REALM = api , Error=invalid_token,error_description=\"a \\\"b\\\" c\"";

    /// Empty list elements, which a recipient must ignore
    /// ([RFC 9110 §5.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.6.1)).
    challenge_empty_elements: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE:
        ", ,Bearer realm=\"api\",, error=\"invalid_token\", ,";

    /// LemonLDAP::NG, UserInfo: unquoted parameters without a scheme.
    challenge_without_scheme: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE:
        "error=invalid_request,error_description=Access token not found in request";

    /// Canaille, UserInfo: a lower-case scheme, an unregistered error code, and a body.
    challenge_lower_case: UNAUTHORIZED, JSON,
        r#"{"error": "missing_authorization", "error_description": "Missing 'Authorization' in headers."}"#,
        WWW_AUTHENTICATE:
        "bearer error=\"missing_authorization\", error_description=\"Missing 'Authorization' in headers.\"";

    /// An unterminated quoted string.
    challenge_unterminated: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE: "Bearer realm=\"api\", error=\"invalid_token";

    /// A parameter that occurs twice in one challenge.
    challenge_repeated_parameter: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE:
        "Bearer error=\"invalid_token\", error=\"insufficient_scope\"";

    /// An empty header.
    challenge_empty: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE: "";

    /// A header with bytes outside ASCII, which HTTP allows.
    challenge_not_ascii: UNAUTHORIZED, NONE, "", WWW_AUTHENTICATE:
        b"Bearer realm=\"caf\xe9\", error=\"invalid_token\"";

    /// FusionAuth: 200 with a challenge and a body.
    challenge_on_200: OK, JSON, r#"{"sub":"alice"}"#, WWW_AUTHENTICATE: "Bearer realm=\"FusionAuth\"";
}

/// A challenge of your choice.
impl Script {
    /// 401 with this challenge.
    #[must_use]
    pub fn challenge(value: HeaderValue) -> Self {
        Self::new(StatusCode::UNAUTHORIZED).header(WWW_AUTHENTICATE, value)
    }
}
