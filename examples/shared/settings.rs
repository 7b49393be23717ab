//! The real server of an example, from the environment.

use std::fmt::Display;
use std::{env, fs};

use oauth_jose::PrivateKey;
use oauth_reqwest::key::Algorithm;
use oauth_reqwest::{ClientAssertion, ClientAuthentication, ConfigError, Issuer, Policy, Secret, Server};

/// A real server and a client of it.
#[derive(Debug)]
pub struct Settings {
    /// Where the server is.
    pub target: Target,
    /// `OAUTH_CLIENT_ID`
    pub client_id: String,
    /// `OAUTH_CLIENT_SECRET`, by the method of `OAUTH_AUTH_METHOD`; or, for `private_key_jwt`, the key of the PEM file
    /// `OAUTH_PRIVATE_KEY`, with the `OAUTH_KEY_ID` and the `OAUTH_SIGNING_ALGORITHM` if they are set.
    pub authentication: ClientAuthentication,
    /// `OAUTH_SCOPE`, empty where it is not set.
    pub scope: String,
    /// The limits of the transport.
    pub policy: Policy,
}

/// Where a server is.
#[derive(Debug)]
#[non_exhaustive]
pub enum Target {
    /// `OAUTH_ISSUER`: the rest is in its metadata.
    Issuer(Issuer),
    /// `PINGONE_REGION` and `PINGONE_ENV_ID`: the endpoints are known.
    Server(Server),
}

impl Settings {
    /// Reads the environment. `None` where it names no server at all.
    ///
    /// # Errors
    ///
    /// A server is named, and something else is missing or cannot be what it should be.
    pub fn from_environment() -> Result<Option<Self>, String> {
        let http_loopback = variable("OAUTH_ALLOW_HTTP_LOOPBACK").is_some();
        let target = match (variable("OAUTH_ISSUER"), variable("PINGONE_REGION"), variable("PINGONE_ENV_ID")) {
            (None, None, None) => return Ok(None),
            (Some(issuer), _, _) if http_loopback => Issuer::dangerous_http_loopback(&issuer).map(Target::Issuer),
            (Some(issuer), _, _) => Issuer::new(&issuer).map(Target::Issuer),
            (None, Some(region), Some(id)) => {
                region.parse().and_then(|region| Server::pingone(region, &id)).map(Target::Server)
            }
            (None, Some(_), None) => return Err("PINGONE_REGION is set; set PINGONE_ENV_ID too".to_owned()),
            (None, None, Some(_)) => return Err("PINGONE_ENV_ID is set; set PINGONE_REGION too, such as NA".to_owned()),
        };
        let required = |name: &str| variable(name).ok_or_else(|| format!("a server is named; set {name} too"));
        let secret = || required("OAUTH_CLIENT_SECRET").map(Secret::new);
        let authentication = match variable("OAUTH_AUTH_METHOD").as_deref() {
            None => ClientAuthentication::client_secret(secret()?),
            Some("none") => ClientAuthentication::none(),
            Some("client_secret_basic") => ClientAuthentication::client_secret_basic(secret()?),
            Some("client_secret_post") => ClientAuthentication::client_secret_post(secret()?),
            Some("private_key_jwt") => {
                ClientAuthentication::private_key_jwt(private_key(&required("OAUTH_PRIVATE_KEY")?)?)
            }
            Some(_) => {
                return Err(
                    "OAUTH_AUTH_METHOD is none of none, client_secret_basic, client_secret_post, private_key_jwt"
                        .to_owned(),
                );
            }
        };
        let policy = if http_loopback { Policy::new().dangerous_allow_http_loopback() } else { Policy::new() };
        Ok(Some(Self {
            target: target.map_err(|error: ConfigError| error.to_string())?,
            client_id: required("OAUTH_CLIENT_ID")?,
            authentication,
            scope: variable("OAUTH_SCOPE").unwrap_or_default(),
            policy,
        }))
    }
}

/// The key of a PEM file, as the environment says.
fn private_key(file: &str) -> Result<ClientAssertion, String> {
    let failed = |error: &dyn Display| format!("{file}: {error}");
    let pem = fs::read(file).map_err(|error| failed(&error))?;
    let mut key = PrivateKey::from_pem(pem).map_err(|error| failed(&error))?;
    if let Some(name) = variable("OAUTH_SIGNING_ALGORITHM") {
        let algorithm = Algorithm::named(&name).ok_or("OAUTH_SIGNING_ALGORITHM is not one such as RS256 or ES256")?;
        key = key.with_algorithm(algorithm).map_err(|error| failed(&error))?;
    }
    Ok(ClientAssertion::new(match variable("OAUTH_KEY_ID") {
        Some(key_id) => key.with_key_id(key_id),
        None => key,
    }))
}

/// A variable of the environment; an empty one counts as not set.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
