//! Requests for a DPoP nonce ([RFC 9449 §8](https://www.rfc-editor.org/rfc/rfc9449.html#section-8)).

use http::{HeaderName, HeaderValue, StatusCode};

use crate::script::Script;

/// Requests for a DPoP nonce. The header is omitted if the nonce is not a valid header value.
impl Script {
    /// 400 `use_dpop_nonce` with a nonce, as from the token endpoint or the PAR endpoint
    /// ([RFC 9449 §8](https://www.rfc-editor.org/rfc/rfc9449.html#section-8)).
    #[must_use]
    pub fn use_dpop_nonce_400(nonce: &str) -> Self {
        let body = r#"{"error":"use_dpop_nonce","error_description":"nonce is required in the DPoP proof"}"#;
        Self::json(StatusCode::BAD_REQUEST, body).dpop_nonce(nonce)
    }

    /// 401 `use_dpop_nonce` with a nonce, as from a protected resource
    /// ([RFC 9449 §9](https://www.rfc-editor.org/rfc/rfc9449.html#section-9)).
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
