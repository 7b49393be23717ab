//! Challenges in `WWW-Authenticate`, RFC 9110, section 11.6.1: the odd ones that are in order, and those that are not.

use http::header::WWW_AUTHENTICATE;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::script::Script;

/// Refusals of protected resources and of UserInfo: 401 with a challenge, and no body unless it says so.
impl Script {
    /// A challenge of your own.
    #[must_use]
    pub fn challenge(value: HeaderValue) -> Self {
        Self::new(StatusCode::UNAUTHORIZED).header(WWW_AUTHENTICATE, value)
    }

    /// Three challenges in one header, with commas inside and between them.
    #[must_use]
    pub fn challenges_in_one_header() -> Self {
        Self::challenge(HeaderValue::from_static(
            "Basic realm=\"a, b\", Bearer realm=\"api\", error=\"invalid_token\", DPoP algs=\"ES256 PS256\"",
        ))
    }

    /// The same three challenges, each in a header of its own.
    #[must_use]
    pub fn challenges_on_many_lines() -> Self {
        let more = |script: Self, value| script.repeated_header(WWW_AUTHENTICATE, HeaderValue::from_static(value));
        let script = Self::challenge(HeaderValue::from_static("Basic realm=\"a, b\""));
        more(more(script, "Bearer realm=\"api\", error=\"invalid_token\""), "DPoP algs=\"ES256 PS256\"")
    }

    /// A challenge in token68 form before one with parameters.
    #[must_use]
    pub fn challenge_token68() -> Self {
        Self::challenge(HeaderValue::from_static("Negotiate oYIBsg==, Bearer error=\"invalid_token\""))
    }

    /// Parameters without quotes, with spaces around `=`, names in upper case, and an escaped quote.
    #[must_use]
    pub fn challenge_loosely_written() -> Self {
        Self::challenge(HeaderValue::from_static(
            "Bearer REALM = api , Error=invalid_token,error_description=\"a \\\"b\\\" c\"",
        ))
    }

    /// Empty elements in the list, which a reader must skip (RFC 9110, section 5.6.1).
    #[must_use]
    pub fn challenge_empty_elements() -> Self {
        Self::challenge(HeaderValue::from_static(", ,Bearer realm=\"api\",, error=\"invalid_token\", ,"))
    }

    /// Parameters without a scheme and without quotes, as LemonLDAP::NG answers at UserInfo.
    #[must_use]
    pub fn challenge_without_scheme() -> Self {
        Self::challenge(HeaderValue::from_static(
            "error=invalid_request,error_description=Access token not found in request",
        ))
    }

    /// A scheme in lower case and a code registered nowhere, as Canaille answers at UserInfo. It has a body.
    #[must_use]
    pub fn challenge_lower_case() -> Self {
        let body = r#"{"error": "missing_authorization", "error_description": "Missing 'Authorization' in headers."}"#;
        Self::json(StatusCode::UNAUTHORIZED, body).header(
            WWW_AUTHENTICATE,
            HeaderValue::from_static(
                "bearer error=\"missing_authorization\", \
                 error_description=\"Missing 'Authorization' in headers.\"",
            ),
        )
    }

    /// A quoted string that does not end.
    #[must_use]
    pub fn challenge_unterminated() -> Self {
        Self::challenge(HeaderValue::from_static("Bearer realm=\"api\", error=\"invalid_token"))
    }

    /// A parameter that comes twice in one challenge.
    #[must_use]
    pub fn challenge_repeated_parameter() -> Self {
        Self::challenge(HeaderValue::from_static("Bearer error=\"invalid_token\", error=\"insufficient_scope\""))
    }

    /// A challenge with nothing in it.
    #[must_use]
    pub fn challenge_empty() -> Self {
        Self::challenge(HeaderValue::from_static(""))
    }

    /// A challenge with bytes that are not ASCII.
    #[must_use]
    pub fn challenge_not_ascii() -> Self {
        const VALUE: &[u8] = b"Bearer realm=\"caf\xe9\", error=\"invalid_token\"";
        // These bytes are allowed in a header, only not as text.
        Self::challenge(HeaderValue::from_bytes(VALUE).unwrap_or(HeaderValue::from_static("")))
    }

    /// 200 with a challenge, as FusionAuth answers.
    #[must_use]
    pub fn challenge_on_200() -> Self {
        Self::json(StatusCode::OK, r#"{"sub":"alice"}"#)
            .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"FusionAuth\""))
    }

    /// 400 `use_dpop_nonce` and a nonce, at the token endpoint or where requests are pushed. What was to be used up, such
    /// as a code, is not. Without the nonce if it is no header value.
    #[must_use]
    pub fn use_dpop_nonce_400(nonce: &str) -> Self {
        let body = r#"{"error":"use_dpop_nonce","error_description":"nonce is required in the DPoP proof"}"#;
        Self::json(StatusCode::BAD_REQUEST, body).dpop_nonce(nonce)
    }

    /// 401 `use_dpop_nonce` and a nonce, at a resource.
    #[must_use]
    pub fn use_dpop_nonce_401(nonce: &str) -> Self {
        let challenge = "DPoP error=\"use_dpop_nonce\", error_description=\"nonce is required in the DPoP proof\", \
                         algs=\"ES256 PS256\"";
        Self::challenge(HeaderValue::from_static(challenge)).dpop_nonce(nonce)
    }

    fn dpop_nonce(self, nonce: &str) -> Self {
        match HeaderValue::from_str(nonce) {
            Ok(nonce) => self.header(HeaderName::from_static("dpop-nonce"), nonce),
            Err(_) => self,
        }
    }
}
