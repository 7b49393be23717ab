//! The endpoints of the server: one file each, found by path.

pub(crate) mod jwks;
pub(crate) mod metadata;
pub(crate) mod token;

use http::{HeaderValue, Method, StatusCode, header};

use crate::request::RecordedRequest;
use crate::respond::{Refusal, Reply};
use crate::state::State;

/// An endpoint of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoint {
    /// The token endpoint, `/as/token`.
    Token,
    /// The metadata, at both of its places: that of OpenID Connect Discovery and that of RFC 8414.
    Metadata,
    /// The key set, `/as/jwks`, which is empty.
    Jwks,
}

/// Answers a request to `endpoint`, or to a place where there is none.
pub(crate) fn answer(endpoint: Option<Endpoint>, state: &mut State, request: &RecordedRequest) -> Reply {
    match endpoint {
        Some(Endpoint::Token) => token::answer(state, request),
        Some(Endpoint::Metadata) => metadata::answer(state, request),
        Some(Endpoint::Jwks) => jwks::answer(request),
        None => {
            let description = format!("This server has no endpoint at this address; its issuer is {}", state.issuer());
            Refusal::new(StatusCode::NOT_FOUND, "not_found", description).into()
        }
    }
}

/// Refuses every method but `only`.
pub(crate) fn require_method(request: &RecordedRequest, only: &Method) -> Result<(), Refusal> {
    if request.method() == only {
        return Ok(());
    }
    let description = format!("This endpoint answers {only} only");
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request", description);
    let allow = if only == Method::POST { "POST" } else { "GET" };
    Err(refusal.header(header::ALLOW, HeaderValue::from_static(allow)))
}
