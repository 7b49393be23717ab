//! Requests with the client's credentials, and the context for their responses.

use std::time::SystemTime;

use http::{HeaderMap, Method, header};

use super::note::Sending;
use super::{Client, Destination};
use crate::call::{About, Draft, Extras, Parameters, RequestContext, Response, SignedAssertion};
use crate::error::{EncodeError, OnBehalfOf};
use crate::server::{BodyFormat, Endpoint};
use crate::wire::bearer;
use crate::wire::secret::Secret;
use crate::wire::url::EndpointUrl;

/// The authorization of a request.
#[derive(Clone, Copy)]
pub(super) enum Authorization<'r> {
    /// The client's credentials.
    Client,
    /// An access token instead of the client's credentials.
    Bearer(&'r Secret),
}

impl Client {
    /// Drafts a form request with the client's credentials, for a [`Call`](crate::Call) of your own. `write` adds the
    /// parameters.
    ///
    /// # Errors
    ///
    /// The client has no identity, the server has no such endpoint, a parameter is invalid, or no random bytes are
    /// available for an assertion or a proof.
    pub fn draft_form<'d>(
        &self,
        destination: impl Into<Destination<'d>>,
        now: SystemTime,
        write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>,
    ) -> Result<Draft, EncodeError> {
        self.require_identity()?;
        self.draft_with(&destination.into(), (&Extras::default(), &[]), None, now, write)
    }

    /// Keeps what later requests to this origin need from a response: the DPoP nonce, and how far this clock is off. The
    /// requests of this crate do this themselves. `sent_at` is the time when the request was sent. Does nothing for a
    /// client that signs nothing.
    pub fn learn(&self, uri: &http::Uri, response: Response<'_>, sent_at: SystemTime) {
        if let Some(dpop) = &self.0.dpop {
            dpop.learn_from_server(uri, response);
        }
        self.clocks().learn(uri, response, sent_at);
    }

    /// Like [`draft_form`](Self::draft_form), with extra parameters and headers. The names of extra parameters must not
    /// be among those that `write` adds, or in the reserved ones. `key` is the name of the client's key with which the
    /// grant began.
    pub(crate) fn draft_with(
        &self,
        destination: &Destination<'_>,
        extras: (&Extras, &[&str]),
        key: Option<&str>,
        now: SystemTime,
        write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>,
    ) -> Result<Draft, EncodeError> {
        self.draft_by((Authorization::Client, key), destination, extras, now, write)
    }

    /// Like [`draft_with`](Self::draft_with), with a choice of authorization.
    pub(super) fn draft_by(
        &self,
        (authorization, key): (Authorization<'_>, Option<&str>),
        destination: &Destination<'_>,
        (extras, reserved): (&Extras, &[&str]),
        now: SystemTime,
        write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>,
    ) -> Result<Draft, EncodeError> {
        let server = self.server();
        let own;
        let url = match destination {
            Destination::Endpoint(endpoint) => server.endpoint_url(*endpoint)?,
            Destination::Url { .. } => {
                own = destination.resolve(server)?;
                &*own
            }
        };
        let credential = self.credential();
        let format = server.dialect().body_format();
        let method = if format == BodyFormat::Query { Method::GET } else { Method::POST };
        let headers = match authorization {
            Authorization::Client => credential.headers().clone(),
            Authorization::Bearer(token) => bearer_headers(credential.headers(), token)?,
        };
        let mut draft = Draft::with_parameters(method, url.uri().clone(), headers, format);
        let about = self.about(url, destination.endpoint(), key, now);
        write(&mut Parameters::new(&mut draft, about))?;
        extras.write_parameters(reserved, server.dialect(), &mut draft)?;
        extras.write_headers(draft.headers_mut())?;
        if matches!(authorization, Authorization::Client) {
            credential.apply(server, &mut draft, about)?;
        }
        if draft.is_signed() {
            self.clocks().sign();
        }
        if let Some(dpop) = &self.0.dpop {
            dpop.prove_to_server(&mut draft, now)?;
        }
        Ok(draft)
    }

    /// Adds the `client_id`, unless the credentials will add it.
    pub(crate) fn repeat_client_id(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        if self.credential().names_client() {
            return Ok(());
        }
        let name = self.server().dialect().credential_names().0.to_owned();
        parameters.push_client_id(name, self.client_id())
    }

    /// Returns the facts for a source of secrets.
    fn about<'a>(
        &'a self,
        url: &'a EndpointUrl,
        endpoint: Option<Endpoint>,
        key: Option<&'a str>,
        now: SystemTime,
    ) -> About<'a> {
        let now = self.clocks().time_at(url.uri(), now);
        About { endpoint, called: url.as_str(), key, now, asks: true, ..self.about_nothing() }
    }

    /// Returns the facts for a source of secrets that is not asked.
    pub(crate) fn about_nothing(&self) -> About<'_> {
        let server = self.server();
        About {
            dialect: server.dialect(),
            client_id: self.client_id(),
            audience: server.audience(),
            endpoint: None,
            called: "",
            key: None,
            now: SystemTime::UNIX_EPOCH,
            random: self.random(),
            asks: false,
        }
    }

    /// Returns the name of the client's key that signed the request of this response.
    pub(super) fn key_of(&self, response: Response<'_>, sending: Sending<'_>) -> Option<String> {
        match response.sent() {
            Some(sent) => sent.signed.as_ref()?.key.clone(),
            None if !self.clocks().is_used() => None,
            None => self.describe_assertion(sending)?.key,
        }
    }

    /// Returns what the assertion of this request says, if the client signs one.
    pub(super) fn describe_assertion(&self, sending: Sending<'_>) -> Option<SignedAssertion> {
        let credential = self.credential();
        credential.assertion()?;
        let url = sending.destination.resolve(self.server()).ok()?;
        let about = self.about(&url, sending.destination.endpoint(), sending.key, sending.sent_at);
        credential.describe(self.server(), about)
    }

    /// Returns the context for the response of a request to this URL.
    pub(crate) fn context<'c>(
        &'c self,
        endpoint: &'c str,
        url: &'c str,
        on_behalf_of: OnBehalfOf,
        secrets: &'c dyn Fn() -> Vec<Secret>,
    ) -> RequestContext<'c> {
        RequestContext::new(endpoint, url).on_behalf_of(on_behalf_of).secrets(secrets).dialect(self.server().dialect())
    }

    /// Returns the draft of parameters alone. No source is called.
    pub(crate) fn parameters(
        &self,
        extras: &Extras,
        reserved: &[&str],
        write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>,
    ) -> Result<Draft, EncodeError> {
        let mut scratch = Draft::of_parameters();
        write(&mut Parameters::new(&mut scratch, self.about_nothing()))?;
        extras.write_parameters(reserved, self.server().dialect(), &mut scratch)?;
        Ok(scratch)
    }

    /// Returns the client's secret and the secrets that `write` adds. No source is called.
    pub(crate) fn secrets(&self, write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>) -> Vec<Secret> {
        let mut scratch = Draft::of_parameters();
        let about = self.about_nothing();
        // The request could be drafted before it was sent, so an error here means that there is nothing to remove.
        let _ = write(&mut Parameters::new(&mut scratch, about));
        let credential = self.credential();
        // Some servers repeat whole headers.
        let header = credential.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let basic = header.and_then(|value| value.strip_prefix("Basic ")).map(Secret::from);
        scratch.secrets().chain(credential.secret()).cloned().chain(basic).collect()
    }
}

/// Returns the headers with a bearer token instead of the client's credentials.
fn bearer_headers(headers: &HeaderMap, token: &Secret) -> Result<HeaderMap, EncodeError> {
    let mut headers = headers.clone();
    let value = bearer::header(token.expose()).ok_or(EncodeError::InvalidToken)?;
    headers.insert(header::AUTHORIZATION, value);
    Ok(headers)
}
