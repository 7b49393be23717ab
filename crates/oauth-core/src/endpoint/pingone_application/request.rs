//! The requests that read a record and its secret.

use std::time::SystemTime;

use http::Method;

use super::{Application, ApplicationSecret};
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Call, Draft, Extras, RequestContext, Response};
use crate::error::{DecodeError, EncodeError, FailedCheck, Rejection};
use crate::server::Dialect;
use crate::token::AccessToken;
use crate::wire::members::Members;
use crate::wire::url::EndpointUrl;

/// What both requests are made of.
#[derive(Debug, Clone)]
struct Get {
    url: EndpointUrl,
    worker_token: AccessToken,
    dialect: Dialect,
}

impl Get {
    fn draft(&self, extras: &Extras) -> Result<Draft, EncodeError> {
        Ok(self.worker_token.request(Method::GET, &self.url, extras)?.into())
    }

    fn decode<T>(
        &self,
        endpoint: &str,
        response: Response<'_>,
        read: impl FnOnce(Members<'_>) -> Result<T, Rejection>,
    ) -> Result<T, DecodeError> {
        let secrets = || vec![self.worker_token.text().clone()];
        let context = RequestContext::new(endpoint, self.url.as_str()).secrets(&secrets).dialect(&self.dialect);
        response.with_context(&context).read(read)
    }
}

/// A request for the record of an application:
/// [`Environment::application`](super::Environment::application).
#[derive(Debug, Clone)]
pub struct ApplicationRequest {
    get: Get,
    application_id: String,
    extras: Extras,
}

impl ApplicationRequest {
    pub(super) fn new(url: EndpointUrl, application_id: &str, worker_token: AccessToken, dialect: &Dialect) -> Self {
        let get = Get { url, worker_token, dialect: dialect.clone() };
        Self { get, application_id: application_id.to_owned(), extras: Extras::default() }
    }

    takes_extra_parameters!();

    takes_extra_headers!();
}

impl Call for ApplicationRequest {
    type Output = Application;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        self.get.draft(&self.extras)
    }

    fn decode(&self, response: Response<'_>, _sent_at: SystemTime) -> Result<Application, DecodeError> {
        self.get.decode("pingone_application", response, |members| {
            let application = Application::read(members)?;
            if !application.id.eq_ignore_ascii_case(&self.application_id) {
                let (expected, found) = (self.application_id.clone(), application.id);
                return Err(FailedCheck::ClientId { expected, found }.into());
            }
            Ok(application)
        })
    }
}

/// A request for the secret of an application:
/// [`Environment::application_secret`](super::Environment::application_secret).
#[derive(Debug, Clone)]
pub struct ApplicationSecretRequest {
    get: Get,
    extras: Extras,
}

impl ApplicationSecretRequest {
    pub(super) fn new(url: EndpointUrl, worker_token: AccessToken, dialect: &Dialect) -> Self {
        Self { get: Get { url, worker_token, dialect: dialect.clone() }, extras: Extras::default() }
    }

    takes_extra_parameters!();

    takes_extra_headers!();
}

impl Call for ApplicationSecretRequest {
    type Output = ApplicationSecret;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        self.get.draft(&self.extras)
    }

    fn decode(&self, response: Response<'_>, _sent_at: SystemTime) -> Result<ApplicationSecret, DecodeError> {
        self.get.decode("pingone_application_secret", response, ApplicationSecret::read)
    }
}
