//! What independent servers answer at the other endpoints, where it is not what their RFCs say.
//!
//! A script takes the place of the server's answer, which does no work then: a code that meets one of these is still good.

use http::StatusCode;

use crate::script::Script;

/// Refusals of Glewlwyd, LemonLDAP::NG, Django OAuth Toolkit, Canaille, oidc-provider and Idpyoidc, as they were recorded.
impl Script {
    /// Glewlwyd, wrong secret: 403 and nothing else.
    #[must_use]
    pub fn glewlwyd_empty_403() -> Self {
        Self::new(StatusCode::FORBIDDEN)
    }

    /// Glewlwyd, bad refresh token or bad pushed request: 400 and nothing else.
    #[must_use]
    pub fn glewlwyd_empty_400() -> Self {
        Self::new(StatusCode::BAD_REQUEST)
    }

    /// Glewlwyd, wrong code or wrong verifier: 403 and a code that is registered nowhere. The code stays good.
    #[must_use]
    pub fn glewlwyd_invalid_code_403() -> Self {
        Self::json(StatusCode::FORBIDDEN, r#"{"error":"invalid_code"}"#)
    }

    /// Glewlwyd, bad scope: `scope_invalid` for `invalid_scope`.
    #[must_use]
    pub fn glewlwyd_scope_invalid() -> Self {
        Self::json(StatusCode::BAD_REQUEST, r#"{"error":"scope_invalid"}"#)
    }

    /// Glewlwyd, no DPoP proof where there must be one: 403.
    #[must_use]
    pub fn glewlwyd_invalid_dpop_proof_403() -> Self {
        Self::json(StatusCode::FORBIDDEN, r#"{"error":"invalid_dpop_proof"}"#)
    }

    /// LemonLDAP::NG, unknown refresh token: `invalid_request` for `invalid_grant`.
    #[must_use]
    pub fn lemonldap_refresh_invalid_request() -> Self {
        Self::json(StatusCode::BAD_REQUEST, r#"{"error":"invalid_request"}"#)
    }

    /// Django OAuth Toolkit, unknown device code: 404 and a code that is registered nowhere.
    #[must_use]
    pub fn django_device_not_found_404() -> Self {
        Self::json(StatusCode::NOT_FOUND, r#"{"error":"device_not_found"}"#)
    }

    /// Django OAuth Toolkit, wrong resource: JSON that says it is HTML.
    #[must_use]
    pub fn django_invalid_target_html() -> Self {
        Self::typed(StatusCode::BAD_REQUEST, "text/html; charset=utf-8", r#"{"error":"invalid_target"}"#)
    }

    /// Django OAuth Toolkit, a crash: 500 and a page of HTML.
    #[must_use]
    pub fn django_html_500() -> Self {
        let page = "\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Server Error (500)</title>\n</head>\n<body>\n  \
                    <h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n";
        Self::typed(StatusCode::INTERNAL_SERVER_ERROR, "text/html; charset=utf-8", page)
    }

    /// Canaille, no `grant_type`: 500 with JSON.
    #[must_use]
    pub fn canaille_500() -> Self {
        let body = r#"{"error":"internal_server_error","error_description":"'grant_type'"}"#;
        Self::json(StatusCode::INTERNAL_SERVER_ERROR, body)
    }

    /// Canaille, unknown `token_type_hint` at revocation: 401 for 400, without a challenge.
    #[must_use]
    pub fn canaille_unsupported_token_type_401() -> Self {
        Self::json(StatusCode::UNAUTHORIZED, r#"{"error": "unsupported_token_type"}"#)
    }

    /// Canaille, introspection: the times have fractions and `aud` is a list.
    #[must_use]
    pub fn canaille_introspection() -> Self {
        Self::json(
            StatusCode::OK,
            concat!(
                r#"{"active": true, "aud": ["web"], "client_id": "web", "exp": 1796203142.897781, "#,
                r#""iat": 1795339142.897781, "iss": "https://issuer.example.com", "scope": "openid profile", "#,
                r#""sub": "bob", "token_type": "Bearer"}"#,
            ),
        )
    }

    /// Revoked, by Canaille: 200 and an empty object.
    #[must_use]
    pub fn canaille_revoked() -> Self {
        Self::json(StatusCode::OK, "{}")
    }

    /// Revoked, by oidc-provider and by Django OAuth Toolkit: 200, a content type, and nothing of that type.
    #[must_use]
    pub fn revoked_without_body() -> Self {
        Self::typed(StatusCode::OK, "text/plain; charset=utf-8", "")
    }

    /// Revoked, by Idpyoidc: 200 and the word OK.
    #[must_use]
    pub fn idpyoidc_revoked() -> Self {
        Self::typed(StatusCode::OK, "text/html", "OK")
    }

    /// oidc-provider, introspection without credentials: 400 `invalid_request` for 401 `invalid_client`.
    #[must_use]
    pub fn oidc_provider_no_authentication_400() -> Self {
        let body = r#"{"error":"invalid_request","error_description":"no client authentication mechanism provided"}"#;
        Self::json(StatusCode::BAD_REQUEST, body)
    }

    /// oidc-provider, the key set: of the media type `application/jwk-set+json`.
    #[must_use]
    pub fn oidc_provider_jwks() -> Self {
        Self::typed(StatusCode::OK, "application/jwk-set+json; charset=utf-8", r#"{"keys":[]}"#)
    }

    /// oidc-provider, UserInfo as a JWT. Its signature verifies with no key.
    #[must_use]
    pub fn userinfo_jwt() -> Self {
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.AAAA";
        Self::typed(StatusCode::OK, "application/jwt; charset=utf-8", jwt)
    }
}
