//! The client: who asks, of which server, and how it proves who it is.

mod assertion;
mod authentication;
mod credential;
pub(crate) mod form_request;
mod front_channel;
pub(crate) mod token_request;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use http::Request;
use zeroize::Zeroizing;

pub use assertion::Assertion;
pub use authentication::ClientAuthentication;
use credential::Credential;
pub(crate) use form_request::FormEndpoint;
pub(crate) use form_request::FormRequest;
pub(crate) use token_request::{Grant, TokenRequest};

use crate::call::{Extras, carry};

use crate::error::{ConfigError, EncodeError};
use crate::server::{BodyFormat, Endpoint, Server};
use crate::wire::form;
use crate::wire::secret::Secret;

/// An application at an authorization server: its id, and how it authenticates
/// ([RFC 6749 §2](https://www.rfc-editor.org/rfc/rfc6749.html#section-2)).
///
/// It is cheap to clone, and all clones share one secret, which can be replaced while the program runs. What never
/// changes between two requests is made once, here.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    server: Server,
    client_id: String,
    credential: RwLock<Arc<Credential>>,
}

impl Client {
    /// The application `client_id` at `server`.
    ///
    /// # Errors
    ///
    /// The id or the secret is empty or holds a control character, the id holds a colon where raw Basic encoding is
    /// asked for, or the method is left to the server's metadata and that lists none for a secret.
    pub fn new(
        server: Server,
        client_id: impl Into<String>,
        authentication: ClientAuthentication,
    ) -> Result<Self, ConfigError> {
        let client_id = client_id.into();
        let credential = RwLock::new(Arc::new(Credential::new(&server, &client_id, authentication)?));
        Ok(Self(Arc::new(Inner { server, client_id, credential })))
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.0.server
    }

    /// The client id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// Replaces the secret, for this client and all its clones. Requests that are encoded from now on carry the new
    /// one; a server that rotates secrets takes the old one for a while longer.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::client_secret_post("old"))?;
    /// let call = client.client_credentials();
    /// client.replace_client_secret("new")?;
    /// assert_eq!(call.encode(now)?.body(), b"grant_type=client_credentials&client_id=id&client_secret=new");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The secret is empty or holds a control character, or this client has no secret. The old one then stays.
    pub fn replace_client_secret(&self, secret: impl Into<Secret>) -> Result<(), ConfigError> {
        let replaced = self.credential().with_secret(&self.0.server, &self.0.client_id, secret.into())?;
        *self.0.credential.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(replaced);
        Ok(())
    }

    fn credential(&self) -> Arc<Credential> {
        // The lock guards one pointer, which is whole even if a thread panicked while it held the lock.
        Arc::clone(&self.0.credential.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds the `client_id` to a form, unless the credentials that come later bring it.
    fn push_client_id(&self, form: &mut Vec<u8>) {
        if self.credential().body().is_empty() {
            form::push(self.0.server.dialect().credential_names().0, self.client_id(), form);
        }
    }

    /// A form POST to an endpoint of the server, with the client's credentials in the one place that is theirs.
    ///
    /// `write` adds the protocol's own parameters. None of `extras` may be called like one of these, or like one of
    /// `reserved`.
    pub(crate) fn post(
        &self,
        endpoint: Endpoint,
        extras: &Extras,
        reserved: &[&str],
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
    ) -> Result<Request<Vec<u8>>, EncodeError> {
        let url = self.0.server.endpoint_url(endpoint)?;
        let credential = self.credential();
        // Most requests fit, and a buffer that never grows leaves no copy of a secret behind.
        let mut body = Vec::with_capacity(128 + extras.size() + credential.body().len());
        write(&mut body)?;
        extras.write_parameters(reserved, self.0.server.dialect(), &mut body)?;
        if !credential.body().is_empty() {
            if !body.is_empty() {
                body.push(b'&');
            }
            body.extend_from_slice(credential.body());
        }

        let mut request = match self.0.server.dialect().body_format() {
            BodyFormat::Form => carry::form(url, body),
            BodyFormat::Json => carry::json(url, &Zeroizing::new(body))?,
            BodyFormat::Query => carry::query(url, &Zeroizing::new(body))?,
        };
        *request.headers_mut() = credential.headers().clone();
        extras.write_headers(request.headers_mut())?;
        Ok(request)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("issuer", self.0.server.issuer())
            .field("client_id", &self.0.client_id)
            .field("authentication", &self.credential().method_name())
            .finish_non_exhaustive()
    }
}
