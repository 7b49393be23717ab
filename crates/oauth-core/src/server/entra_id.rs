//! Microsoft Entra ID.

use super::presets::{is_uuid, segment};
use super::{Endpoint, ExpectedIssuer, Issuer, Server};
use crate::error::ConfigError;

const HOST: &str = "https://login.microsoftonline.com";

impl Server {
    /// Microsoft Entra ID, version 2.0, for one tenant by its id. A domain, or a name such as `common`, is no id: ID tokens
    /// name their tenant by its id alone.
    ///
    /// A client asks for its permissions at a resource as `{resource}/.default`.
    /// See <https://learn.microsoft.com/entra/identity-platform/v2-protocols>.
    ///
    /// # Errors
    ///
    /// The tenant is not a UUID.
    pub fn entra_id(tenant: &str) -> Result<Self, ConfigError> {
        if is_uuid(tenant) { at(tenant) } else { Err(ConfigError::TenantId) }
    }

    /// Microsoft Entra ID, version 2.0, for the accounts of several tenants: `authority` is `organizations` or `common`.
    /// ID tokens of these tenants, named by their ids, are taken, and no others.
    ///
    /// ```
    /// use oauth_core::server::Server;
    ///
    /// let server = Server::entra_id_multi_tenant("organizations", &["9188040d-6c67-4c5b-b112-36a304b66dad"])?;
    /// # let _ = server;
    /// # Ok::<_, oauth_core::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The authority cannot be a part of a URL, a tenant is not a UUID, or there is none.
    pub fn entra_id_multi_tenant(authority: &str, tenants: &[&str]) -> Result<Self, ConfigError> {
        if tenants.is_empty() || !tenants.iter().all(|tenant| is_uuid(tenant)) {
            return Err(ConfigError::TenantId);
        }
        Ok(at(authority)?.dangerous_expect_issuer(template().tenants(tenants.iter().copied())))
    }

    /// Microsoft Entra ID, version 2.0, for the accounts of whatever tenant. Everybody who has an account anywhere can sign
    /// in: whether their tenant (`tid`) is one of yours is for you to decide.
    ///
    /// # Errors
    ///
    /// The authority cannot be a part of a URL.
    pub fn dangerous_entra_id_any_tenant(authority: &str) -> Result<Self, ConfigError> {
        Ok(at(authority)?.dangerous_expect_issuer(template()))
    }
}

fn template() -> ExpectedIssuer {
    format!("{HOST}/{{tenantid}}/v2.0").into()
}

fn at(authority: &str) -> Result<Server, ConfigError> {
    let base = format!("{HOST}/{}", segment("tenant", authority)?);
    let paths = [
        (Endpoint::Authorization, "/oauth2/v2.0/authorize"),
        (Endpoint::DeviceAuthorization, "/oauth2/v2.0/devicecode"),
        (Endpoint::EndSession, "/oauth2/v2.0/logout"),
        (Endpoint::Jwks, "/discovery/v2.0/keys"),
        (Endpoint::Token, "/oauth2/v2.0/token"),
    ];
    Server::new(Issuer::new(&format!("{base}/v2.0"))?)
        .with_endpoints(&base, &paths)?
        .with_endpoint(Endpoint::UserInfo, "https://graph.microsoft.com/oidc/userinfo")
}
