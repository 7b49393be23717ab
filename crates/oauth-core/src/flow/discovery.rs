//! Discovery of an issuer's metadata at its well-known locations.

use std::collections::VecDeque;
use std::time::SystemTime;

use http::header;

use super::discovery_error::DiscoveryError;
use super::{AfterFailure, Failure, Flow, FlowError, RoundTrip, Step};
use crate::call::Response;
use crate::endpoint::ServerMetadataRequest;
use crate::error::DecodeError;
use crate::key::{NotSupplied, Supplied};
use crate::server::{Dialect, ExpectedIssuer, Issuer, ServerMetadata};

/// A flow that reads an issuer's metadata: from the location of OpenID Connect, then from that of RFC 8414, then from a
/// third that some servers use.
///
/// A redirect within the origin of a location is followed once; the request carries no credentials. If a response is
/// not the metadata, whatever its status, the next location is tried. If all of them fail, the error is
/// [`FlowError::Discovery`], with the response of each location. A document that names another issuer ends the search
/// with an error.
#[derive(Debug)]
pub struct Discovery {
    round_trip: RoundTrip<ServerMetadataRequest>,
    /// Whether the current request follows a redirect.
    redirected: bool,
    /// The locations still to try, in order.
    next: VecDeque<ServerMetadataRequest>,
    failed: Vec<DecodeError>,
    merge: bool,
    found: Option<ServerMetadata>,
}

impl Issuer {
    /// Reads the issuer's metadata from the first well-known location that has it.
    #[must_use]
    pub fn discover(&self) -> Discovery {
        let first = self.openid_metadata();
        let next = self.metadata_everywhere().skip(1).collect();
        let round_trip = RoundTrip::new(first);
        Discovery { round_trip, redirected: false, next, failed: Vec::new(), merge: false, found: None }
    }
}

impl Discovery {
    /// Reads the documents of all locations and merges them; if they disagree, the earlier one wins. Some servers list
    /// their endpoints for revocation, introspection or registration in only one of them.
    #[must_use]
    pub fn merge_documents(mut self) -> Self {
        self.merge = true;
        self
    }

    /// Accepts metadata that names this other issuer. See [`ServerMetadataRequest::dangerous_expect_issuer`].
    #[must_use]
    pub fn dangerous_expect_issuer(self, issuer: impl Into<ExpectedIssuer>) -> Self {
        let issuer = issuer.into();
        self.map(|request| request.dangerous_expect_issuer(issuer.clone()))
    }

    /// Accepts metadata that names no issuer. See [`ServerMetadataRequest::dangerous_without_issuer`].
    #[must_use]
    pub fn dangerous_without_issuer(self) -> Self {
        self.map(ServerMetadataRequest::dangerous_without_issuer)
    }

    /// Sets how the documents deviate from the standard. See [`ServerMetadataRequest::dialect`].
    #[must_use]
    pub fn dialect(self, dialect: Dialect) -> Self {
        self.map(|request| request.dialect(dialect.clone()))
    }

    /// Adds a query parameter to each request. See [`ServerMetadataRequest::extra_parameter`].
    #[must_use]
    pub fn extra_parameter(self, name: &str, value: &str) -> Self {
        self.map(|request| request.extra_parameter(name, value))
    }

    /// Adds a header to each request. See [`ServerMetadataRequest::extra_header`].
    #[must_use]
    pub fn extra_header(self, name: &str, value: &str) -> Self {
        self.map(|request| request.extra_header(name, value))
    }

    fn map(mut self, change: impl Fn(ServerMetadataRequest) -> ServerMetadataRequest) -> Self {
        self.round_trip = RoundTrip::new(change(self.round_trip.call().clone()));
        self.next = self.next.into_iter().map(change).collect();
        self
    }

    /// Moves on to the next location. Returns `false` if there is none.
    fn advance(&mut self) -> bool {
        let Some(next) = self.next.pop_front() else { return false };
        (self.round_trip, self.redirected) = (RoundTrip::new(next), false);
        true
    }

    /// Follows a redirect. Returns `false` if the response is not a redirect, or not one to follow.
    fn redirect(&mut self, error: &DecodeError) -> bool {
        let response = error.response();
        let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
        let follows = !self.redirected && matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
        let call = location.filter(|_| follows).and_then(|location| self.round_trip.call().redirected(location));
        let Some(call) = call else { return false };
        (self.round_trip, self.redirected) = (RoundTrip::new(call), true);
        true
    }
}

impl Flow for Discovery {
    type Output = ServerMetadata;

    fn step(&mut self, now: SystemTime) -> Result<Step<ServerMetadata>, FlowError> {
        loop {
            match self.round_trip.step(now) {
                Ok(Step::Done(metadata)) => {
                    let found = match self.found.take() {
                        Some(earlier) => earlier.or(metadata),
                        None => metadata,
                    };
                    if !self.merge || !self.advance() {
                        return Ok(Step::Done(found));
                    }
                    self.found = Some(found);
                }
                // Do not look elsewhere if a document names another server.
                Err(FlowError::Decode(error @ DecodeError::Untrusted(_))) => return Err(error.into()),
                Err(FlowError::Decode(error)) => {
                    if self.redirect(&error) {
                        continue;
                    }
                    self.failed.push(error);
                    if self.advance() {
                        continue;
                    }
                    if let Some(found) = self.found.take() {
                        return Ok(Step::Done(found));
                    }
                    let issuer = self.round_trip.call().issuer().clone();
                    return Err(DiscoveryError::new(issuer, std::mem::take(&mut self.failed)).into());
                }
                other => return other,
            }
        }
    }

    fn receive(&mut self, response: Response<'_>, received_at: SystemTime) {
        self.round_trip.receive(response, received_at);
    }

    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure {
        self.round_trip.failed(failure, now)
    }

    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime) {
        self.round_trip.supply(supplied, now);
    }
}
