//! The parameters of an authorization request, independent of how they are sent.

use std::fmt;
use std::time::UNIX_EPOCH;

use super::choice::{AuthTime, Http, Nonce, Pkce, Redirect, State};
use super::request::AuthorizationRequest;
use super::returned::Returned;
use super::session::AuthorizationSession;
use super::{code_verifier, granted, state};
use crate::call::pairs::{Pairs, Value};
use crate::call::{Draft, Parameters};
use crate::error::{EncodeError, UrlProblem};
use crate::server::{Dialect, Endpoint};
use crate::wire::random::base64url;
use crate::wire::secret::Secret;
use crate::wire::text::is_vschar;
use crate::wire::url::check_redirect_uri;

/// The parameters of a request except `client_id`, and the session for its response.
pub(crate) struct Prepared {
    pub(crate) pairs: Pairs,
    pub(crate) session: AuthorizationSession,
}

impl Prepared {
    /// Names that extra parameters must not use, whether or not the request sends them: the session depends on them, or
    /// they replace the whole request.
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
        check_redirect(request)?;
        check_grants(request)?;
        check_server(request)?;
        let session = session(request, random)?;
        let mut draft = Draft::of_parameters();
        let about = request.client.about_nothing();
        write(request, &session, &mut Parameters::new(&mut draft, about))?;
        request.extras.write_parameters(Self::RESERVED, about.dialect, &mut draft)?;
        Ok(Self { pairs: draft.into_pairs(), session })
    }

    /// Returns the URL parameters that refer to a pushed request.
    pub(crate) fn reference(&self, request_uri: &Secret, dialect: &Dialect) -> Pairs {
        let mut pairs = Pairs::default();
        pairs.add("request_uri", Value::Secret(request_uri.clone()));
        if dialect.repeats_pushed_parameters() {
            let text = |text: &str| Value::Text(text.to_owned().into());
            pairs.add("response_type", text(self.session.response_type.as_str()));
            if let Some(redirect_uri) = self.session.sent_redirect_uri() {
                pairs.add("redirect_uri", text(redirect_uri));
            }
            if let Some(scope) = &self.session.scope {
                pairs.add("scope", Value::Shared(dialect.scope_value(scope)));
            }
            pairs.add("state", Value::Secret(self.session.state.clone()));
        }
        pairs
    }
}

fn session(request: &AuthorizationRequest, random: &[u8; 96]) -> Result<AuthorizationSession, EncodeError> {
    let text = |part: usize| base64url(&random[32 * part..][..32]);
    let secret = |part: usize| Secret::from(text(part).as_str());
    let response_type = &request.response_type;
    let pkce = response_type.contains("code") && request.pkce != Pkce::Without;
    // The nonce only comes back in an ID token. Without `openid` there is none, and some servers then reject a nonce.
    let openid = request.scope.as_ref().is_some_and(|scope| scope.contains("openid"));
    let nonce = response_type.contains("id_token") || (openid && request.nonce == Nonce::Sent);
    let server = request.client.server();
    Ok(AuthorizationSession {
        state: Secret::new(state::with_text(&text(0), request.state_text.as_deref())),
        state_required: request.state == State::Required,
        nonce: nonce.then(|| secret(1)),
        code_verifier: pkce.then(|| secret(2)),
        issuer: server.require_issuer()?.as_str().to_owned(),
        iss_promised: server.metadata().authorization_response_iss_parameter_supported == Some(true),
        client_id: request.client.client_id().to_owned(),
        redirect_uri: request.redirect_uri.clone(),
        redirect_uri_sent: request.redirect != Redirect::Omitted,
        response_type: response_type.clone(),
        response_mode: request.optional("response_mode").map(str::to_owned),
        scope: request.scope.clone(),
        resources: request.resources.clone(),
        max_age: request.max_age.or(request.registered_max_age).map(|age| age.as_secs()),
        began_at: request.began_at.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map(|since| since.as_secs()),
        auth_time_required: request.max_age.is_some()
            || request.registered_max_age.is_some()
            || request.auth_time == AuthTime::Required,
    })
}

fn write(
    request: &AuthorizationRequest,
    session: &AuthorizationSession,
    parameters: &mut Parameters<'_>,
) -> Result<(), EncodeError> {
    parameters.push("response_type", request.response_type.as_str())?;
    parameters.push_some("redirect_uri", session.sent_redirect_uri())?;
    if let Some(scope) = &request.scope {
        parameters.push_scope(scope)?;
    }
    if !is_vschar(session.state.expose()) {
        return Err(EncodeError::InvalidParameter { name: "state".to_owned() });
    }
    parameters.push_secret("state", &session.state)?;
    if let Some(nonce) = &session.nonce {
        parameters.push_secret("nonce", nonce)?;
    }
    match (&session.code_verifier, request.pkce) {
        (None, _) | (_, Pkce::Without) => {}
        (Some(verifier), Pkce::S256) => {
            parameters.push("code_challenge", &code_verifier::challenge(verifier.expose()))?;
            parameters.push("code_challenge_method", "S256")?;
        }
        (Some(verifier), Pkce::Plain) => {
            parameters.push_secret("code_challenge", verifier)?;
            parameters.push("code_challenge_method", "plain")?;
        }
    }
    for (name, value) in &request.optional {
        // What says who the user is, is cut out of what a server repeats.
        match *name {
            "id_token_hint" | "login_hint" if !value.expose().is_empty() => parameters.push_secret(*name, value)?,
            _ => parameters.push(*name, value.expose())?,
        }
    }
    parameters.push_some("max_age", request.max_age.map(|age| age.as_secs().to_string()).as_deref())?;
    for resource in &request.resources {
        parameters.push_resource(resource)?;
    }
    Ok(())
}

/// Checks that the client may use the grants that the response type begins (RFC 7591 §2.1).
fn check_grants(request: &AuthorizationRequest) -> Result<(), EncodeError> {
    if request.response_type.contains("code") {
        request.client.require_grant("authorization_code")?;
    }
    if request.response_type.contains("token") || request.response_type.contains("id_token") {
        request.client.require_grant("implicit")?;
    }
    Ok(())
}

/// Checks for problems that would otherwise fail the sign-in only after the user has consented.
fn check_server(request: &AuthorizationRequest) -> Result<(), EncodeError> {
    if !request.response_type.contains("code") {
        return Ok(());
    }
    let server = request.client.server();
    server.endpoint_url(Endpoint::Token)?;
    let method = match request.pkce {
        Pkce::S256 => "S256",
        Pkce::Plain => "plain",
        Pkce::Without => return Ok(()),
    };
    match server.metadata().code_challenge_methods_supported.as_deref() {
        None | Some([]) => Ok(()),
        Some(listed) if listed.iter().any(|each| each == method) => Ok(()),
        Some(_) => Err(EncodeError::CodeChallengeMethod { method }),
    }
}

/// Checks the redirect URI, and that its query cannot be confused with the response (RFC 6749 §3.1.2).
fn check_redirect(request: &AuthorizationRequest) -> Result<(), EncodeError> {
    let what = "redirect_uri";
    let uri = request.redirect_uri.as_str();
    if request.redirect == Redirect::OutOfBand {
        return Ok(());
    }
    match check_redirect_uri(uri) {
        Err(UrlProblem::Http) if request.http == Http::Allowed => {}
        checked => checked.map_err(|problem| EncodeError::InvalidRedirectUri { what, problem })?,
    }
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    let returned =
        Returned::parse(query.as_bytes()).map_err(|_| EncodeError::InvalidParameter { name: what.to_owned() })?;
    let read = granted::names(&request.response_type);
    match returned.names().find(|name| read.contains(name)) {
        Some(name) => Err(EncodeError::RedirectUriParameter { name: name.to_owned() }),
        None => Ok(()),
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.session, f)
    }
}
