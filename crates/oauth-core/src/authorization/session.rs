//! What belongs to one sign-in.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use subtle::ConstantTimeEq as _;

use super::{AuthorizationResponse, Authorized, ResponseType};
use crate::client::Client;
use crate::error::{AuthorizationError, FailedCheck, Problem, Rejection};
use crate::server::ExpectedIssuer;
use crate::token::Scope;
use crate::token::id_token::ExpectedIdToken;
use crate::wire::secret::Secret;

/// What the application keeps between an authorization request and its response: `state`, `nonce`, code verifier, and
/// what the response is checked against. Without it a code cannot be redeemed.
///
/// It is kept where only this user's browser leads to: in the server's session behind the browser's cookie, in an
/// encrypted cookie, in the memory of an application on a device. Its serialization holds the code verifier and is a
/// secret. It is used once: take it out of where it is kept, and [`receive`](Self::receive) consumes it.
///
/// ```
/// # use oauth_core::authorization::AuthorizationSession;
/// # use oauth_core::pingone::Region;
/// # use oauth_core::{Client, ClientAuthentication, Server};
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// # let client = Client::new(server, "client-id", ClientAuthentication::none())?;
/// let begun = client.authorization_request("https://client.example.org/cb").begin()?;
/// let kept = serde_json::to_string(&begun.session)?;
/// let session: AuthorizationSession = serde_json::from_str(&kept)?;
/// assert_eq!(session.state(), begun.session.state());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub struct AuthorizationSession {
    pub(super) state: Secret,
    pub(super) nonce: Option<Secret>,
    pub(super) code_verifier: Option<Secret>,
    pub(super) issuer: String,
    /// Whether the server says that it names itself in every response.
    pub(super) iss_promised: bool,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) response_type: ResponseType,
    pub(super) response_mode: Option<String>,
    pub(super) scope: Option<Scope>,
    /// In seconds.
    pub(super) max_age: Option<u64>,
}

impl AuthorizationSession {
    /// The `state`, by which an application that keeps several sessions for one browser finds the right one. The
    /// `state` of a response alone, without the browser's cookie, proves nothing.
    #[must_use]
    pub fn state(&self) -> &str {
        self.state.expose()
    }

    /// Checks the response against this session, and consumes both.
    ///
    /// # Errors
    ///
    /// The session belongs to another client; the response belongs to another session, comes from another server, or
    /// does not say where it comes from although the server promises that
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)); the server or the user said no; or
    /// the response lacks what was asked for.
    pub fn receive(self, client: &Client, response: AuthorizationResponse) -> Result<Authorized, AuthorizationError> {
        let untrusted = |check| Err(AuthorizationError::Untrusted(check));
        let server = client.server();
        let expected_issuer = match (server.issuer(), server.expected_issuer()) {
            (Some(issuer), Some(expected)) if issuer.as_str() == self.issuer => expected,
            _ => return untrusted(FailedCheck::Session),
        };
        if self.client_id != client.client_id() {
            return untrusted(FailedCheck::Session);
        }
        let wants_jwt = self.response_mode.as_deref().is_some_and(|mode| mode == "jwt" || mode.ends_with(".jwt"));
        if wants_jwt || response.unverified_response().is_some() {
            return untrusted(FailedCheck::ResponseJwt);
        }
        let state = response.state().unwrap_or_default();
        if !bool::from(self.state.expose().as_bytes().ct_eq(state.as_bytes())) {
            return untrusted(FailedCheck::State);
        }
        // Beside an error an ID token is nobody's: it would not be looked at.
        let expected = response.error.is_none() && self.response_type.contains("id_token");
        let id_token = response.id_token.as_ref().filter(|_| expected);
        match &response.iss {
            Some(iss) if !expected_issuer.may_be(iss) => {
                let (expected, found) = (expected_issuer.as_str().to_owned(), iss.clone());
                return untrusted(FailedCheck::Issuer { expected, found });
            }
            // An ID token in the response names the issuer just as well (RFC 9207 §2.4); it is compared below.
            None if self.iss_promised && id_token.is_none() => return untrusted(FailedCheck::IssuerMissing),
            _ => {}
        }
        if let Some(error) = response.error {
            return Err(AuthorizationError::Server(error));
        }
        let issuer = expected_issuer.narrowed(response.iss.as_deref());
        let subject = match id_token {
            Some(id_token) => {
                self.expected_id_token(issuer.clone(), None).check(id_token.expose()).map_err(|rejection| {
                    match rejection {
                        Rejection::Malformed(problem) => AuthorizationError::Malformed(problem),
                        Rejection::Untrusted(check) => AuthorizationError::Untrusted(check),
                    }
                })?
            }
            None => None,
        };
        for (word, field, found) in [
            ("code", "code", response.code.is_some()),
            ("id_token", "id_token", response.id_token.is_some()),
            ("token", "access_token", response.access_token.is_some()),
        ] {
            if self.response_type.contains(word) && !found {
                return Err(AuthorizationError::Malformed(Problem::Missing { field }));
            }
        }
        Ok(Authorized::new(client.clone(), self, response, issuer, subject))
    }

    /// What an ID token of this sign-in must say.
    pub(super) fn expected_id_token(&self, issuer: ExpectedIssuer, subject: Option<String>) -> ExpectedIdToken {
        ExpectedIdToken {
            issuer,
            client_id: self.client_id.clone(),
            nonce: self.nonce.clone(),
            subject,
            auth_time: self.max_age.is_some(),
        }
    }

    /// A copy, which nobody outside can make: a session is used once.
    pub(crate) fn duplicate(&self) -> Self {
        Self {
            state: self.state.clone(),
            nonce: self.nonce.clone(),
            code_verifier: self.code_verifier.clone(),
            issuer: self.issuer.clone(),
            iss_promised: self.iss_promised,
            client_id: self.client_id.clone(),
            redirect_uri: self.redirect_uri.clone(),
            response_type: self.response_type.clone(),
            response_mode: self.response_mode.clone(),
            scope: self.scope.clone(),
            max_age: self.max_age,
        }
    }
}

impl fmt::Debug for AuthorizationSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationSession")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .field("response_type", &self.response_type)
            .finish_non_exhaustive()
    }
}

/// The version of the serialization. A session of another version is refused: the user signs in again.
const VERSION: u8 = 1;

/// The serialization of a session.
#[derive(Serialize, Deserialize)]
struct Kept<'s> {
    version: u8,
    state: Cow<'s, str>,
    nonce: Option<Cow<'s, str>>,
    code_verifier: Option<Cow<'s, str>>,
    issuer: Cow<'s, str>,
    iss_promised: bool,
    client_id: Cow<'s, str>,
    redirect_uri: Cow<'s, str>,
    response_type: Cow<'s, str>,
    response_mode: Option<Cow<'s, str>>,
    scope: Option<Cow<'s, str>>,
    max_age: Option<u64>,
}

impl Serialize for AuthorizationSession {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = Kept {
            version: VERSION,
            state: self.state.expose().into(),
            nonce: self.nonce.as_ref().map(|nonce| nonce.expose().into()),
            code_verifier: self.code_verifier.as_ref().map(|verifier| verifier.expose().into()),
            issuer: self.issuer.as_str().into(),
            iss_promised: self.iss_promised,
            client_id: self.client_id.as_str().into(),
            redirect_uri: self.redirect_uri.as_str().into(),
            response_type: self.response_type.as_str().into(),
            response_mode: self.response_mode.as_deref().map(Into::into),
            scope: self.scope.as_ref().map(|scope| scope.as_str().into()),
            max_age: self.max_age,
        };
        kept.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AuthorizationSession {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The errors of a deserializer quote the value that they stumble over.
        let refused = || serde::de::Error::custom("this is not an authorization session of this version");
        let kept = Kept::deserialize(deserializer).map_err(|_| refused())?;
        if kept.version != VERSION || kept.state.is_empty() {
            return Err(refused());
        }
        Ok(Self {
            state: Secret::new(kept.state),
            nonce: kept.nonce.map(Secret::new),
            code_verifier: kept.code_verifier.map(Secret::new),
            issuer: kept.issuer.into_owned(),
            iss_promised: kept.iss_promised,
            client_id: kept.client_id.into_owned(),
            redirect_uri: kept.redirect_uri.into_owned(),
            response_type: ResponseType::from(&*kept.response_type),
            response_mode: kept.response_mode.map(Cow::into_owned),
            scope: kept.scope.map(|scope| Scope::from(&*scope)),
            max_age: kept.max_age,
        })
    }
}
