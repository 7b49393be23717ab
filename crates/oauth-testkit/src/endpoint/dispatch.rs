//! Dispatch of a request to its endpoint.

use http::header::DATE;
use http::{HeaderValue, StatusCode};

use super::{
    authorization, backchannel_authentication, client_configuration, device_authorization, device_verification,
    end_session, introspection, jwks, metadata, pingone_application, pingone_application_secret, protected_resource,
    protected_resource_metadata, pushed_authorization_request, registration, revocation, token, userinfo,
};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::fault::flaws::Flaws;
use crate::request::recorded::RecordedRequest;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::wire::http_date;

/// Responds to a request to `endpoint`, by a wrong clock if the flaws say so.
pub(crate) fn respond(
    endpoint: Option<Endpoint>,
    state: &mut State,
    request: &RecordedRequest,
    flaws: Flaws,
) -> Response {
    let Some(shift) = flaws.clock else { return respond_in_time(endpoint, state, request, flaws) };
    let wrong = shift.apply(state.clock.now());
    let right = std::mem::replace(&mut state.clock, Clock::starting_at(wrong));
    let mut response = respond_in_time(endpoint, state, request, flaws);
    state.clock = right;
    // A date has no character that a header may not have.
    if let Ok(date) = HeaderValue::try_from(http_date::format(wrong)) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// Responds to a request to `endpoint`. `None` is a URL without an endpoint.
fn respond_in_time(endpoint: Option<Endpoint>, state: &mut State, request: &RecordedRequest, flaws: Flaws) -> Response {
    let response = match endpoint {
        Some(Endpoint::Authorization) => authorization::respond(state, request, flaws),
        Some(Endpoint::PushedAuthorizationRequest) => pushed_authorization_request::respond(state, request),
        Some(Endpoint::Token) => token::respond(state, request, flaws.id_token),
        Some(Endpoint::DeviceAuthorization) => device_authorization::respond(state, request),
        Some(Endpoint::DeviceVerification) => device_verification::respond(state, request),
        Some(Endpoint::BackchannelAuthentication) => backchannel_authentication::respond(state, request),
        Some(Endpoint::Introspection) => introspection::respond(state, request),
        Some(Endpoint::Revocation) => revocation::respond(state, request),
        Some(Endpoint::UserInfo) => userinfo::respond(state, request),
        Some(Endpoint::EndSession) => end_session::respond(state, request),
        Some(Endpoint::Registration) => registration::respond(state, request),
        Some(Endpoint::ClientConfiguration) => client_configuration::respond(state, request),
        Some(Endpoint::ProtectedResource) => protected_resource::respond(state, request),
        Some(Endpoint::ProtectedResourceMetadata) => protected_resource_metadata::respond(state, request),
        Some(Endpoint::Metadata) => metadata::respond(state, request),
        Some(Endpoint::Jwks) => jwks::respond(request),
        Some(Endpoint::PingOneApplication) => Ok(pingone_application::respond(state, request)),
        Some(Endpoint::PingOneApplicationSecret) => Ok(pingone_application_secret::respond(state, request)),
        None => {
            let description = format!("This server has no endpoint at this address; its issuer is {}", state.issuer());
            Err(Refusal::new(StatusCode::NOT_FOUND, "not_found", description))
        }
    };
    response.unwrap_or_else(Into::into)
}
