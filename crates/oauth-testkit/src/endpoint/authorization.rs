//! The authorization endpoint, `/as/authorize`
//! ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1)). It responds at once, since the user's
//! decision is set in advance.

use http::{Method, StatusCode};

use crate::access::authorization::Authorization;
use crate::access::sign_in::SignIn;
use crate::authorization::destination::Destination;
use crate::authorization::request::AuthorizationRequest;
use crate::authorization::response::AuthorizationResponse;
use crate::client::RegisteredClient;
use crate::endpoint::method::require_methods;
use crate::fault::flaws::Flaws;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;
use crate::token::issue::id_token::{self, IssuedWith};
use crate::token::token_response;
use crate::user::consent::Consent;

type ResponseParameters = Vec<(&'static str, String)>;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest, flaws: Flaws) -> Result<Response, Refusal> {
    let mut parameters = read(request)?;
    let client_id = parameters.required("client_id")?;
    let Some(client) = state.clients.get(client_id).cloned() else {
        return Err(Refusal::invalid_request("No client has the client_id of the request"));
    };
    let request_uri = parameters.value("request_uri").map(str::to_owned);
    if let Some(request_uri) = &request_uri {
        parameters = state.pushed.take(request_uri, client.client_id(), state.clock.now())?;
    }
    let destination = Destination::read(&client, &parameters)?;
    let returned = if client.must_push && request_uri.is_none() {
        Err(Refusal::invalid_request("The client must push its authorization requests"))
    } else {
        authorize(state, &client, &parameters, &destination, flaws.id_token)
    };
    let returned = returned.unwrap_or_else(|refusal| {
        let (error, description) = refusal.into_parts();
        vec![("error", error.to_owned()), ("error_description", description)]
    });
    Ok(AuthorizationResponse::new(destination, returned).into_response(state, flaws.authorization_response))
}

fn read(request: &RecordedRequest) -> Result<Parameters, Refusal> {
    require_methods(request, &[Method::GET, Method::POST])?;
    let parameters = match *request.method() {
        Method::GET => Parameters::from_query(request)?,
        _ => Parameters::from_body(request)?,
    };
    for name in ["client_secret", "client_assertion", "code_verifier"] {
        if parameters.has(name) {
            let description = format!("The parameter {name} is a credential, which must never pass through a browser");
            return Err(Refusal::invalid_request(description));
        }
    }
    Ok(parameters)
}

fn authorize(
    state: &mut State,
    client: &RegisteredClient,
    parameters: &Parameters,
    destination: &Destination,
    flaw: Option<IdTokenFlaw>,
) -> Result<ResponseParameters, Refusal> {
    let request = AuthorizationRequest::read(client, parameters)?;
    let subject = match state.users.consent.clone() {
        Consent::Granted(subject) => subject,
        Consent::Refused(error) => {
            let description =
                "No user is signed in (AuthorizationServer::sign_in_as), or the test server is set to refuse";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, error.as_str(), description));
        }
    };
    Ok(grant(state, client, request, &subject, &destination.redirect_uri, flaw))
}

/// The parameters of a successful response, by response type.
fn grant(
    state: &mut State,
    client: &RegisteredClient,
    request: AuthorizationRequest,
    subject: &str,
    redirect_uri: &str,
    flaw: Option<IdTokenFlaw>,
) -> ResponseParameters {
    let now = state.clock.now();
    let sign_in = SignIn { auth_time: now, acr: request.requested.acr.clone(), nonce: request.nonce };
    let id = state.tokens.authorization_id();
    let (client_id, response_type) = (client.client_id(), request.response_type);
    let authorization = Authorization::new(id, client_id, subject, request.requested, Some(sign_in));

    let mut returned: ResponseParameters = Vec::new();
    let code = response_type
        .code
        .then(|| state.codes.issue(&mut state.ids, now, authorization.clone(), redirect_uri, request.challenge));
    returned.extend(code.clone().map(|code| ("code", code)));
    let mut access_token = None;
    if response_type.token {
        let members = token_response::access_token_members(state, client, authorization.clone(), None);
        access_token = members.first().and_then(|(_, token)| token.as_str()).map(str::to_owned);
        returned.extend(
            members
                .into_iter()
                .map(|(name, value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned))),
        );
    }
    if response_type.id_token {
        let issued_with = IssuedWith { access_token: access_token.as_deref(), code: code.as_deref() };
        let id_token = id_token::issue(state, client, &authorization, issued_with, flaw);
        returned.extend(id_token.map(|token| ("id_token", token)));
    }
    returned
}
