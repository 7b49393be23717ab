//! Secrets and assertions, from wherever they come.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use super::NotSupplied;
use crate::wire::basic::Encoding;
use crate::wire::random::base64url;
use crate::wire::secret::Secret;

/// A secret or an assertion: a text that stays as it is, or one that is asked for anew for each transmission, since such
/// texts are short-lived: a signer makes them, a file holds them that another program replaces, a vault rotates them.
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
}

type Ask = dyn Fn(&SecretInput) -> Result<Secret, String> + Send + Sync;
type Await = dyn Fn(SecretInput) -> SecretFuture + Send + Sync;

#[cfg(not(target_family = "wasm"))]
type SecretFuture = Pin<Box<dyn Future<Output = Result<Secret, String>> + Send>>;
#[cfg(target_family = "wasm")]
type SecretFuture = Pin<Box<dyn Future<Output = Result<Secret, String>>>>;

/// Bounds a future as the driver needs it: `Send`, except on wasm, where nothing moves between threads.
#[cfg(not(target_family = "wasm"))]
pub trait SourceFuture<E>: Future<Output = Result<Secret, E>> + Send + 'static {}
#[cfg(not(target_family = "wasm"))]
impl<E, F: Future<Output = Result<Secret, E>> + Send + 'static> SourceFuture<E> for F {}
/// Bounds a future as the driver needs it: `Send`, except on wasm, where nothing moves between threads.
#[cfg(target_family = "wasm")]
pub trait SourceFuture<E>: Future<Output = Result<Secret, E>> + 'static {}
#[cfg(target_family = "wasm")]
impl<E, F: Future<Output = Result<Secret, E>> + 'static> SourceFuture<E> for F {}

impl SecretSource {
    /// This very text.
    pub fn new(text: impl Into<Secret>) -> Self {
        Self(Source::Text(text.into()))
    }

    /// A text that `ask` gives at once, for each transmission.
    ///
    /// If it fails, the request is not built; the error holds the text of this one, which ends up in logs and must hold
    /// no secret.
    pub fn from_fn<F, E>(ask: F) -> Self
    where
        F: Fn(&SecretInput) -> Result<Secret, E> + Send + Sync + 'static,
        E: fmt::Display,
    {
        Self(Source::Ask(Arc::new(move |input| ask(input).map_err(|error| error.to_string()))))
    }

    /// A text that a future gives, for each transmission: from a vault, from a metadata service. Whoever drives the flow
    /// awaits it; with an HTTP stack of your own, that is you ([`Need::Secret`](super::Need::Secret)).
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

    /// The text, if it stays as it is.
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

/// The question for a secret or an assertion: for whom, for which server, and when.
#[derive(Clone)]
pub struct SecretInput {
    source: SecretSource,
    client_id: String,
    audience: String,
    at: SystemTime,
    encoding: Encoding,
    saml: bool,
}

impl SecretInput {
    pub(crate) fn new(source: &SecretSource, client_id: &str, audience: &str, at: SystemTime) -> Self {
        let (client_id, audience) = (client_id.to_owned(), audience.to_owned());
        Self { source: source.clone(), client_id, audience, at, encoding: Encoding::Form, saml: false }
    }

    /// Says how id and secret are written into a Basic header.
    pub(crate) fn with_encoding(self, encoding: Encoding) -> Self {
        Self { encoding, ..self }
    }

    /// Says that the text is a SAML assertion.
    pub(crate) fn of_saml(self) -> Self {
        Self { saml: true, ..self }
    }

    /// The text as the request holds it.
    ///
    /// `None` if it should be XML and is not.
    pub(crate) fn written(&self, text: Secret) -> Option<Secret> {
        if self.saml { Self::saml(&text) } else { Some(text) }
    }

    /// A SAML assertion in base64url. `None` if it is no XML: what is encoded already would be encoded twice, and the
    /// error of the server would not say so.
    pub(crate) fn saml(xml: &Secret) -> Option<Secret> {
        xml.expose().starts_with('<').then(|| Secret::from(base64url(xml.expose().as_bytes()).as_str()))
    }

    /// The user of a Basic header, and how it is written.
    pub(crate) fn basic(&self) -> (&str, Encoding) {
        (&self.client_id, self.encoding)
    }

    /// The client that the request is made by.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The server that the text is for: its issuer, or its token endpoint if the issuer is not known.
    #[must_use]
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// The time of the transmission.
    #[must_use]
    pub fn at(&self) -> SystemTime {
        self.at
    }

    /// Asks for the text.
    ///
    /// # Errors
    ///
    /// The source has none, for the reason that it gives.
    pub async fn ask(&self) -> Result<Secret, NotSupplied> {
        let asked = match &self.source.0 {
            Source::Text(text) => Ok(text.clone()),
            Source::Ask(ask) => ask(self),
            Source::Future(ask) => ask(self.clone()).await,
        };
        asked.map_err(|reason| NotSupplied::Secret { reason })
    }

    /// The text, if it can be had at once.
    pub(crate) fn now(&self) -> Option<Result<Secret, NotSupplied>> {
        let asked = match &self.source.0 {
            Source::Text(text) => Ok(text.clone()),
            Source::Ask(ask) => ask(self),
            Source::Future(_) => return None,
        };
        Some(asked.map_err(|reason| NotSupplied::Secret { reason }))
    }
}

impl fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretInput")
            .field("client_id", &self.client_id)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}
