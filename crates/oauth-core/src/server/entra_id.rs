//! Presets for Microsoft Entra ID.

use super::presets::{is_uuid, segment};
use super::{Endpoint, ExpectedIssuer, Issuer, Server};
use crate::error::ConfigError;

const HOST: &str = "https://login.microsoftonline.com";

impl Server {
    /// Creates a server for Microsoft Entra ID 2.0 and a single tenant, given by its id. A domain, or a name such as
    /// `common`, is not accepted: ID tokens identify their tenant by id only.
    ///
    /// To request permissions at a resource, a client uses the scope `{resource}/.default`. See
    /// <https://learn.microsoft.com/entra/identity-platform/v2-protocols>.
    ///
    /// # Errors
    ///
    /// The tenant is not a UUID.
    pub fn entra_id(tenant: &str) -> Result<Self, ConfigError> {
        if is_uuid(tenant) { at(tenant) } else { Err(ConfigError::TenantId) }
    }

    /// Creates a server for Microsoft Entra ID 2.0 and accounts of several tenants. `authority` is `organizations` or
    /// `common`. Only ID tokens of these tenants, given by their ids, are accepted.
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
    /// The authority cannot be a path segment of a URL, a tenant is not a UUID, or there are no tenants.
    pub fn entra_id_multi_tenant(authority: &str, tenants: &[&str]) -> Result<Self, ConfigError> {
        if tenants.is_empty() || !tenants.iter().all(|tenant| is_uuid(tenant)) {
            return Err(ConfigError::TenantId);
        }
        Ok(at(authority)?.dangerous_expect_issuer(template().tenants(tenants.iter().copied())))
    }

    /// Creates a server for Microsoft Entra ID 2.0 and accounts of any tenant. Anyone with an account in any tenant can
    /// sign in: check yourself whether the tenant (`tid`) is one of yours.
    ///
    /// # Errors
    ///
    /// The authority cannot be a path segment of a URL.
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
