//! The credentials of a client, ready to be put into a request. One of the two places is always empty.

use http::{HeaderMap, HeaderValue, header};
use zeroize::Zeroizing;

use super::authentication::{ClientAuthentication, Method};
use crate::call::accept_json;
use crate::error::ConfigError;
use crate::server::{BasicEncoding, BodyFormat, Server};
use crate::wire::basic::{self, Encoding};
use crate::wire::form;
use crate::wire::secret::Secret;
use crate::wire::text::has_control;

/// The one place in which a request carries the client's credentials, and the headers that are the same every time.
pub(crate) struct Credential {
    method: Placement,
    headers: HeaderMap,
    body: Zeroizing<Vec<u8>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Placement {
    None,
    Basic,
    Post,
}

impl Credential {
    pub(crate) fn new(
        server: &Server,
        client_id: &str,
        authentication: ClientAuthentication,
    ) -> Result<Self, ConfigError> {
        if client_id.trim().is_empty() {
            return Err(ConfigError::EmptyClientId);
        }
        if has_control(client_id) {
            return Err(ConfigError::ClientIdCharacter);
        }
        check_names(server.dialect().credential_names())?;
        match authentication.into_method() {
            Method::None => Ok(Self::in_body(server, client_id, None)),
            Method::ClientSecret(secret) => Self::with(method_for(server)?, server, client_id, &secret),
            Method::ClientSecretBasic(secret) => Self::with(Placement::Basic, server, client_id, &secret),
            Method::ClientSecretPost(secret) => Self::with(Placement::Post, server, client_id, &secret),
        }
    }

    /// The same method with another secret.
    pub(crate) fn with_secret(&self, server: &Server, client_id: &str, secret: Secret) -> Result<Self, ConfigError> {
        match self.method {
            Placement::None => Err(ConfigError::NoClientSecret),
            method => Self::with(method, server, client_id, &secret),
        }
    }

    fn with(method: Placement, server: &Server, client_id: &str, secret: &Secret) -> Result<Self, ConfigError> {
        let secret = secret.expose();
        if secret.is_empty() {
            return Err(ConfigError::EmptyClientSecret);
        }
        if has_control(secret) {
            return Err(ConfigError::ClientSecretCharacter);
        }
        if method == Placement::Post {
            return Ok(Self::in_body(server, client_id, Some(secret)));
        }
        let encoding = match server.dialect().encoding() {
            BasicEncoding::FormUrlEncoded => Encoding::Form,
            BasicEncoding::Raw if client_id.contains(':') => return Err(ConfigError::ColonInRawClientId),
            BasicEncoding::Raw => Encoding::Raw,
        };
        let authorization = basic::header(client_id, secret, encoding).ok_or(ConfigError::ClientSecretCharacter)?;
        let mut headers = form_headers(server);
        headers.insert(header::AUTHORIZATION, authorization);
        Ok(Self { method, headers, body: Zeroizing::default() })
    }

    fn in_body(server: &Server, client_id: &str, secret: Option<&str>) -> Self {
        let (id_name, secret_name) = server.dialect().credential_names();
        // Room for every byte to become %XX, so that no grown buffer leaves a copy of the secret behind.
        let longest = 3 * (id_name.len() + secret_name.len() + client_id.len() + secret.map_or(0, str::len)) + 3;
        let mut body = Zeroizing::new(Vec::with_capacity(longest));
        form::push(id_name, client_id, &mut body);
        if let Some(secret) = secret {
            form::push(secret_name, secret, &mut body);
        }
        let method = if secret.is_some() { Placement::Post } else { Placement::None };
        Self { method, headers: form_headers(server), body }
    }

    /// The headers of a request with these credentials: those of every form, and the `Authorization` of Basic.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The parameters that go into the body, as a form.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(crate) fn method_name(&self) -> &'static str {
        match self.method {
            Placement::None => "none",
            Placement::Basic => "client_secret_basic",
            Placement::Post => "client_secret_post",
        }
    }
}

/// Other names for the client id and the secret are names, two of them, and none that a request has for something else.
fn check_names((id, secret): (&str, &str)) -> Result<(), ConfigError> {
    const TAKEN: [&str; 9] = [
        "assertion",
        "audience",
        "code",
        "code_verifier",
        "grant_type",
        "redirect_uri",
        "refresh_token",
        "resource",
        "scope",
    ];
    let good = |name: &str| !name.is_empty() && !has_control(name) && !TAKEN.contains(&name);
    if good(id) && good(secret) && id != secret { Ok(()) } else { Err(ConfigError::CredentialParameters) }
}

fn form_headers(server: &Server) -> HeaderMap {
    let content_type = match server.dialect().body_format() {
        BodyFormat::Form => Some("application/x-www-form-urlencoded"),
        BodyFormat::Json => Some("application/json"),
        BodyFormat::Query => None,
    };
    let mut headers = HeaderMap::with_capacity(4);
    if let Some(content_type) = content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    accept_json(&mut headers);
    headers
}

/// Which method a secret is sent by where nobody says: the one that the server lists, Basic if it lists both or none.
fn method_for(server: &Server) -> Result<Placement, ConfigError> {
    let Some(listed) = &server.metadata().token_endpoint_auth_methods_supported else { return Ok(Placement::Basic) };
    let lists = |method: &str| listed.iter().any(|each| each == method);
    if lists("client_secret_basic") {
        Ok(Placement::Basic)
    } else if lists("client_secret_post") {
        Ok(Placement::Post)
    } else {
        Err(ConfigError::NoSecretMethod)
    }
}
