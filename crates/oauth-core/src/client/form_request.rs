//! Form requests of an authenticated client.

use std::time::SystemTime;

use http::{HeaderValue, header};

use super::note::Sending;
use super::request::Authorization;
use super::{Client, Destination};
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Call, Draft, Extras, Parameters, Response};
use crate::error::{DecodeError, EncodeError, OnBehalfOf};
use crate::wire::secret::Secret;

/// An endpoint, other than the token endpoint, that takes a form from an authenticated client, such as revocation or
/// introspection.
///
/// You can implement this trait for an endpoint of your own. One that is not in the server's metadata is identified by
/// its URL:
///
/// ```
/// use std::time::SystemTime;
///
/// use oauth_core::call::{Extra, Parameters};
/// use oauth_core::endpoint::{Destination, FormEndpoint};
/// use oauth_core::pingone::Region;
/// use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, EncodeError, Response, Server};
///
/// struct Consents(String);
///
/// impl FormEndpoint for Consents {
///     type Output = Extra;
///
///     fn destination(&self) -> Destination<'_> {
///         Destination::url("consent_endpoint", "https://auth.example.com/consents")
///     }
///
///     fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
///         parameters.push("user", &self.0)
///     }
///
///     fn read(&self, _: &Client, response: Response<'_>, _: SystemTime) -> Result<Extra, DecodeError> {
///         response.object()
///     }
/// }
///
/// # let now = SystemTime::UNIX_EPOCH;
/// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
/// let request = client.form_request(Consents("ada".into())).encode(now)?;
/// assert_eq!((request.uri().path(), request.body().as_slice()), ("/consents", &b"user=ada"[..]));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub trait FormEndpoint {
    /// The content of a successful response.
    type Output;

    /// Whether the form contains the `client_id` even if the credentials are in the header, because it is a parameter
    /// of the request ([RFC 9126 §2.1](https://www.rfc-editor.org/rfc/rfc9126.html#section-2.1)).
    const REPEATS_CLIENT_ID: bool = false;

    /// The `grant_type` that the request begins, if it begins one: a client that knows its grants refuses others.
    const GRANT_TYPE: Option<&'static str> = None;

    /// Names that [`extra_parameter`](FormRequest::extra_parameter) rejects even if the request does not use them.
    const RESERVED: &'static [&'static str] = &[];

    /// The value of `Accept`.
    const ACCEPT: &'static str = "application/json";

    /// Returns the URL of the request.
    fn destination(&self) -> Destination<'_>;

    /// Adds the parameters of the request.
    ///
    /// # Errors
    ///
    /// A parameter is invalid, or its name is already used.
    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError>;

    /// Reads the response. Its request context is already set. `sent_at` is the time when the request was sent.
    ///
    /// # Errors
    ///
    /// The server rejected the request or is not available; or the response is not valid for this endpoint or fails a
    /// check.
    fn read(&self, client: &Client, response: Response<'_>, sent_at: SystemTime) -> Result<Self::Output, DecodeError>;
}

/// A request to the endpoint `E`.
#[derive(Debug, Clone)]
pub struct FormRequest<E> {
    client: Client,
    pub(crate) endpoint: E,
    /// The access token that authorizes the request instead of the client's credentials.
    bearer: Option<Secret>,
    extras: Extras,
}

impl Client {
    /// Creates a form request to an endpoint of your own. The endpoints of the RFCs have their own methods.
    pub fn form_request<E: FormEndpoint>(&self, endpoint: E) -> FormRequest<E> {
        FormRequest { client: self.clone(), endpoint, bearer: None, extras: Extras::default() }
    }
}

impl<E: FormEndpoint> FormRequest<E> {
    takes_extra_parameters!();

    takes_extra_headers!();

    pub(crate) fn with_bearer(self, access_token: &Secret) -> Self {
        Self { bearer: Some(access_token.clone()), ..self }
    }

    fn write(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        let by_dialect = match self.endpoint.destination() {
            Destination::Endpoint(endpoint) => self.client.server().dialect().repeats_client_id(endpoint),
            Destination::Url { .. } => false,
        };
        if self.bearer.is_none() && (E::REPEATS_CLIENT_ID || by_dialect) {
            self.client.repeat_client_id(parameters)?;
        }
        self.endpoint.parameters(parameters)
    }
}

impl<E: FormEndpoint> Call for FormRequest<E> {
    type Output = E::Output;

    fn draft(&self, now: SystemTime) -> Result<Draft, EncodeError> {
        E::GRANT_TYPE.map_or(Ok(()), |grant_type| self.client.require_grant(grant_type))?;
        let authorization = match &self.bearer {
            Some(token) => Authorization::Bearer(token),
            None => {
                self.client.require_identity()?;
                Authorization::Client
            }
        };
        let (destination, extras) = (self.endpoint.destination(), (&self.extras, E::RESERVED));
        let mut draft = self
            .client
            .draft_by((authorization, None), &destination, extras, now, |parameters| self.write(parameters))?;
        if E::ACCEPT != "application/json" {
            draft.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(E::ACCEPT));
        }
        Ok(draft)
    }

    fn decode(&self, response: Response<'_>, sent_at: SystemTime) -> Result<E::Output, DecodeError> {
        let destination = self.endpoint.destination();
        let url = destination.resolve(self.client.server()).ok();
        let secrets = || {
            let mut secrets = self.client.secrets(|parameters| self.endpoint.parameters(parameters));
            secrets.extend(self.bearer.clone());
            secrets
        };
        let text = url.as_ref().map_or("", |url| url.as_str());
        let authenticates = self.bearer.is_none();
        let sending = Sending { destination: &destination, called: text, key: None, sent_at, authenticates };
        let note = || self.client.note(response, sending);
        let context = self.client.context(destination.name(), text, OnBehalfOf::Client, &secrets).note(&note);
        if let Some(url) = &url {
            self.client.learn(url.uri(), response, sent_at);
        }
        self.endpoint.read(&self.client, response.with_context(&context), sent_at)
    }
}
