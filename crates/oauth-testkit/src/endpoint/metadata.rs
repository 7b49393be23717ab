//! The metadata of the server, as PingOne shapes it.
//!
//! Like PingOne's, it names more than one application can use; of the endpoints it lists, only the token endpoint, the
//! key set and the metadata itself answer here.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::endpoint::require_method;
use crate::json;
use crate::request::RecordedRequest;
use crate::respond::{self, Reply};
use crate::state::State;

const ENDPOINTS: [(&str, &str); 9] = [
    ("authorization_endpoint", "authorize"),
    ("pushed_authorization_request_endpoint", "par"),
    ("token_endpoint", "token"),
    ("userinfo_endpoint", "userinfo"),
    ("jwks_uri", "jwks"),
    ("end_session_endpoint", "signoff"),
    ("introspection_endpoint", "introspect"),
    ("revocation_endpoint", "revoke"),
    ("device_authorization_endpoint", "device_authorization"),
];

const FLAGS: [(&str, bool); 4] = [
    ("claims_parameter_supported", false),
    ("request_parameter_supported", true),
    ("request_uri_parameter_supported", false),
    ("require_pushed_authorization_requests", false),
];

const LISTS: [(&str, &[&str]); 7] = [
    ("scopes_supported", &["openid", "profile", "email", "address", "phone"]),
    (
        "response_types_supported",
        &["code", "id_token", "token id_token", "code id_token", "code token", "code token id_token"],
    ),
    ("response_modes_supported", &["pi.flow", "query", "fragment", "form_post"]),
    (
        "grant_types_supported",
        &[
            "authorization_code",
            "implicit",
            "client_credentials",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
        ],
    ),
    ("subject_types_supported", &["public"]),
    ("id_token_signing_alg_values_supported", &["RS256"]),
    ("token_endpoint_auth_methods_supported", &["client_secret_basic", "client_secret_post"]),
];

pub(crate) fn answer(state: &State, request: &RecordedRequest) -> Reply {
    match require_method(request, &Method::GET) {
        Ok(()) => respond::json(StatusCode::OK, document(&state.issuer())),
        Err(refusal) => refusal.into(),
    }
}

fn document(issuer: &str) -> String {
    let mut members: Vec<(&str, Value)> = vec![("issuer", issuer.into())];
    members.extend(ENDPOINTS.map(|(name, path)| (name, format!("{issuer}/{path}").into())));
    members.extend(FLAGS.map(|(name, value)| (name, value.into())));
    members.extend(LISTS.map(|(name, values)| (name, values.to_vec().into())));
    json::object(&members)
}
