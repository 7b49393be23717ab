//! An authorization request written down, wherever it then goes.

use std::fmt;
use std::time::SystemTime;

use super::request::{Nonce, Pkce};
use super::{AuthorizationRequest, AuthorizationSession};
use crate::authorization::code_verifier;
use crate::call::pairs::Pairs;
use crate::call::{Draft, Parameters};
use crate::error::EncodeError;
use crate::wire::random::base64url;
use crate::wire::secret::Secret;
use crate::wire::url::check_redirect_uri;

/// The parameters of a request, other than `client_id`; and the session that belongs to them.
pub(crate) struct Prepared {
    pub(crate) pairs: Pairs,
    pub(crate) session: AuthorizationSession,
}

impl Prepared {
    /// Parameters that no extra one may be called like, whether they are sent or not: the session rests on them, or
    /// they stand for a whole request.
    pub(crate) const RESERVED: &'static [&'static str] = &[
        "authorization_details",
        "code_challenge",
        "code_challenge_method",
        "max_age",
        "nonce",
        "redirect_uri",
        "request",
        "request_uri",
        "response_mode",
        "response_type",
        "scope",
        "state",
    ];

    pub(crate) fn new(request: &AuthorizationRequest, random: &[u8; 96]) -> Result<Self, EncodeError> {
        let session = session(request, random)?;
        let mut draft = Draft::of_parameters();
        let about = request.client.about(SystemTime::UNIX_EPOCH);
        write(request, &session, &mut Parameters::new(&mut draft, about))?;
        request.extras.write_parameters(Self::RESERVED, about.dialect, &mut draft)?;
        Ok(Self { pairs: draft.into_pairs(), session })
    }
}

fn session(request: &AuthorizationRequest, random: &[u8; 96]) -> Result<AuthorizationSession, EncodeError> {
    let text = |part: usize| Secret::from(base64url(&random[32 * part..][..32]).as_str());
    let response_type = &request.response_type;
    let pkce = response_type.contains("code") && request.pkce == Pkce::S256;
    // It comes back in an ID token alone, and without `openid` there is none; some servers refuse it then.
    let openid = request.scope.as_ref().is_some_and(|scope| scope.contains("openid"));
    let nonce = response_type.contains("id_token") || (openid && request.nonce == Nonce::Sent);
    let server = request.client.server();
    Ok(AuthorizationSession {
        state: text(0),
        nonce: nonce.then(|| text(1)),
        code_verifier: pkce.then(|| text(2)),
        issuer: server.require_issuer()?.as_str().to_owned(),
        iss_promised: server.metadata().authorization_response_iss_parameter_supported == Some(true),
        client_id: request.client.client_id().to_owned(),
        redirect_uri: request.redirect_uri.clone(),
        response_type: response_type.clone(),
        response_mode: request.optional("response_mode").map(str::to_owned),
        scope: request.scope.clone(),
        resources: request.resources.clone(),
        max_age: request.max_age.map(|age| age.as_secs()),
    })
}

fn write(
    request: &AuthorizationRequest,
    session: &AuthorizationSession,
    parameters: &mut Parameters<'_>,
) -> Result<(), EncodeError> {
    check_redirect_uri(&request.redirect_uri)
        .map_err(|problem| EncodeError::InvalidRedirectUri { what: "redirect_uri", problem })?;
    parameters.push("response_type", request.response_type.as_str())?;
    parameters.push("redirect_uri", &request.redirect_uri)?;
    if let Some(scope) = &request.scope {
        parameters.push_scope(scope)?;
    }
    parameters.push("state", session.state.expose())?;
    parameters.push_some("nonce", session.nonce.as_ref().map(Secret::expose))?;
    if let Some(verifier) = &session.code_verifier {
        parameters.push("code_challenge", &code_verifier::challenge(verifier.expose()))?;
        parameters.push("code_challenge_method", "S256")?;
    }
    for (name, value) in &request.optional {
        parameters.push(*name, value.expose())?;
    }
    parameters.push_some("max_age", session.max_age.map(|age| age.to_string()).as_deref())?;
    for resource in &request.resources {
        parameters.push_resource(resource)?;
    }
    Ok(())
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.session, f)
    }
}
