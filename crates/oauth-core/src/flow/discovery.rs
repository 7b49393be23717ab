//! From an issuer to its metadata, wherever it is.

use std::time::SystemTime;

use http::StatusCode;

use super::{AfterFailure, Failure, Flow, FlowError, RoundTrip, Step};
use crate::call::Response;
use crate::endpoint::ServerMetadataRequest;
use crate::error::DecodeError;
use crate::key::{NotSupplied, Supplied};
use crate::server::{Issuer, ServerMetadata};

/// Reads an issuer's metadata: at the place of OpenID Connect first, and if there is none, at that of RFC 8414.
#[derive(Debug)]
pub struct Discovery {
    round_trip: RoundTrip<ServerMetadataRequest>,
    /// The places that are left, in their order.
    next: Vec<ServerMetadataRequest>,
    /// The error of the first place. It is the error of the flow if the other place has nothing either.
    earlier: Option<DecodeError>,
}

impl Issuer {
    /// Reads the issuer's metadata from either of the two places that servers keep it at.
    #[must_use]
    pub fn discover(&self) -> Discovery {
        Discovery {
            round_trip: RoundTrip::new(self.openid_metadata()),
            next: vec![self.oauth_metadata()],
            earlier: None,
        }
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
        self.round_trip = RoundTrip::new(change(self.round_trip.call().clone()));
        self.next = self.next.into_iter().map(change).collect();
        self
    }
}

impl Flow for Discovery {
    type Output = ServerMetadata;

    fn step(&mut self, now: SystemTime) -> Result<Step<ServerMetadata>, FlowError> {
        match self.round_trip.step(now) {
            Err(FlowError::Decode(error)) if is_absent(&error) => Err(self.earlier.take().unwrap_or(error).into()),
            other => other,
        }
    }

    fn receive(&mut self, response: Response<'_>, received_at: SystemTime) {
        self.round_trip.receive(response, received_at);
        let absent = self.round_trip.error().filter(|error| is_absent(error)).cloned();
        if let Some(error) = absent.filter(|_| !self.next.is_empty()) {
            self.earlier.get_or_insert(error);
            self.round_trip = RoundTrip::new(self.next.remove(0));
        }
    }

    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure {
        self.round_trip.failed(failure, now)
    }

    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime) {
        self.round_trip.supply(supplied, now);
    }
}

/// Whether the response means "not here". A server in trouble or a response that is not to be trusted does not.
fn is_absent(error: &DecodeError) -> bool {
    match error {
        DecodeError::Untrusted(_) => false,
        _ => {
            error.status() != StatusCode::TOO_MANY_REQUESTS
                && (error.status().is_client_error() || error.status().is_success())
        }
    }
}
