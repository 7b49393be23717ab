//! Well-known servers: their endpoints, and the ways in which they deviate. A preset sets what anybody could set by hand,
//! and nothing in the library asks which server it talks to.

use http::{HeaderMap, StatusCode};

use super::{BasicEncoding, Dialect, Endpoint, Issuer, Server};
use crate::error::ConfigError;

impl Server {
    /// Auth0: `https://{domain}/`, with the slash.
    ///
    /// An API is asked for by the extra parameter `audience`. A wrong secret was seen to be answered with `access_denied`.
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

    /// Amazon Cognito: the tokens come from the domain of the user pool, the issuer is another host. It was seen not to decode
    /// what is form-encoded in an `Authorization: Basic` header, so that is sent as it is. Its logout takes `client_id` and
    /// `logout_uri`, an extra parameter, and not the parameters of OpenID Connect.
    /// See <https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html>.
    ///
    /// # Errors
    ///
    /// The domain is not a host name, or the region or the pool id cannot be a part of a URL.
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

    /// GitHub. Its errors come with status 200, and it separates granted scopes by commas; both are read without more.
    /// It wants the secret in the body.
    /// See <https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps>.
    ///
    /// # Errors
    ///
    /// Never; it is a `Result` like the other presets.
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

    /// Google. A refresh token comes for the extra parameters `access_type=offline` and `prompt=consent`.
    /// See <https://developers.google.com/identity/protocols/oauth2/web-server>.
    ///
    /// # Errors
    ///
    /// Never; it is a `Result` like the other presets.
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

    /// A realm of Keycloak at `base`, such as `https://sso.example.com`. Keycloak up to version 16 did not decode Basic;
    /// for such an old one say [`BasicEncoding::Raw`].
    /// See <https://www.keycloak.org/securing-apps/oidc-layers>.
    ///
    /// # Errors
    ///
    /// The base is no https URL, or the realm cannot be a part of a URL.
    pub fn keycloak(base: &str, realm: &str) -> Result<Self, ConfigError> {
        let base = base.strip_suffix('/').unwrap_or(base);
        Self::keycloak_at(Issuer::new(&format!("{base}/realms/{}", segment("realm", realm)?))?)
    }

    /// A realm of Keycloak by its issuer, for one in a network of containers ([`Issuer::dangerous_http`]).
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
    /// The issuer cannot be continued to the URL of an endpoint.
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

    /// A custom authorization server of Okta, such as `default`.
    /// See <https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/>.
    ///
    /// # Errors
    ///
    /// The domain is not a host name, or the id of the server cannot be a part of a URL.
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

    /// Salesforce at its login host or at a domain of one's own. Its answers have no `expires_in`: how long a token lives is a
    /// setting of the session policy.
    /// See <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_endpoints.htm>.
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

    /// Slack. Scopes are separated by commas, errors come with status 200, and a user's token stands below `authed_user`;
    /// it is taken from there where there is no other.
    /// See <https://docs.slack.dev/authentication/installing-with-oauth>.
    ///
    /// # Errors
    ///
    /// Never; it is a `Result` like the other presets.
    pub fn slack() -> Result<Self, ConfigError> {
        let paths = [(Endpoint::Authorization, "/oauth/v2/authorize"), (Endpoint::Token, "/api/oauth.v2.access")];
        Self::new(Issuer::new("https://slack.com")?)
            .with_endpoints("https://slack.com", &paths)
            .map(|server| server.with_dialect(Dialect::new().scope_separator(',').response_hook(slack_user_token)))
    }
}

/// Slack's answer for a user: the token and its scopes are those of `authed_user`.
fn slack_user_token(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    if answer.get("access_token").is_some() {
        return None;
    }
    serde_json::to_vec(answer.get("authed_user")?).ok()
}

/// An issuer on a host that the user names.
pub(super) fn at_domain(domain: &str, path: &str) -> Result<Issuer, ConfigError> {
    if domain.contains(['/', '?']) {
        return Err(ConfigError::Domain);
    }
    Issuer::new(&format!("https://{domain}{path}")).map_err(|_| ConfigError::Domain)
}

/// A name that becomes one part of a path, and no more than that.
pub(super) fn segment<'t>(what: &'static str, text: &'t str) -> Result<&'t str, ConfigError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    if plain && !matches!(text, "" | "." | "..") { Ok(text) } else { Err(ConfigError::PathSegment { what }) }
}

/// Groups of hexadecimal digits, as ids of environments and tenants are written.
pub(crate) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
