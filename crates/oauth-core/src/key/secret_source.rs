//! Sources of secrets and assertions.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::{NotSupplied, SignedJwt};
use crate::wire::basic::Encoding;
use crate::wire::random::base64url;
use crate::wire::secret::Secret;

/// A source of a secret or an assertion: fixed text, or a function that is called for each transmission. Use a function
/// for text that changes, such as an assertion from a signer, a file that another program replaces, or a secret that a
/// vault rotates.
///
/// ```
/// use oauth_core::key::SecretSource;
/// use oauth_core::pingone::Region;
/// use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};
/// # let now = std::time::SystemTime::UNIX_EPOCH;
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
/// # fn sign(_: &str) -> Result<String, std::fmt::Error> { Ok("a.b.c".to_owned()) }
///
/// let call = client.jwt_bearer(SecretSource::from_fn(|input| sign(input.audience()).map(Secret::new)));
/// assert!(call.encode(now)?.body().ends_with(b"&assertion=a.b.c"));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SecretSource(Source);

#[derive(Clone)]
enum Source {
    Text(Secret),
    Ask(Arc<Ask>),
    Future(Arc<Await>),
    Jwt(Arc<SignedJwt>),
}

type Ask = dyn Fn(&SecretInput) -> Result<Secret, String> + Send + Sync;
type Await = dyn Fn(SecretInput) -> SecretFuture + Send + Sync;

#[cfg(not(target_family = "wasm"))]
type SecretFuture = Pin<Box<dyn Future<Output = Result<Secret, String>> + Send>>;
#[cfg(target_family = "wasm")]
type SecretFuture = Pin<Box<dyn Future<Output = Result<Secret, String>>>>;

/// A future that a driver can await: `Send`, except on wasm, where nothing moves between threads.
#[cfg(not(target_family = "wasm"))]
pub trait SourceFuture<E>: Future<Output = Result<Secret, E>> + Send + 'static {}
#[cfg(not(target_family = "wasm"))]
impl<E, F: Future<Output = Result<Secret, E>> + Send + 'static> SourceFuture<E> for F {}
/// A future that a driver can await: `Send`, except on wasm, where nothing moves between threads.
#[cfg(target_family = "wasm")]
pub trait SourceFuture<E>: Future<Output = Result<Secret, E>> + 'static {}
#[cfg(target_family = "wasm")]
impl<E, F: Future<Output = Result<Secret, E>> + 'static> SourceFuture<E> for F {}

impl SecretSource {
    /// Creates a source of this text.
    pub fn new(text: impl Into<Secret>) -> Self {
        Self(Source::Text(text.into()))
    }

    /// Creates a source that calls `ask` for each transmission.
    ///
    /// If it fails, the request is not built. The error contains the message of the failure, which ends up in logs and
    /// must not contain a secret.
    pub fn from_fn<F, E>(ask: F) -> Self
    where
        F: Fn(&SecretInput) -> Result<Secret, E> + Send + Sync + 'static,
        E: fmt::Display,
    {
        Self(Source::Ask(Arc::new(move |input| ask(input).map_err(|error| error.to_string()))))
    }

    /// Creates a source that awaits a future for each transmission, for example from a vault or a metadata service. The
    /// driver of the flow awaits it. With your own HTTP stack, this is your code
    /// ([`Need::Secret`](super::Need::Secret)).
    pub fn from_future<F, R, E>(ask: F) -> Self
    where
        F: Fn(SecretInput) -> R + Send + Sync + 'static,
        R: SourceFuture<E>,
        E: fmt::Display,
    {
        Self(Source::Future(Arc::new(move |input| {
            let asked = ask(input);
            Box::pin(async move { asked.await.map_err(|error| error.to_string()) })
        })))
    }

    /// Returns the JWT that is signed for each transmission, if this is one.
    pub(crate) fn jwt(&self) -> Option<&SignedJwt> {
        match &self.0 {
            Source::Jwt(jwt) => Some(jwt),
            _ => None,
        }
    }

    /// Returns the text if it is fixed.
    pub(crate) fn text(&self) -> Option<&Secret> {
        match &self.0 {
            Source::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Debug for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Text(_) => "SecretSource(a text)",
            Source::Ask(_) => "SecretSource(asked for each time)",
            Source::Future(_) => "SecretSource(awaited each time)",
            Source::Jwt(_) => "SecretSource(a JWT, signed each time)",
        })
    }
}

impl From<Secret> for SecretSource {
    fn from(text: Secret) -> Self {
        Self::new(text)
    }
}

impl From<&Secret> for SecretSource {
    fn from(text: &Secret) -> Self {
        Self::new(text.clone())
    }
}

impl From<SignedJwt> for SecretSource {
    fn from(jwt: SignedJwt) -> Self {
        Self(Source::Jwt(Arc::new(jwt)))
    }
}

impl From<&str> for SecretSource {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for SecretSource {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// A request for a secret or an assertion: for which client, for which server, and when.
#[derive(Clone)]
pub struct SecretInput {
    source: SecretSource,
    client_id: String,
    audience: String,
    at: SystemTime,
    encoding: Encoding,
    form: Form,
}

/// The form of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Secret,
    /// If it is a JWT, its `exp` is read.
    Assertion,
    Saml,
}

impl SecretInput {
    pub(crate) fn new(source: &SecretSource, client_id: &str, audience: &str, at: SystemTime) -> Self {
        let (client_id, audience) = (client_id.to_owned(), audience.to_owned());
        Self { source: source.clone(), client_id, audience, at, encoding: Encoding::Form, form: Form::Secret }
    }

    /// Sets how id and secret are encoded in a Basic header.
    pub(crate) fn with_encoding(self, encoding: Encoding) -> Self {
        Self { encoding, ..self }
    }

    /// Marks the text as a SAML assertion.
    pub(crate) fn of_saml(self) -> Self {
        Self { form: Form::Saml, ..self }
    }

    /// Marks the text as an assertion.
    pub(crate) fn of_assertion(self) -> Self {
        Self { form: Form::Assertion, ..self }
    }

    /// Whether the text is an assertion.
    pub(crate) fn is_assertion(&self) -> bool {
        self.form == Form::Assertion
    }

    /// Checks that the text is not an assertion that has ended. Its `exp` is read without trust: this only saves a
    /// request that the server would refuse.
    pub(crate) fn check(&self, text: &Secret) -> Result<(), NotSupplied> {
        let end = if self.is_assertion() { expiry(text.expose()) } else { None };
        match end.and_then(|end| self.at.duration_since(end).ok()) {
            Some(past) => Err(NotSupplied::Ended { seconds: past.as_secs() }),
            None => Ok(()),
        }
    }

    /// Returns the text as written in the request, or `None` if it should be XML but is not.
    pub(crate) fn written(&self, text: Secret) -> Option<Secret> {
        if self.form == Form::Saml { Self::saml(&text) } else { Some(text) }
    }

    /// Returns a SAML assertion in base64url, or `None` if it is not XML. Text that is already encoded would be encoded
    /// twice, and the server's error would not reveal why it was rejected.
    pub(crate) fn saml(xml: &Secret) -> Option<Secret> {
        xml.expose().starts_with('<').then(|| Secret::from(base64url(xml.expose().as_bytes()).as_str()))
    }

    /// Returns the user of a Basic header and its encoding.
    pub(crate) fn basic(&self) -> (&str, Encoding) {
        (&self.client_id, self.encoding)
    }

    /// Returns the id of the client that makes the request.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Returns the audience: the server's issuer, or its token endpoint if the issuer is not known.
    #[must_use]
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// Returns the time of the transmission, by the server's clock as far as that is known.
    #[must_use]
    pub fn at(&self) -> SystemTime {
        self.at
    }

    /// Gets the text from the source.
    ///
    /// # Errors
    ///
    /// The source failed. The error contains its reason.
    pub async fn ask(&self) -> Result<Secret, NotSupplied> {
        let asked = match &self.source.0 {
            Source::Text(text) => Ok(text.clone()),
            Source::Ask(ask) => ask(self),
            Source::Future(ask) => ask(self.clone()).await,
            Source::Jwt(jwt) => return jwt.sign(self.at),
        };
        asked.map_err(|reason| NotSupplied::Secret { reason })
    }

    /// Returns the text, unless it must be awaited.
    pub(crate) fn now(&self) -> Option<Result<Secret, NotSupplied>> {
        let asked = match &self.source.0 {
            Source::Text(text) => Ok(text.clone()),
            Source::Ask(ask) => ask(self),
            Source::Future(_) => return None,
            Source::Jwt(jwt) => return Some(jwt.sign(self.at)),
        };
        Some(asked.map_err(|reason| NotSupplied::Secret { reason }))
    }
}

/// Returns the `exp` of a JWT, unverified.
fn expiry(jwt: &str) -> Option<SystemTime> {
    #[derive(serde::Deserialize)]
    struct Claims {
        exp: f64,
    }

    let mut parts = jwt.split('.');
    let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let claims = Zeroizing::new(URL_SAFE_NO_PAD.decode(claims).ok()?);
    let Claims { exp } = serde_json::from_slice(&claims).ok()?;
    UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(exp).ok()?)
}

impl fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretInput")
            .field("client_id", &self.client_id)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}
