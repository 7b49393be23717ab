//! `/.well-known/oauth-protected-resource/api/NAME`, RFC 9728: what a resource says about itself.

use http::{Method, StatusCode};

use crate::endpoint::{protected_resource, require_method};
use crate::json;
use crate::request::RecordedRequest;
use crate::respond::{self, Refusal, Response};
use crate::state::State;

pub(crate) fn respond(state: &State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::GET)?;
    let resource = protected_resource::find(state, request)?;
    let members = [
        ("resource", state.resource_url(resource.name()).into()),
        ("authorization_servers", vec![state.issuer()].into()),
        ("scopes_supported", resource.scopes.clone().into()),
        ("bearer_methods_supported", vec!["header"].into()),
        ("resource_name", resource.name().into()),
    ];
    Ok(respond::json(StatusCode::OK, json::object(&members)))
}
