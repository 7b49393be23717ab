//! A request to an endpoint of the server, with the client's credentials; and what a call knows of it.

use std::time::SystemTime;

use http::{HeaderMap, Method, header};

use super::{Client, Destination};
use crate::call::{About, Draft, Extras, Parameters, RequestContext, Response};
use crate::error::{EncodeError, OnBehalfOf};
use crate::server::BodyFormat;
use crate::wire::bearer;
use crate::wire::secret::Secret;

/// What a request is authorized by.
#[derive(Clone, Copy)]
pub(super) enum Authorization<'r> {
    /// The client's credentials.
    Client,
    /// An access token instead.
    Bearer(&'r Secret),
}

impl Client {
    /// Drafts a request to an endpoint of the server, with the client's credentials in the one place that is theirs: for
    /// a [`Call`](crate::Call) of your own. `write` adds the parameters of the request.
    ///
    /// # Errors
    ///
    /// The server has no such endpoint, a parameter is invalid, or there are no random bytes for an assertion.
    pub fn draft_form<'d>(
        &self,
        destination: impl Into<Destination<'d>>,
        now: SystemTime,
        write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>,
    ) -> Result<Draft, EncodeError> {
        self.require_identity()?;
        self.draft_with(&destination.into(), &Extras::default(), &[], now, write)
    }

    /// Learns from a response what later requests need: the nonce for the next proof of possession. The requests of this
    /// crate do so by themselves. Does nothing for a client that makes no proofs.
    pub fn learn(&self, uri: &http::Uri, response: Response<'_>) {
        if let Some(dpop) = &self.0.dpop {
            dpop.learn_from_server(uri, response);
        }
    }

    /// As [`draft_form`](Self::draft_form). None of `extras` may be called like a parameter that `write` adds, or like
    /// one of `reserved`.
    pub(crate) fn draft_with(
        &self,
        destination: &Destination<'_>,
        extras: &Extras,
        reserved: &[&str],
        now: SystemTime,
        write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>,
    ) -> Result<Draft, EncodeError> {
        self.draft_by(Authorization::Client, destination, (extras, reserved), now, write)
    }

    /// As [`draft_with`](Self::draft_with), and authorized by something else if that is wanted.
    pub(super) fn draft_by(
        &self,
        authorization: Authorization<'_>,
        destination: &Destination<'_>,
        (extras, reserved): (&Extras, &[&str]),
        now: SystemTime,
        write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>,
    ) -> Result<Draft, EncodeError> {
        let server = self.server();
        let url = destination.resolve(server)?;
        let credential = self.credential();
        let format = server.dialect().body_format();
        let method = if format == BodyFormat::Query { Method::GET } else { Method::POST };
        let headers = match authorization {
            Authorization::Client => credential.headers().clone(),
            Authorization::Bearer(token) => bearer_headers(credential.headers(), token)?,
        };
        let mut draft = Draft::with_parameters(method, url.uri().clone(), headers, format);
        let about = self.about(now);
        write(&mut Parameters::new(&mut draft, about))?;
        extras.write_parameters(reserved, server.dialect(), &mut draft)?;
        extras.write_headers(draft.headers_mut())?;
        if matches!(authorization, Authorization::Client) {
            credential.apply(&mut draft, about, self.random())?;
        }
        if let Some(dpop) = &self.0.dpop {
            dpop.prove_to_server(&mut draft, now)?;
        }
        Ok(draft)
    }

    /// Adds the `client_id` to the parameters, unless the credentials that come later bring it.
    pub(crate) fn repeat_client_id(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        if self.credential().names_client() {
            return Ok(());
        }
        let name = self.server().dialect().credential_names().0.to_owned();
        parameters.push_client_id(name, self.client_id())
    }

    /// What a source of secrets is told.
    pub(crate) fn about(&self, now: SystemTime) -> About<'_> {
        let server = self.server();
        About { dialect: server.dialect(), client_id: self.client_id(), audience: server.audience(), now, asks: true }
    }

    /// What is known of a request to this URL, for its response.
    pub(crate) fn context<'c>(
        &'c self,
        endpoint: &'c str,
        url: &'c str,
        on_behalf_of: OnBehalfOf,
        secrets: &'c dyn Fn() -> Vec<Secret>,
    ) -> RequestContext<'c> {
        RequestContext::new(endpoint, url).on_behalf_of(on_behalf_of).secrets(secrets).dialect(self.server().dialect())
    }

    /// The client's own secret, and those among the parameters that `write` adds. Nobody is asked for one.
    pub(crate) fn secrets(&self, write: impl FnOnce(&mut Parameters<'_>) -> Result<(), EncodeError>) -> Vec<Secret> {
        let mut scratch = Draft::of_parameters();
        let about = About { asks: false, ..self.about(SystemTime::UNIX_EPOCH) };
        // What was sent could be drafted, so an error here means that there is nothing to cut out.
        let _ = write(&mut Parameters::new(&mut scratch, about));
        let credential = self.credential();
        // Servers repeat whole headers too.
        let header = credential.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let basic = header.and_then(|value| value.strip_prefix("Basic ")).map(Secret::from);
        scratch.secrets().chain(credential.secret()).cloned().chain(basic).collect()
    }
}

/// The headers of a request without the client's credentials, and with a bearer token instead.
fn bearer_headers(headers: &HeaderMap, token: &Secret) -> Result<HeaderMap, EncodeError> {
    let mut headers = headers.clone();
    let value = bearer::header(token.expose()).ok_or(EncodeError::InvalidToken)?;
    headers.insert(header::AUTHORIZATION, value);
    Ok(headers)
}
