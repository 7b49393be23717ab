//! The key set, `/as/jwks`. It is empty, since nothing is signed.

use http::{Method, StatusCode};

use crate::endpoint::method::require_method;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};

pub(crate) fn respond(request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::GET)?;
    Ok(response::json(StatusCode::OK, "{\"keys\":[]}".to_owned()))
}
