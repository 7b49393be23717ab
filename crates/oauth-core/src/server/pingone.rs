//! Presets for PingOne.

use std::str::FromStr;
use std::time::Duration;

use super::presets::{at_domain, is_uuid};
use super::{Dialect, Endpoint, Issuer, Rotation, Server};
use crate::error::ConfigError;

/// A region of PingOne. Each has its own domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// `auth.pingone.asia`, for existing customers.
    AsiaPacific,
    /// `auth.pingone.com.au`
    Australia,
    /// `auth.pingone.ca`
    Canada,
    /// `auth.pingone.eu`
    Europe,
    /// `auth.pingone.com`
    NorthAmerica,
    /// `auth.pingone.sg`
    Singapore,
}

impl Region {
    /// Returns the host of the region's management API.
    ///
    /// ```
    /// use oauth_core::pingone::Region;
    ///
    /// assert_eq!(Region::Australia.api_host(), "api.pingone.com.au");
    /// ```
    #[must_use]
    pub fn api_host(self) -> &'static str {
        match self {
            Self::AsiaPacific => "api.pingone.asia",
            Self::Australia => "api.pingone.com.au",
            Self::Canada => "api.pingone.ca",
            Self::Europe => "api.pingone.eu",
            Self::NorthAmerica => "api.pingone.com",
            Self::Singapore => "api.pingone.sg",
        }
    }

    fn top_level_domain(self) -> &'static str {
        match self {
            Self::AsiaPacific => "asia",
            Self::Australia => "com.au",
            Self::Canada => "ca",
            Self::Europe => "eu",
            Self::NorthAmerica => "com",
            Self::Singapore => "sg",
        }
    }
}

impl FromStr for Region {
    type Err = ConfigError;

    /// Parses PingOne's region codes `AP`, `AU`, `CA`, `EU`, `NA` and `SG`, in any case.
    fn from_str(code: &str) -> Result<Self, ConfigError> {
        match code.to_ascii_uppercase().as_str() {
            "AP" => Ok(Self::AsiaPacific),
            "AU" => Ok(Self::Australia),
            "CA" => Ok(Self::Canada),
            "EU" => Ok(Self::Europe),
            "NA" => Ok(Self::NorthAmerica),
            "SG" => Ok(Self::Singapore),
            _ => Err(ConfigError::Region),
        }
    }
}

/// The path of each endpoint, relative to the issuer.
const PATHS: [(Endpoint, &str); 10] = [
    (Endpoint::Authorization, "/authorize"),
    (Endpoint::BackchannelAuthentication, "/cibaAuthorization"),
    (Endpoint::DeviceAuthorization, "/device_authorization"),
    (Endpoint::EndSession, "/signoff"),
    (Endpoint::Introspection, "/introspect"),
    (Endpoint::Jwks, "/jwks"),
    (Endpoint::PushedAuthorizationRequest, "/par"),
    (Endpoint::Revocation, "/revoke"),
    (Endpoint::Token, "/token"),
    (Endpoint::UserInfo, "/userinfo"),
];

impl Server {
    /// Creates a server for a PingOne environment: `https://auth.pingone.{region}/{environment id}/as`. See
    /// <https://developer.pingidentity.com/pingone-api/auth/introduction.html>.
    ///
    /// ```
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Endpoint, Server};
    ///
    /// let server = Server::pingone(Region::NorthAmerica, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// assert_eq!(
    ///     server.endpoint(Endpoint::Token),
    ///     Some("https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token")
    /// );
    /// # Ok::<_, oauth_core::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The environment id is not a UUID.
    pub fn pingone(region: Region, environment_id: &str) -> Result<Self, ConfigError> {
        if !is_uuid(environment_id) {
            return Err(ConfigError::EnvironmentId);
        }
        let issuer = format!("https://auth.pingone.{}/{environment_id}/as", region.top_level_domain());
        Self::pingone_at(Issuer::new(&issuer)?)
    }

    /// Creates a server for a PingOne environment with a custom domain, which replaces the environment id too:
    /// `https://{domain}/as`.
    ///
    /// # Errors
    ///
    /// The domain is not a host name.
    pub fn pingone_custom_domain(domain: &str) -> Result<Self, ConfigError> {
        Self::pingone_at(at_domain(domain, "/as")?)
    }

    /// Creates a server with the paths of PingOne at any issuer, such as that of a test server.
    ///
    /// # Errors
    ///
    /// The URL of an endpoint cannot be formed from the issuer.
    pub fn pingone_at(issuer: Issuer) -> Result<Self, ConfigError> {
        let base = issuer.as_str().to_owned();
        // PingOne revokes the whole token family if a refresh token is used a second time.
        let rotation = Rotation::Rotates { second_use_within: Duration::ZERO };
        let server = Self::new(issuer).with_endpoints(&base, &PATHS)?;
        Ok(server.with_dialect(Dialect::new().refresh_tokens(rotation)))
    }
}
