//! The HTTP methods of an endpoint.

use http::{HeaderValue, Method, StatusCode, header};

use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;

/// Refuses any other method.
pub(crate) fn require_method(request: &RecordedRequest, only: &Method) -> Result<(), Refusal> {
    require_methods(request, std::slice::from_ref(only))
}

/// Refuses any method that is not in `known`.
pub(crate) fn require_methods(request: &RecordedRequest, known: &[Method]) -> Result<(), Refusal> {
    if known.contains(request.method()) {
        return Ok(());
    }
    let names = |separator| known.iter().map(Method::as_str).collect::<Vec<_>>().join(separator);
    let description = format!("This endpoint accepts {} only", names(" and "));
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request", description);
    Err(match HeaderValue::from_str(&names(", ")) {
        Ok(allow) => refusal.header(header::ALLOW, allow),
        Err(_) => refusal,
    })
}
