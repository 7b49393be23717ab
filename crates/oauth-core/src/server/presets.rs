//! Presets of well-known servers: their endpoints and deviations. A preset sets only what can be set by hand; no other
//! code depends on which server it talks to.

use http::{HeaderMap, StatusCode};

use super::{BasicEncoding, Dialect, Endpoint, Issuer, Server};
use crate::error::ConfigError;

impl Server {
    /// Creates a server for Auth0: `https://{domain}/`, with the trailing slash.
    ///
    /// Select an API with the extra parameter `audience`. Auth0 was seen to report a wrong secret as `access_denied`.
    /// See <https://auth0.com/docs/api/authentication>.
    ///
    /// # Errors
    ///
    /// The domain is not a host name.
    pub fn auth0(domain: &str) -> Result<Self, ConfigError> {
        let paths = [
            (Endpoint::Authorization, "/authorize"),
            (Endpoint::DeviceAuthorization, "/oauth/device/code"),
            (Endpoint::EndSession, "/oidc/logout"),
            (Endpoint::Jwks, "/.well-known/jwks.json"),
            (Endpoint::PushedAuthorizationRequest, "/oauth/par"),
            (Endpoint::Revocation, "/oauth/revoke"),
            (Endpoint::Token, "/oauth/token"),
            (Endpoint::UserInfo, "/userinfo"),
        ];
        Self::new(at_domain(domain, "/")?).with_endpoints(&format!("https://{domain}"), &paths)
    }

    /// Creates a server for Amazon Cognito. The endpoints are at the domain of the user pool, and the issuer is another
    /// host.
    ///
    /// Credentials are sent unencoded, because Cognito was seen not to decode form-encoded credentials in an
    /// `Authorization: Basic` header. Its logout takes `client_id` and the extra parameter `logout_uri` instead of the
    /// parameters of OpenID Connect. See
    /// <https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html>.
    ///
    /// # Errors
    ///
    /// The domain is not a host name, or the region or the pool id cannot be a path segment of a URL.
    pub fn cognito(domain: &str, region: &str, user_pool_id: &str) -> Result<Self, ConfigError> {
        let (region, pool) = (segment("region", region)?, segment("user pool id", user_pool_id)?);
        let issuer = Issuer::new(&format!("https://cognito-idp.{region}.amazonaws.com/{pool}"))?;
        let jwks = format!("{issuer}/.well-known/jwks.json");
        let paths = [
            (Endpoint::Authorization, "/oauth2/authorize"),
            (Endpoint::EndSession, "/logout"),
            (Endpoint::Revocation, "/oauth2/revoke"),
            (Endpoint::Token, "/oauth2/token"),
            (Endpoint::UserInfo, "/oauth2/userInfo"),
        ];
        let base = at_domain(domain, "")?;
        Self::new(issuer)
            .with_endpoints(base.as_str(), &paths)?
            .with_endpoint(Endpoint::Jwks, &jwks)
            .map(|server| server.with_dialect(Dialect::new().basic_encoding(BasicEncoding::Raw)))
    }

    /// Creates a server for GitHub. It expects the secret in the body. It sends errors with status 200 and separates
    /// granted scopes by commas; both are handled. See
    /// <https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps>.
    ///
    /// # Errors
    ///
    /// Never. It returns a `Result` like the other presets.
    pub fn github() -> Result<Self, ConfigError> {
        let paths = [
            (Endpoint::Authorization, "/login/oauth/authorize"),
            (Endpoint::DeviceAuthorization, "/login/device/code"),
            (Endpoint::Token, "/login/oauth/access_token"),
        ];
        Self::new(Issuer::new("https://github.com/login/oauth")?)
            .with_methods(&["client_secret_post"])
            .with_endpoints("https://github.com", &paths)
            .map(|server| server.with_dialect(Dialect::new().granted_scope_separator(',')))
    }

    /// Creates a server for Google. To get a refresh token, add the extra parameters `access_type=offline` and
    /// `prompt=consent`. See <https://developers.google.com/identity/protocols/oauth2/web-server>.
    ///
    /// # Errors
    ///
    /// Never. It returns a `Result` like the other presets.
    pub fn google() -> Result<Self, ConfigError> {
        let paths = [
            (Endpoint::DeviceAuthorization, "/device/code"),
            (Endpoint::Revocation, "/revoke"),
            (Endpoint::Token, "/token"),
        ];
        Self::new(Issuer::new("https://accounts.google.com")?)
            .with_endpoints("https://oauth2.googleapis.com", &paths)?
            .with_endpoint(Endpoint::Authorization, "https://accounts.google.com/o/oauth2/v2/auth")?
            .with_endpoint(Endpoint::Jwks, "https://www.googleapis.com/oauth2/v3/certs")?
            .with_endpoint(Endpoint::UserInfo, "https://openidconnect.googleapis.com/v1/userinfo")
    }

    /// Creates a server for a realm of Keycloak at `base`, such as `https://sso.example.com`. Keycloak up to version 16
    /// does not decode Basic credentials: set [`BasicEncoding::Raw`] for it. See
    /// <https://www.keycloak.org/securing-apps/oidc-layers>.
    ///
    /// # Errors
    ///
    /// The base is not an `https` URL, or the realm cannot be a path segment of a URL.
    pub fn keycloak(base: &str, realm: &str) -> Result<Self, ConfigError> {
        let base = base.strip_suffix('/').unwrap_or(base);
        Self::keycloak_at(Issuer::new(&format!("{base}/realms/{}", segment("realm", realm)?))?)
    }

    /// Creates a server for a realm of Keycloak by its issuer, for example in a container network
    /// ([`Issuer::dangerous_http`]).
    ///
    /// ```
    /// use oauth_core::{Endpoint, Issuer, Server};
    ///
    /// let server = Server::keycloak_at(Issuer::dangerous_http("http://keycloak:8080/realms/r", ["keycloak"])?)?;
    /// let token = "http://keycloak:8080/realms/r/protocol/openid-connect/token";
    /// assert_eq!(server.endpoint(Endpoint::Token), Some(token));
    /// # Ok::<_, oauth_core::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL of an endpoint cannot be formed from the issuer.
    pub fn keycloak_at(issuer: Issuer) -> Result<Self, ConfigError> {
        let base = format!("{issuer}/protocol/openid-connect");
        let paths = [
            (Endpoint::Authorization, "/auth"),
            (Endpoint::BackchannelAuthentication, "/ext/ciba/auth"),
            (Endpoint::DeviceAuthorization, "/auth/device"),
            (Endpoint::EndSession, "/logout"),
            (Endpoint::Introspection, "/token/introspect"),
            (Endpoint::Jwks, "/certs"),
            (Endpoint::PushedAuthorizationRequest, "/ext/par/request"),
            (Endpoint::Revocation, "/revoke"),
            (Endpoint::Token, "/token"),
            (Endpoint::UserInfo, "/userinfo"),
        ];
        Self::new(issuer).with_endpoints(&base, &paths)
    }

    /// Creates a server for a custom authorization server of Okta, such as `default`. See
    /// <https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/>.
    ///
    /// # Errors
    ///
    /// The domain is not a host name, or the authorization server's id cannot be a path segment of a URL.
    pub fn okta(domain: &str, authorization_server: &str) -> Result<Self, ConfigError> {
        let path = format!("/oauth2/{}", segment("authorization server", authorization_server)?);
        let issuer = at_domain(domain, &path)?;
        let base = format!("{issuer}/v1");
        let paths = [
            (Endpoint::Authorization, "/authorize"),
            (Endpoint::DeviceAuthorization, "/device/authorize"),
            (Endpoint::EndSession, "/logout"),
            (Endpoint::Introspection, "/introspect"),
            (Endpoint::Jwks, "/keys"),
            (Endpoint::PushedAuthorizationRequest, "/par"),
            (Endpoint::Revocation, "/revoke"),
            (Endpoint::Token, "/token"),
            (Endpoint::UserInfo, "/userinfo"),
        ];
        Self::new(issuer).with_endpoints(&base, &paths)
    }

    /// Creates a server for Salesforce, at its login host or at a custom domain. Its token responses have no
    /// `expires_in`: the lifetime of a token is a setting of the session policy. See
    /// <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_endpoints.htm>.
    ///
    /// # Errors
    ///
    /// The domain is not a host name.
    pub fn salesforce(domain: &str) -> Result<Self, ConfigError> {
        let issuer = at_domain(domain, "")?;
        let base = issuer.as_str().to_owned();
        let paths = [
            (Endpoint::Authorization, "/services/oauth2/authorize"),
            (Endpoint::Introspection, "/services/oauth2/introspect"),
            (Endpoint::Jwks, "/id/keys"),
            (Endpoint::Revocation, "/services/oauth2/revoke"),
            (Endpoint::Token, "/services/oauth2/token"),
            (Endpoint::UserInfo, "/services/oauth2/userinfo"),
        ];
        Self::new(issuer).with_endpoints(&base, &paths)
    }

    /// Creates a server for Slack. It separates scopes by commas and sends errors with status 200. A user's token is in
    /// the member `authed_user`; it is taken from there if there is no other token. See
    /// <https://docs.slack.dev/authentication/installing-with-oauth>.
    ///
    /// # Errors
    ///
    /// Never. It returns a `Result` like the other presets.
    pub fn slack() -> Result<Self, ConfigError> {
        let paths = [(Endpoint::Authorization, "/oauth/v2/authorize"), (Endpoint::Token, "/api/oauth.v2.access")];
        Self::new(Issuer::new("https://slack.com")?)
            .with_endpoints("https://slack.com", &paths)
            .map(|server| server.with_dialect(Dialect::new().scope_separator(',').response_hook(slack_user_token)))
    }
}

/// Unwraps the response for a user, in which the token and its scopes are members of `authed_user`.
fn slack_user_token(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let response: serde_json::Value = serde_json::from_slice(body).ok()?;
    if response.get("access_token").is_some() {
        return None;
    }
    serde_json::to_vec(response.get("authed_user")?).ok()
}

/// Creates an issuer at a host that the caller names.
pub(super) fn at_domain(domain: &str, path: &str) -> Result<Issuer, ConfigError> {
    if domain.contains(['/', '?']) {
        return Err(ConfigError::Domain);
    }
    Issuer::new(&format!("https://{domain}{path}")).map_err(|_| ConfigError::Domain)
}

/// Checks a name that becomes a single path segment.
pub(super) fn segment<'t>(what: &'static str, text: &'t str) -> Result<&'t str, ConfigError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    if plain && !matches!(text, "" | "." | "..") { Ok(text) } else { Err(ConfigError::PathSegment { what }) }
}

/// Returns whether the text is a UUID, the form of environment and tenant ids.
pub(crate) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
