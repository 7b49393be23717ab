//! A client's credentials, prepared for requests.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderValue, header};

use super::assertion::{ClientAssertion, JWT_BEARER};
use super::authentication::{ClientAuthentication, Custom, Method};
use crate::call::pairs::{Pairs, Value};
use crate::call::{About, Draft, Place, Sent, SignedAssertion};
use crate::error::{ConfigError, EncodeError};
use crate::key::{Need, SecretInput, SecretSource, SignedJwt};
use crate::server::{BasicEncoding, BodyFormat, Server};
use crate::wire::basic::{self, Encoding};
use crate::wire::headers;
use crate::wire::secret::Secret;
use crate::wire::text::has_control;

/// A client's credentials, placed in exactly one part of a request, and the constant headers.
pub(crate) struct Credential {
    headers: HeaderMap,
    /// The constant parameters.
    body: Arc<Pairs>,
    later: Later,
    name: &'static str,
    /// The secret, to remove it from the server's text.
    secret: Option<Secret>,
    /// Unique in this process.
    number: u64,
}

static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// The part that is created for each transmission.
enum Later {
    Nothing,
    Basic(SecretSource, Encoding),
    Post(SecretSource),
    Key(Box<ClientAssertion>),
    Assertion(SecretSource),
    Custom(Custom),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Placement {
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
            Method::None => Ok(Self::in_body(server, client_id, "none")),
            Method::ClientSecret(secret) => Self::with(method_for(server)?, server, client_id, secret),
            Method::ClientSecretBasic(secret) => Self::with(Placement::Basic, server, client_id, secret),
            Method::ClientSecretPost(secret) => Self::with(Placement::Post, server, client_id, secret),
            Method::EmptySecretBasic => Self::with_text(Placement::Basic, server, client_id, ""),
            Method::EmptySecretPost => Self::with_text(Placement::Post, server, client_id, ""),
            Method::ClientSecretJwt(assertion) => Self::signing("client_secret_jwt", server, client_id, assertion),
            Method::PrivateKeyJwt(assertion) => Self::signing("private_key_jwt", server, client_id, assertion),
            Method::Assertion(source) => {
                source.jwt().map_or(Ok(()), SignedJwt::check)?;
                let secret = source.text().cloned();
                let later = Later::Assertion(source);
                Ok(Self { later, secret, ..Self::in_body(server, client_id, "client_assertion") })
            }
            Method::Custom(custom) => Ok(Self { later: Later::Custom(custom), ..Self::nobody(server) }),
        }
    }

    /// Creates empty credentials, without a client id.
    pub(crate) fn nobody(server: &Server) -> Self {
        let (headers, body) = (form_headers(server), Arc::default());
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        Self { headers, body, later: Later::Nothing, name: "custom", secret: None, number }
    }

    /// Returns the same method with another secret.
    pub(crate) fn with_secret(
        &self,
        server: &Server,
        client_id: &str,
        secret: SecretSource,
    ) -> Result<Self, ConfigError> {
        match self.name {
            "client_secret_basic" => Self::with(Placement::Basic, server, client_id, secret),
            "client_secret_post" => Self::with(Placement::Post, server, client_id, secret),
            _ => Err(ConfigError::NoClientSecret),
        }
    }

    /// Returns the same method with other keys or settings.
    pub(crate) fn with_assertion(
        &self,
        server: &Server,
        client_id: &str,
        assertion: ClientAssertion,
    ) -> Result<Self, ConfigError> {
        self.assertion().ok_or(ConfigError::NoClientKey)?;
        Self::signing(self.name, server, client_id, Box::new(assertion))
    }

    fn signing(
        name: &'static str,
        server: &Server,
        client_id: &str,
        assertion: Box<ClientAssertion>,
    ) -> Result<Self, ConfigError> {
        assertion.check(server, name == "client_secret_jwt")?;
        Ok(Self { later: Later::Key(assertion), ..Self::in_body(server, client_id, name) })
    }

    fn with(placement: Placement, server: &Server, client_id: &str, secret: SecretSource) -> Result<Self, ConfigError> {
        secret.jwt().map_or(Ok(()), SignedJwt::check)?;
        let Some(text) = secret.text() else {
            return match placement {
                Placement::Post => {
                    let name = "client_secret_post";
                    Ok(Self { later: Later::Post(secret), ..Self::in_body(server, client_id, name) })
                }
                Placement::Basic => {
                    let (later, name) =
                        (Later::Basic(secret, basic_encoding(server, client_id)?), "client_secret_basic");
                    Ok(Self { later, name, ..Self::nobody(server) })
                }
            };
        };
        if text.expose().is_empty() {
            return Err(ConfigError::EmptyClientSecret);
        }
        Self::with_text(placement, server, client_id, text.expose())
    }

    fn with_text(placement: Placement, server: &Server, client_id: &str, secret: &str) -> Result<Self, ConfigError> {
        if has_control(secret) {
            return Err(ConfigError::ClientSecretCharacter);
        }
        let kept = Some(Secret::from(secret));
        if placement == Placement::Post {
            let mut body = client_id_pair(server, client_id);
            let name = server.dialect().credential_names().1.to_owned();
            body.add(name, Value::Secret(Secret::from(secret)));
            let credential = Self::in_body(server, client_id, "client_secret_post");
            return Ok(Self { body: Arc::new(body), secret: kept, ..credential });
        }
        let encoding = basic_encoding(server, client_id)?;
        let authorization = basic::header(client_id, secret, encoding).ok_or(ConfigError::ClientSecretCharacter)?;
        let mut credential = Self { name: "client_secret_basic", secret: kept, ..Self::nobody(server) };
        credential.headers.insert(header::AUTHORIZATION, authorization);
        Ok(credential)
    }

    fn in_body(server: &Server, client_id: &str, name: &'static str) -> Self {
        let body = Arc::new(client_id_pair(server, client_id));
        Self { body, name, ..Self::nobody(server) }
    }

    /// Returns the headers for every request, with the constant `Authorization` of Basic.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Adds the credentials to a draft that already has its parameters.
    pub(crate) fn apply(&self, server: &Server, draft: &mut Draft, about: About<'_>) -> Result<(), EncodeError> {
        if !self.body.is_empty() {
            draft.set_credentials(Arc::clone(&self.body));
        }
        let ask = |source: &SecretSource| SecretInput::new(source, about.client_id, about.audience, about.now);
        match &self.later {
            Later::Nothing => {}
            Later::Basic(source, encoding) => {
                if source.jwt().is_some() {
                    draft.set_basic(about.client_id, *encoding);
                }
                let ask = |source: &SecretSource| ask(source).with_encoding(*encoding);
                draft.leave(Place::Basic, secret_need(source, about, ask)?);
            }
            Later::Post(source) => {
                let name = about.dialect.credential_names().1.to_owned();
                draft.leave(Place::Parameter(Cow::Owned(name)), secret_need(source, about, ask)?);
            }
            Later::Key(assertion) => {
                draft.credential("client_assertion_type", JWT_BEARER)?;
                let input = assertion.input(server, about)?;
                draft.set_sent(Sent { signed: Some(assertion.describe(server, about)?), ..Sent::default() });
                draft.leave(Place::Parameter("client_assertion".into()), Need::Signature(input));
            }
            Later::Assertion(source) => {
                draft.credential("client_assertion_type", JWT_BEARER)?;
                draft.set_sent(Sent::default());
                let need = secret_need(source, about, |source| ask(source).of_assertion())?;
                draft.leave(Place::Parameter("client_assertion".into()), need);
            }
            Later::Custom(custom) => (custom.0)(draft)?,
        }
        Ok(())
    }

    /// Returns how the client signs its assertions, if it does.
    pub(crate) fn assertion(&self) -> Option<&ClientAssertion> {
        match &self.later {
            Later::Key(assertion) => Some(assertion),
            _ => None,
        }
    }

    /// Whether what authenticates the client has times that a server compares with its clock.
    pub(crate) fn is_timed(&self) -> bool {
        match &self.later {
            Later::Nothing | Later::Custom(_) => false,
            Later::Basic(source, _) | Later::Post(source) => source.jwt().is_some(),
            Later::Key(_) | Later::Assertion(_) => true,
        }
    }

    /// Returns what an assertion says, if the client signs one.
    pub(crate) fn describe(&self, server: &Server, about: About<'_>) -> Option<SignedAssertion> {
        self.assertion()?.describe(server, about).ok()
    }

    /// Whether the body of every request contains the client id.
    pub(crate) fn names_client(&self) -> bool {
        !self.body.is_empty()
    }

    pub(crate) fn secret(&self) -> Option<&Secret> {
        self.secret.as_ref()
    }

    /// Returns a number that no other credential of this process has, and whether it is asked for at each transmission.
    /// `None` if a key signs each request.
    pub(crate) fn number(&self) -> Option<(u64, bool)> {
        match self.later {
            Later::Key(_) => None,
            Later::Nothing => Some((self.number, false)),
            Later::Basic(..) | Later::Post(_) | Later::Assertion(_) | Later::Custom(_) => Some((self.number, true)),
        }
    }

    pub(crate) fn method_name(&self) -> &'static str {
        self.name
    }
}

/// Returns what makes the secret or the assertion of one transmission.
fn secret_need(
    source: &SecretSource,
    about: About<'_>,
    ask: impl FnOnce(&SecretSource) -> SecretInput,
) -> Result<Need, EncodeError> {
    match source.jwt() {
        Some(jwt) => jwt.input(about.now, about.random).map(Need::Signature).ok_or(EncodeError::NoRandomness),
        None => Ok(Need::Secret(ask(source))),
    }
}

fn client_id_pair(server: &Server, client_id: &str) -> Pairs {
    let mut pairs = Pairs::default();
    let name = server.dialect().credential_names().0.to_owned();
    pairs.add(name, Value::Text(Cow::Owned(client_id.to_owned())));
    pairs
}

fn basic_encoding(server: &Server, client_id: &str) -> Result<Encoding, ConfigError> {
    match server.dialect().encoding() {
        BasicEncoding::FormUrlEncoded => Ok(Encoding::Form),
        BasicEncoding::Raw if client_id.contains(':') => Err(ConfigError::ColonInRawClientId),
        BasicEncoding::Raw => Ok(Encoding::Raw),
    }
}

/// Checks that the custom names for client id and secret are valid, distinct, and not used by other parameters.
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
    // Room for those that a transport and its engine add: `User-Agent`, `Host`, `Content-Length`.
    let mut headers = HeaderMap::with_capacity(8);
    if let Some(content_type) = content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    headers::accept_json(&mut headers);
    headers
}

/// Returns the method for a secret if the caller does not name one: the one that the server lists, or Basic if it lists
/// both or publishes no list.
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
