//! An environment in PingOne's management API.

use super::{ApplicationRequest, ApplicationSecretRequest};
use crate::error::{ConfigError, UrlProblem};
use crate::server::Dialect;
use crate::server::is_uuid;
use crate::server::pingone::Region;
use crate::token::AccessToken;
use crate::wire::url::{EndpointUrl, UrlPolicy};

/// An environment in PingOne's management API: `https://{api host}/v1/environments/{environment id}`. A custom domain does
/// not reach there.
///
/// Its requests carry an access token of a worker application that has a role in the environment, such as Client
/// Application Developer.
///
/// ```
/// use oauth_core::pingone::{Environment, GrantType, Region};
/// use oauth_core::{Call as _, Client, ClientAuthentication, Server};
/// # fn send(request: http::Request<Vec<u8>>) -> http::Response<&'static [u8]> {
/// #     http::Response::new(match (request.method(), request.uri().path().rsplit('/').next()) {
/// #         (&http::Method::POST, _) => br#"{"access_token":"w0rker","token_type":"Bearer","expires_in":3600}"#,
/// #         (_, Some("secret")) => br#"{"secret":"vgUZQTEvg0Zzq6WxM73UN.TD"}"#,
/// #         _ => br#"{"id":"48567a65-8f00-4630-b8b0-2c02ce94168a","enabled":true,"grantTypes":["CLIENT_CREDENTIALS"],
/// #                  "tokenEndpointAuthMethod":"CLIENT_SECRET_POST"}"#,
/// #     })
/// # }
/// # let now = std::time::SystemTime::UNIX_EPOCH;
/// const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
/// const APPLICATION: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
///
/// let server = Server::pingone(Region::Europe, ENVIRONMENT)?;
/// let worker = Client::new(server.clone(), "worker-id", ClientAuthentication::client_secret_basic("worker-secret"))?;
/// let call = worker.client_credentials();
/// let token = call.decode((&send(call.encode(now)?)).into(), now)?;
///
/// let environment = Environment::new(Region::Europe, ENVIRONMENT)?;
/// let call = environment.application(APPLICATION, &token)?;
/// let application = call.decode((&send(call.encode(now)?)).into(), now)?;
/// let call = environment.application_secret(APPLICATION, &token)?;
/// let secret = call.decode((&send(call.encode(now)?)).into(), now)?;
///
/// let client = application.require_grant(&GrantType::CLIENT_CREDENTIALS)?.client(server, &secret)?;
/// let request = client.client_credentials().encode(now)?;
/// assert!(request.body().ends_with(b"&client_secret=vgUZQTEvg0Zzq6WxM73UN.TD"));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Environment {
    url: String,
    policy: UrlPolicy,
    dialect: Dialect,
}

impl Environment {
    /// The environment of this id.
    ///
    /// # Errors
    ///
    /// The environment id is not a UUID.
    pub fn new(region: Region, environment_id: &str) -> Result<Self, ConfigError> {
        Self::checked(&format!("https://{}", region.api_host()), environment_id, UrlPolicy::new())
    }

    /// An environment whose management API is at another base URL, such as that of a gateway before it.
    ///
    /// # Errors
    ///
    /// The base is not an absolute `https` URL, it has a query, a fragment or user info; or the environment id is not a
    /// UUID.
    pub fn at(api: &str, environment_id: &str) -> Result<Self, ConfigError> {
        Self::checked(api, environment_id, UrlPolicy::new())
    }

    /// As [`at`](Self::at), for a test server: `http` is allowed on loopback.
    ///
    /// # Errors
    ///
    /// As [`at`](Self::at); http to any other host stays an error.
    pub fn dangerous_http_loopback(api: &str, environment_id: &str) -> Result<Self, ConfigError> {
        Self::checked(api, environment_id, UrlPolicy::new().dangerous_http_loopback())
    }

    fn checked(api: &str, environment_id: &str, policy: UrlPolicy) -> Result<Self, ConfigError> {
        policy.check(api).map_err(invalid)?;
        if api.contains('?') {
            return Err(invalid(UrlProblem::Query));
        }
        if !is_uuid(environment_id) {
            return Err(ConfigError::EnvironmentId);
        }
        let url = format!("{}/v1/environments/{environment_id}", api.strip_suffix('/').unwrap_or(api));
        Ok(Self { url, policy, dialect: Dialect::new() })
    }

    /// Says how responses deviate; [`Dialect::strict`] refuses each deviation.
    #[must_use]
    pub fn dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// Reads the record of an application. Its id is its client id.
    ///
    /// # Errors
    ///
    /// The application id is not a UUID.
    pub fn application(
        &self,
        application_id: &str,
        worker_token: impl Into<AccessToken>,
    ) -> Result<ApplicationRequest, ConfigError> {
        let url = self.application_url(application_id, "")?;
        Ok(ApplicationRequest::new(url, application_id, worker_token.into(), &self.dialect))
    }

    /// Reads the secret of an application. A worker application cannot read its own.
    ///
    /// # Errors
    ///
    /// The application id is not a UUID.
    pub fn application_secret(
        &self,
        application_id: &str,
        worker_token: impl Into<AccessToken>,
    ) -> Result<ApplicationSecretRequest, ConfigError> {
        let url = self.application_url(application_id, "/secret")?;
        Ok(ApplicationSecretRequest::new(url, worker_token.into(), &self.dialect))
    }

    fn application_url(&self, application_id: &str, rest: &str) -> Result<EndpointUrl, ConfigError> {
        if !is_uuid(application_id) {
            return Err(ConfigError::ApplicationId);
        }
        let url = format!("{}/applications/{application_id}{rest}", self.url);
        EndpointUrl::new(&url, &self.policy).map_err(invalid)
    }
}

fn invalid(problem: UrlProblem) -> ConfigError {
    ConfigError::Url { what: "URL of the PingOne API", problem }
}
