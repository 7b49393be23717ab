//! Successful responses of real servers at endpoints other than the token endpoint.

use http::StatusCode;

use crate::script::table::scripts;
use crate::script::{JSON, Script};

scripts! {
    /// Canaille, introspection: the times have fractions, and `aud` is a list.
    canaille_introspection: OK, JSON, concat!(
        r#"{"active": true, "aud": ["web"], "client_id": "web", "exp": 1796203142.897781, "#,
        r#""iat": 1795339142.897781, "iss": "https://issuer.example.com", "scope": "openid profile", "#,
        r#""sub": "bob", "token_type": "Bearer"}"#,
    );

    /// Canaille, revocation: an empty object.
    canaille_revoked: OK, JSON, "{}";

    /// oidc-provider and Django OAuth Toolkit, revocation: a content type and no body.
    revoked_without_body: OK, "text/plain; charset=utf-8", "";

    /// Idpyoidc, revocation: the word OK, labelled as HTML.
    idpyoidc_revoked: OK, "text/html", "OK";

    /// oidc-provider, key set: the media type is `application/jwk-set+json`.
    oidc_provider_jwks: OK, "application/jwk-set+json; charset=utf-8", r#"{"keys":[]}"#;

    /// oidc-provider, UserInfo as a JWT. No key verifies its signature.
    userinfo_jwt: OK, "application/jwt; charset=utf-8", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.AAAA";
}
