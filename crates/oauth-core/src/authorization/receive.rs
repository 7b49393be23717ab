//! Checking a response against the session of its sign-in.

use subtle::ConstantTimeEq as _;

use super::authorized::Authorized;
use super::granted::Granted;
use super::receive_error::ReceiveError;
use super::response::AuthorizationResponse;
use super::session::AuthorizationSession;
use crate::client::Client;
use crate::error::{AuthorizationError, AuthorizationErrorResponse, ErrorCode, FailedCheck, Problem, Rejection};
use crate::server::{ExpectedIssuer, Issuer};
use crate::token::IdToken;
use crate::wire::secret::Secret;
use crate::wire::text::cut;

/// The parameters of an error response.
const ERROR: [&str; 5] = ["state", "iss", "error", "error_description", "error_uri"];

impl AuthorizationSession {
    /// Checks the response against this session. On failure, the error returns the session, so that a forged response
    /// does not end the sign-in.
    ///
    /// # Several servers
    ///
    /// A malicious server can redirect a user who signs in there to another server (a mix-up attack). If the other
    /// server does not identify itself in its responses (`iss`,
    /// [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207.html)), its code and the code verifier would be sent to the
    /// malicious server ([RFC 9700 §4.4](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4)). The URL at which
    /// the response arrived is therefore compared with the redirect URI of the sign-in, by path and retained query. For
    /// this to work, the application must use **a separate redirect URI for each server**, registered only there.
    ///
    /// ```
    /// use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession};
    /// use oauth_core::{Client, ClientAuthentication, Endpoint, Issuer, Server};
    ///
    /// fn client(issuer: &str) -> Result<Client, Box<dyn std::error::Error>> {
    ///     let server = Server::new(Issuer::new(issuer)?)
    ///         .with_endpoint(Endpoint::Authorization, &format!("{issuer}/authorize"))?
    ///         .with_endpoint(Endpoint::Token, &format!("{issuer}/token"))?;
    ///     Ok(Client::new(server, "client-id", ClientAuthentication::none())?)
    /// }
    ///
    /// let clients = [client("https://one.example")?, client("https://two.example")?];
    /// // The user chose the first server. This redirect URI is registered only there.
    /// let begun = clients[0].authorization_request("https://client.example.org/cb/one").begin()?;
    ///
    /// // The browser comes back. The session is looked up by the browser's cookie and `state`.
    /// let back = |path: &str, session: &AuthorizationSession| format!("{path}?code=c&state={}", session.state());
    /// let response = AuthorizationResponse::from_url(&back("/cb/two", &begun.session))?;
    /// let issuer = begun.session.issuer();
    /// let client = clients.iter().find(|each| each.server().issuer().map(Issuer::as_str) == Some(issuer));
    /// let client = client.ok_or("no such server")?;
    /// // The response arrived at the redirect URI of the second server: a mix-up. The sign-in continues.
    /// let error = begun.session.receive(client, response).unwrap_err();
    /// let session = error.into_session();
    ///
    /// let response = AuthorizationResponse::from_url(&back("/cb/one", &session))?;
    /// assert!(session.receive(client, response).is_ok());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * The session belongs to another client.
    /// * The response belongs to another session, arrived at another URL, or comes from another server.
    /// * The response does not name its issuer, although the server promises to
    ///   ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)).
    /// * The server or the user denied the request.
    /// * The response is malformed or lacks something that was requested.
    pub fn receive(self, client: &Client, response: AuthorizationResponse) -> Result<Authorized, ReceiveError> {
        match self.check(client, &response) {
            Ok((granted, claims)) => Ok(Authorized::new(client.clone(), self, granted, claims)),
            Err(error) => Err(ReceiveError::new(self, error, response.error.as_deref().map(ErrorCode::from))),
        }
    }

    /// Accepts a code that did not come through a redirect, but was copied by the user from a page
    /// ([`dangerous_out_of_band`](crate::authorization::AuthorizationRequest::dangerous_out_of_band)).
    ///
    /// The origin of the code is unknown. PKCE, and in OpenID Connect the `nonce`, bind it to this sign-in. An attacker
    /// who tricks the user into copying a code elsewhere can nevertheless sign in as that user.
    ///
    /// # Errors
    ///
    /// The session belongs to another client or requested more than a code, or the code is empty or contains an invalid
    /// character.
    pub fn dangerous_receive_code(self, client: &Client, code: impl Into<Secret>) -> Result<Authorized, ReceiveError> {
        let code = code.into();
        let field = "code";
        let good = |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
        let problem = if self.response_type.as_str() != field {
            Some(Problem::InvalidValue { field, reason: "is not all that was requested" })
        } else if !good(code.expose()) {
            Some(Problem::InvalidValue { field, reason: "is empty or contains an invalid character" })
        } else {
            None
        };
        match (self.check_client(client), problem) {
            (Err(error), _) => Err(ReceiveError::new(self, error, None)),
            (_, Some(problem)) => Err(ReceiveError::new(self, AuthorizationError::Malformed(problem), None)),
            _ => Ok(Authorized::new(client.clone(), self, Granted::code(code), None)),
        }
    }

    fn check_client(&self, client: &Client) -> Result<(), AuthorizationError> {
        let issuer = client.server().issuer().map(Issuer::as_str);
        if issuer != Some(self.issuer.as_str()) || self.client_id != client.client_id() {
            return Err(AuthorizationError::Untrusted(FailedCheck::Session));
        }
        Ok(())
    }

    fn check(
        &self,
        client: &Client,
        response: &AuthorizationResponse,
    ) -> Result<(Granted, Option<IdToken>), AuthorizationError> {
        self.check_client(client)?;
        self.check_origin(client, response)?;
        let dialect = client.server().dialect();
        if let Some(code) = &response.error {
            return Err(AuthorizationError::Server(AuthorizationErrorResponse {
                code: ErrorCode::from(&**code),
                // These two are meant for people and are escaped when shown. A line break in them does not hide the
                // error itself.
                description: response.returned.text("error_description"),
                uri: response.returned.text("error_uri"),
                extra: response.returned.without(&ERROR),
            }));
        }
        let malformed = AuthorizationError::Malformed;
        if let Some(member) = response.returned.repeated().filter(|_| dialect.is_strict()) {
            return Err(malformed(Problem::Duplicate { member: member.to_owned() }));
        }
        let mut granted = Granted::read(&response.returned, &self.response_type, dialect).map_err(malformed)?;
        granted.iss.clone_from(&response.iss);
        let Some(id_token) = &granted.id_token else { return Ok((granted, None)) };
        let expected = self.expected_id_token(client).named_by(response.iss.as_deref());
        let claims = expected.read(id_token.expose()).map_err(|rejection| match rejection {
            Rejection::Malformed(problem) => malformed(problem),
            Rejection::Untrusted(check) => AuthorizationError::Untrusted(check),
        })?;
        Ok((granted, Some(claims)))
    }

    /// Checks that the response belongs to this sign-in and comes from the server where it began.
    fn check_origin(&self, client: &Client, response: &AuthorizationResponse) -> Result<(), AuthorizationError> {
        let untrusted = |check| Err(AuthorizationError::Untrusted(check));
        let wants_jwt = self.response_mode.as_deref().is_some_and(|mode| mode == "jwt" || mode.ends_with(".jwt"));
        if wants_jwt || response.unverified_response().is_some() {
            return untrusted(FailedCheck::ResponseJwt);
        }
        let state_is_good = match response.state() {
            Some(state) => bool::from(self.state.expose().as_bytes().ct_eq(state.as_bytes())),
            None => !self.state_required,
        };
        if !state_is_good {
            return untrusted(FailedCheck::State);
        }
        if !response.place.is(&self.redirect_uri, &response.returned) {
            let (expected, found) = (self.redirect_uri.clone(), cut(response.place.without_query()));
            return untrusted(FailedCheck::RedirectUri { expected, found });
        }
        // An ID token in the response identifies the issuer as well (RFC 9207 §2.4) and is checked later. In an error
        // response, it is not authenticated and is ignored.
        let named_in_id_token = response.error.is_none()
            && self.response_type.contains("id_token")
            && matches!(response.returned.secret("id_token"), Ok(Some(_)));
        let may_lack =
            named_in_id_token || (response.error.is_some() && client.server().dialect().leaves_issuer_out_of_errors());
        let expected = client.server().expected_issuer();
        match &response.iss {
            Some(iss) if !expected.is_some_and(|expected| expected.may_be(iss)) => {
                let expected = expected.map_or(&*self.issuer, ExpectedIssuer::as_str).to_owned();
                let found = cut(iss);
                untrusted(FailedCheck::Issuer { expected, found })
            }
            None if self.iss_promised && !may_lack => untrusted(FailedCheck::IssuerMissing),
            _ => Ok(()),
        }
    }
}
