//! The check of a response against the session of its sign-in.

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

/// The parameters that an error response has.
const ERROR: [&str; 5] = ["state", "iss", "error", "error_description", "error_uri"];

impl AuthorizationSession {
    /// Checks the response against this session, and consumes both. The error gives the session back, so that a forged
    /// response does not end a sign-in.
    ///
    /// # Several servers
    ///
    /// A user who begins to sign in at one server can be sent on to another by it. If the other one does not name itself
    /// in its responses (`iss`, [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207.html)), its code would be redeemed at
    /// the first one, together with the code verifier
    /// ([RFC 9700 §4.4](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4)). So the place to which the response came
    /// is compared with the redirect URI of the sign-in, by path and retained query. The application's part in it: **a
    /// redirect URI of its own for each server**, registered at that one alone.
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
    /// // The user chose the first one. Its redirect URI is registered there and nowhere else.
    /// let begun = clients[0].authorization_request("https://client.example.org/cb/one").begin()?;
    ///
    /// // The browser comes back. The session is the one of this browser and this `state`.
    /// let back = |path: &str, session: &AuthorizationSession| format!("{path}?code=c&state={}", session.state());
    /// let response = AuthorizationResponse::from_url(&back("/cb/two", &begun.session))?;
    /// let client = clients.iter().find(|each| each.server().issuer().map(Issuer::as_str) == Some(begun.session.issuer()));
    /// let client = client.ok_or("no such server")?;
    /// // It is the redirect URI of the second one: somebody sent the user on. The sign-in goes on.
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
    /// The session belongs to another client; the response belongs to another session, came to another place, comes from
    /// another server, or does not say where it comes from although the server promises that
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)); the server or the user said no; or
    /// the response lacks what was asked for.
    pub fn receive(self, client: &Client, response: AuthorizationResponse) -> Result<Authorized, ReceiveError> {
        match self.check(client, &response) {
            Ok((granted, claims)) => Ok(Authorized::new(client.clone(), self, granted, claims)),
            Err(error) => Err(ReceiveError::new(self, error, response.error.as_deref().map(ErrorCode::from))),
        }
    }

    /// Takes a code that came by another way than a redirect: the user copied it from a page
    /// ([`dangerous_out_of_band`](crate::authorization::AuthorizationRequest::dangerous_out_of_band)).
    ///
    /// Nothing tells who sent it. PKCE binds it to this sign-in, and in OpenID Connect the `nonce`; whoever can make the
    /// user copy a code to another place can sign in as the user all the same.
    ///
    /// # Errors
    ///
    /// The session belongs to another client, or asked for something else than a code alone; or the code is empty or holds
    /// a character that it cannot hold.
    pub fn dangerous_receive_code(self, client: &Client, code: impl Into<Secret>) -> Result<Authorized, ReceiveError> {
        let code = code.into();
        let field = "code";
        let good = |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
        let problem = if self.response_type.as_str() != field {
            Some(Problem::InvalidValue { field, reason: "is not all that was asked for" })
        } else if !good(code.expose()) {
            Some(Problem::InvalidValue { field, reason: "is empty, or holds a character that it cannot hold" })
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
                // These two are for people, and are shown escaped: a line break in them does not hide the error itself.
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

    /// Checks that the response is one to this sign-in, and comes from the server at which it began.
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
        // An ID token in the response names the issuer just as well (RFC 9207 §2.4), and is compared later; beside an error
        // it is nobody's, and not looked at.
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
