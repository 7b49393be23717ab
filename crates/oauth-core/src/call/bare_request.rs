//! Requests without client authentication, with an access token or without credentials.

use http::{HeaderMap, HeaderValue, Method, Request, header};

use super::draft::Draft;
use super::extras::Extras;
use crate::error::EncodeError;
use crate::server::{BodyFormat, Dialect};
use crate::wire::secret::Secret;
use crate::wire::url::EndpointUrl;
use crate::wire::{bearer, headers};

/// Creates a request without a body and without credentials. Extra parameters go into the query.
pub(crate) fn bare_request(
    method: Method,
    url: &EndpointUrl,
    extras: &Extras,
) -> Result<Request<Vec<u8>>, EncodeError> {
    let mut headers = HeaderMap::with_capacity(4);
    headers::accept_json(&mut headers);
    extras.write_headers(&mut headers)?;
    let mut draft = Draft::with_parameters(method, url.uri().clone(), headers, BodyFormat::Query);
    extras.write_parameters(&[], &Dialect::new(), &mut draft)?;
    draft.finish()
}

/// Adds a bearer token (RFC 6750 §2.1).
pub(crate) fn with_bearer(mut request: Request<Vec<u8>>, token: &Secret) -> Result<Request<Vec<u8>>, EncodeError> {
    let value = bearer::header(token.expose()).ok_or(EncodeError::InvalidToken)?;
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(request)
}

/// Adds a JSON body.
pub(crate) fn with_json(mut request: Request<Vec<u8>>, body: Vec<u8>) -> Request<Vec<u8>> {
    *request.body_mut() = body;
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    request
}
