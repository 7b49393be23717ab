//! The metadata of the server ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)), with its members
//! in PingOne's order.

use std::collections::BTreeSet;

use http::{Method, StatusCode};
use serde_json::Value;

use crate::authorization::response_mode::ResponseMode;
use crate::authorization::response_type::ResponseType;
use crate::client::RegisteredClient;
use crate::client::auth_method::TokenEndpointAuthMethod;
use crate::endpoint::Endpoint;
use crate::endpoint::method::require_method;
use crate::grant::GrantType;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::json;

const ENDPOINTS: [(&str, Endpoint); 11] = [
    ("authorization_endpoint", Endpoint::Authorization),
    ("pushed_authorization_request_endpoint", Endpoint::PushedAuthorizationRequest),
    ("token_endpoint", Endpoint::Token),
    ("userinfo_endpoint", Endpoint::UserInfo),
    ("jwks_uri", Endpoint::Jwks),
    ("end_session_endpoint", Endpoint::EndSession),
    ("introspection_endpoint", Endpoint::Introspection),
    ("revocation_endpoint", Endpoint::Revocation),
    ("registration_endpoint", Endpoint::Registration),
    ("device_authorization_endpoint", Endpoint::DeviceAuthorization),
    ("backchannel_authentication_endpoint", Endpoint::BackchannelAuthentication),
];

const FLAGS: [(&str, bool); 4] = [
    ("claims_parameter_supported", false),
    ("request_parameter_supported", false),
    ("request_uri_parameter_supported", false),
    ("require_pushed_authorization_requests", false),
];

pub(crate) fn respond(state: &State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::GET)?;
    let mut members: Vec<(&str, Value)> = vec![("issuer", state.issuer().into())];
    members.extend(ENDPOINTS.map(|(name, endpoint)| (name, state.url(endpoint).into())));
    members.extend(FLAGS.map(|(name, value)| (name, value.into())));
    members.push(("authorization_response_iss_parameter_supported", state.sends_iss.into()));
    members.push(("scopes_supported", union(state, |client| &client.scopes)));
    members.extend(lists().map(|(name, values)| (name, values.into())));
    #[cfg(feature = "jwt")]
    members.push(("token_endpoint_auth_signing_alg_values_supported", signing_algorithms(state)));
    let types = union(state, |client| &client.authorization_details_types);
    members.push(("authorization_details_types_supported", types));
    Ok(response::json(StatusCode::OK, json::object(&members)))
}

/// The union of a list over all clients.
fn union(state: &State, of: impl Fn(&RegisteredClient) -> &Vec<String>) -> Value {
    let every: BTreeSet<&String> = state.clients.values().flat_map(of).collect();
    every.into_iter().map(String::as_str).collect()
}

/// The algorithms of the server, and those of clients with rules of their own.
#[cfg(feature = "jwt")]
fn signing_algorithms(state: &State) -> Value {
    let own = state.clients.values().filter_map(|client| client.assertion_rules.as_ref());
    let every: BTreeSet<_> = own.chain([&state.assertion_rules]).flat_map(|rules| &rules.algorithms).collect();
    every.into_iter().map(|algorithm| algorithm.as_str()).collect()
}

fn lists() -> [(&'static str, Vec<&'static str>); 8] {
    [
        ("response_types_supported", ResponseType::ALL.to_vec()),
        ("response_modes_supported", ResponseMode::ALL.map(ResponseMode::as_str).to_vec()),
        ("grant_types_supported", GrantType::ALL.map(GrantType::as_str).to_vec()),
        ("subject_types_supported", vec!["public"]),
        ("id_token_signing_alg_values_supported", vec!["RS256"]),
        (
            "token_endpoint_auth_methods_supported",
            TokenEndpointAuthMethod::SUPPORTED.iter().map(|method| method.as_str()).collect(),
        ),
        ("code_challenge_methods_supported", vec!["S256"]),
        ("backchannel_token_delivery_modes_supported", vec!["poll"]),
    ]
}
