//! The session of one sign-in.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::response_type::ResponseType;
use super::state;
use crate::client::Client;
use crate::token::Scope;
use crate::token::expected_id_token::{ExpectedIdToken, Nonce};
use crate::wire::secret::Secret;
use crate::wire::text::Shown;

/// The state of one sign-in, kept between an authorization request and its response: `state`, `nonce`, code verifier,
/// and the values that the response is checked against. Without it, the code cannot be redeemed.
///
/// Keep it where only this user's browser has access to it: in the server-side session of the browser's cookie, in an
/// encrypted cookie, or in memory in a native application. The serialized form contains the code verifier and is a
/// secret. A session is used once: remove it from storage and pass it to [`receive`](Self::receive), which consumes it.
/// If the response is rejected, the error returns the session.
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
    /// Whether a response without `state` is rejected.
    pub(super) state_required: bool,
    pub(super) nonce: Option<Secret>,
    pub(super) code_verifier: Option<Secret>,
    pub(super) issuer: String,
    /// Whether the server promises to name its issuer in every response.
    pub(super) iss_promised: bool,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    /// Whether the request contained the redirect URI.
    pub(super) redirect_uri_sent: bool,
    pub(super) response_type: ResponseType,
    pub(super) response_mode: Option<String>,
    pub(super) scope: Option<Scope>,
    pub(super) resources: Vec<String>,
    /// Maximum age, in seconds.
    pub(super) max_age: Option<u64>,
    /// Start of the sign-in, in seconds since 1970.
    pub(super) began_at: Option<u64>,
    pub(super) auth_time_required: bool,
}

impl AuthorizationSession {
    /// Returns the `state`, to find the right session if an application keeps several for one browser. The `state` of a
    /// response proves nothing without the browser's cookie.
    #[must_use]
    pub fn state(&self) -> &str {
        self.state.expose()
    }

    /// Returns the application's own text in the `state`
    /// ([`state_text`](crate::authorization::AuthorizationRequest::state_text)).
    #[must_use]
    pub fn state_text(&self) -> Option<&str> {
        state::text(self.state.expose())
    }

    /// Returns the issuer of the server where the sign-in began, to find the right client if an application uses
    /// several servers.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the redirect URI if the authorization request contained it: the token request must then contain it too
    /// (RFC 6749 §4.1.3).
    pub(super) fn sent_redirect_uri(&self) -> Option<&str> {
        self.redirect_uri_sent.then_some(&*self.redirect_uri)
    }

    /// Returns the checks for an ID token of this sign-in.
    pub(super) fn expected_id_token(&self, client: &Client) -> ExpectedIdToken {
        let nonce = self.nonce.clone().map_or(Nonce::NotSent, Nonce::Sent);
        let seconds = Duration::from_secs;
        let mut expected = ExpectedIdToken::new(client, nonce);
        expected.auth_time_required = self.auth_time_required;
        expected.max_age = self.max_age.map(seconds);
        expected.began_at = self.began_at.and_then(|since| UNIX_EPOCH.checked_add(seconds(since)));
        expected
    }

    /// Copies the session. Not public, because a session is used once.
    pub(crate) fn duplicate(&self) -> Self {
        Self {
            state: self.state.clone(),
            state_required: self.state_required,
            nonce: self.nonce.clone(),
            code_verifier: self.code_verifier.clone(),
            issuer: self.issuer.clone(),
            iss_promised: self.iss_promised,
            client_id: self.client_id.clone(),
            redirect_uri: self.redirect_uri.clone(),
            redirect_uri_sent: self.redirect_uri_sent,
            response_type: self.response_type.clone(),
            response_mode: self.response_mode.clone(),
            scope: self.scope.clone(),
            resources: self.resources.clone(),
            max_age: self.max_age,
            began_at: self.began_at,
            auth_time_required: self.auth_time_required,
        }
    }
}

impl fmt::Debug for AuthorizationSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationSession")
            .field("issuer", &Shown(&self.issuer))
            .field("client_id", &Shown(&self.client_id))
            .field("redirect_uri", &Shown(&self.redirect_uri))
            .field("response_type", &Shown(self.response_type.as_str()))
            .finish_non_exhaustive()
    }
}

/// The version of the serialized form. Sessions of another version are rejected, and the user signs in again.
const VERSION: u8 = 2;

/// The serialized form of a session.
#[derive(Serialize, Deserialize)]
struct Kept<'s> {
    version: u8,
    state: Cow<'s, str>,
    state_required: bool,
    nonce: Option<Cow<'s, str>>,
    code_verifier: Option<Cow<'s, str>>,
    issuer: Cow<'s, str>,
    iss_promised: bool,
    client_id: Cow<'s, str>,
    redirect_uri: Cow<'s, str>,
    redirect_uri_sent: bool,
    response_type: Cow<'s, str>,
    response_mode: Option<Cow<'s, str>>,
    scope: Option<Cow<'s, str>>,
    #[serde(default, skip_serializing_if = "<[String]>::is_empty")]
    resources: Cow<'s, [String]>,
    max_age: Option<u64>,
    began_at: Option<u64>,
    auth_time_required: bool,
}

impl Serialize for AuthorizationSession {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = Kept {
            version: VERSION,
            state: self.state.expose().into(),
            state_required: self.state_required,
            nonce: self.nonce.as_ref().map(|nonce| nonce.expose().into()),
            code_verifier: self.code_verifier.as_ref().map(|verifier| verifier.expose().into()),
            issuer: self.issuer.as_str().into(),
            iss_promised: self.iss_promised,
            client_id: self.client_id.as_str().into(),
            redirect_uri: self.redirect_uri.as_str().into(),
            redirect_uri_sent: self.redirect_uri_sent,
            response_type: self.response_type.as_str().into(),
            response_mode: self.response_mode.as_deref().map(Into::into),
            scope: self.scope.as_ref().map(|scope| scope.as_str().into()),
            resources: self.resources.as_slice().into(),
            max_age: self.max_age,
            began_at: self.began_at,
            auth_time_required: self.auth_time_required,
        };
        kept.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AuthorizationSession {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Deserialization errors quote the offending value.
        let refused = || serde::de::Error::custom("this is not an authorization session of this version");
        let kept = Kept::deserialize(deserializer).map_err(|_| refused())?;
        if kept.version != VERSION || kept.state.is_empty() {
            return Err(refused());
        }
        Ok(Self {
            state: Secret::new(kept.state),
            state_required: kept.state_required,
            nonce: kept.nonce.map(Secret::new),
            code_verifier: kept.code_verifier.map(Secret::new),
            issuer: kept.issuer.into_owned(),
            iss_promised: kept.iss_promised,
            client_id: kept.client_id.into_owned(),
            redirect_uri: kept.redirect_uri.into_owned(),
            redirect_uri_sent: kept.redirect_uri_sent,
            response_type: ResponseType::from(&*kept.response_type),
            response_mode: kept.response_mode.map(Cow::into_owned),
            scope: kept.scope.map(|scope| Scope::from(&*scope)),
            resources: kept.resources.into_owned(),
            max_age: kept.max_age,
            began_at: kept.began_at,
            auth_time_required: kept.auth_time_required,
        })
    }
}
