//! The metadata of a protected resource, `/.well-known/oauth-protected-resource/api/{name}`
//! ([RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html)).

use http::{Method, StatusCode};

use crate::endpoint::Endpoint;
use crate::endpoint::method::require_method;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::json;

pub(crate) fn respond(state: &State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::GET)?;
    let (resource, below) = state.resource_at(request.path(), Endpoint::ProtectedResourceMetadata)?;
    if !below.is_empty() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "not_found", "The test server has no metadata at this path"));
    }
    let members = [
        ("resource", state.resource_url(resource.name()).into()),
        ("authorization_servers", vec![state.issuer()].into()),
        ("scopes_supported", resource.scopes.clone().into()),
        ("bearer_methods_supported", vec!["header"].into()),
        ("resource_name", resource.name().into()),
    ];
    Ok(response::json(StatusCode::OK, json::object(&members)))
}
