//! From an issuer to its metadata, wherever it is.

use std::time::SystemTime;

use http::StatusCode;

use super::{AfterFailure, Flow, FlowError, Step};
use crate::call::Call as _;
use crate::call::Response;
use crate::endpoint::ServerMetadataRequest;
use crate::error::DecodeError;
use crate::server::{Issuer, ServerMetadata};

/// Reads an issuer's metadata: at the place of OpenID Connect first, and where there is none, at that of RFC 8414.
#[derive(Debug)]
pub struct Discovery {
    /// The requests that are left, the next one last.
    requests: Vec<ServerMetadataRequest>,
    /// What the first place answered. It is the error if the second place has nothing either.
    earlier: Option<DecodeError>,
    outcome: Option<Result<ServerMetadata, DecodeError>>,
}

impl Issuer {
    /// Reads the issuer's metadata from either of the two places where servers keep it.
    #[must_use]
    pub fn discover(&self) -> Discovery {
        Discovery { requests: vec![self.oauth_metadata(), self.openid_metadata()], earlier: None, outcome: None }
    }
}

impl Discovery {
    /// Takes metadata that names this other issuer; see [`ServerMetadataRequest::dangerous_expect_issuer`].
    #[must_use]
    pub fn dangerous_expect_issuer(self, issuer: &str) -> Self {
        self.map(|request| request.dangerous_expect_issuer(issuer))
    }

    /// Adds a parameter to the query at both places; see [`ServerMetadataRequest::extra_parameter`].
    #[must_use]
    pub fn extra_parameter(self, name: &str, value: &str) -> Self {
        self.map(|request| request.extra_parameter(name, value))
    }

    /// Adds a header at both places; see [`ServerMetadataRequest::extra_header`].
    #[must_use]
    pub fn extra_header(self, name: &str, value: &str) -> Self {
        self.map(|request| request.extra_header(name, value))
    }

    fn map(mut self, change: impl Fn(ServerMetadataRequest) -> ServerMetadataRequest) -> Self {
        self.requests = self.requests.into_iter().map(change).collect();
        self
    }
}

impl Flow for Discovery {
    type Output = ServerMetadata;

    fn step(&mut self, now: SystemTime) -> Result<Step<ServerMetadata>, FlowError> {
        if let Some(outcome) = self.outcome.take() {
            return Ok(Step::Done(outcome?));
        }
        let request = self.requests.last().ok_or(FlowError::Ended)?;
        Ok(Step::Send(request.encode(now)?))
    }

    fn receive(&mut self, response: Response<'_>, now: SystemTime) {
        let Some(request) = self.requests.pop() else { return };
        match request.decode(response, now) {
            Err(error) if is_absent(&error) && !self.requests.is_empty() => self.earlier = Some(error),
            Err(error) if is_absent(&error) => self.outcome = Some(Err(self.earlier.take().unwrap_or(error))),
            outcome => {
                self.requests.clear();
                self.outcome = Some(outcome);
            }
        }
    }

    fn failed(&mut self, _now: SystemTime) -> AfterFailure {
        AfterFailure::GiveUp
    }
}

/// Whether the answer means "not here". A server in trouble or an answer that is not to be trusted does not.
fn is_absent(error: &DecodeError) -> bool {
    match error {
        DecodeError::Untrusted(_) => false,
        _ => {
            error.status() != StatusCode::TOO_MANY_REQUESTS
                && (error.status().is_client_error() || error.status().is_success())
        }
    }
}
