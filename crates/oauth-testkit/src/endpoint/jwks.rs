//! `/as/jwks`: a key set without keys, as nothing here is signed.

use http::{Method, StatusCode};

use crate::endpoint::require_method;
use crate::request::RecordedRequest;
use crate::respond::{self, Refusal, Response};

pub(crate) fn respond(request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::GET)?;
    Ok(respond::json(StatusCode::OK, "{\"keys\":[]}".to_owned()))
}
