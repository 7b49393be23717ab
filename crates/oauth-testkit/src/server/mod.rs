//! The authorization server.

mod assertions;
pub(crate) mod decision_error;
mod decisions;
mod resources;
pub(crate) mod rotation_error;
mod sign_in;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::{Request, Response};

use crate::assertion::rules::AssertionRules;
use crate::client::RegisteredClient;
use crate::client::auth_method::TokenEndpointAuthMethod;
use crate::client::basic::BasicDecoding;
use crate::clock::Clock;
use crate::endpoint::{Endpoint, dispatch};
use crate::fault::flaws::Flaws;
use crate::fault::queued::QueuedFault;
use crate::ids::Ids;
use crate::ledger::Ledger;
use crate::ledger::entry::LedgerEntry;
use crate::public_key::PublicKey;
use crate::request::recorded::RecordedRequest;
use crate::response::delivery::Delivery;
use crate::response::outgoing::OutgoingResponse;
use crate::server::rotation_error::RotationError;
use crate::state::State;
use crate::user::User;

/// An authorization server that does no I/O: it takes an HTTP request and returns an HTTP response.
///
/// This is a handle. Clones refer to the same server, and can be used from any thread. The methods that take and return
/// the server change it for all clones, even while a `TestServer` is serving it.
///
/// By default, it is shaped like a PingOne environment with the issuer
/// `https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as`. Responses are deterministic: ids and tokens come
/// from a counter, times from the [`Clock`], which stands still.
///
/// ```
/// use oauth_testkit::{AuthorizationServer, RegisteredClient};
///
/// let server = AuthorizationServer::new().client(RegisteredClient::client_secret_post("id", "secret"));
/// let request = http::Request::post(server.token_endpoint())
///     .header("content-type", "application/x-www-form-urlencoded")
///     .body("grant_type=client_credentials&client_id=id&client_secret=secret")?;
/// assert_eq!(server.handle(request).status(), 200);
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone)]
pub struct AuthorizationServer {
    state: Arc<Mutex<State>>,
}

impl AuthorizationServer {
    /// A server without clients.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Arc::new(Mutex::new(State::new())) }
    }

    /// Registers a client, replacing any with the same id.
    pub fn client(self, client: RegisteredClient) -> Self {
        self.set(|state| state.clients.insert(client.client_id().to_owned(), client))
    }

    /// Sets the environment id, which is part of every path.
    pub fn environment_id(self, environment_id: impl Into<String>) -> Self {
        self.set(|state| state.environment_id = Some(environment_id.into()))
    }

    /// Uses a custom domain, whose paths have no environment id: the issuer is `{base}/as`.
    pub fn custom_domain(self) -> Self {
        self.set(|state| state.environment_id = None)
    }

    /// Sets the base URL: scheme, host and port, without a trailing slash.
    pub fn base(self, base: impl Into<String>) -> Self {
        self.set(|state| state.base = base.into())
    }

    /// Sets how `Basic` credentials are decoded.
    pub fn basic_decoding(self, decoding: BasicDecoding) -> Self {
        self.set(|state| state.basic_decoding = decoding)
    }

    /// Sets what the server demands of the assertions by which clients authenticate. A client can have
    /// [rules of its own](RegisteredClient::assertion_rules).
    pub fn assertion_rules(self, rules: AssertionRules) -> Self {
        self.set(|state| state.assertion_rules = rules)
    }

    /// Sets the clock, which several servers can share. Without it, the clock is a stopped one, and that of a `TestServer`
    /// a [running](Clock::running) one.
    pub fn with_clock(self, clock: Clock) -> Self {
        self.set(|state| (state.clock, state.clock_is_chosen) = (clock, true))
    }

    /// Sets the seed of ids and tokens. Servers with different seeds issue different tokens.
    pub fn seed(self, seed: u64) -> Self {
        self.set(|state| state.ids = Ids::new(seed))
    }

    /// Omits `iss` from authorization responses, and does not announce it in the metadata
    /// ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207.html)). To announce it and omit it, use
    /// [`AuthorizationResponseFlaw::IssMissing`](crate::AuthorizationResponseFlaw).
    pub fn without_iss(self) -> Self {
        self.set(|state| state.sends_iss = false)
    }

    /// Requires this token for client registration. By default, registration is open.
    pub fn initial_access_token(self, token: impl Into<String>) -> Self {
        self.set(|state| state.initial_access_token = Some(token.into()))
    }

    /// Adds a user, replacing any with the same subject.
    pub fn user(self, user: User) -> Self {
        self.set(|state| state.users.add(user))
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.state().issuer()
    }

    /// The URL of an endpoint. For [`Endpoint::ClientConfiguration`], [`Endpoint::ProtectedResource`] and those of PingOne's
    /// management API, it is only a prefix: the complete URLs are in the registration response, from
    /// [`resource_url`](Self::resource_url), and continue with the client id.
    #[must_use]
    pub fn endpoint(&self, endpoint: Endpoint) -> String {
        self.state().url(endpoint)
    }

    /// The base URL of PingOne's management API: `https://api.pingone.com`, or that of the server itself if it is not at
    /// a domain of PingOne.
    #[must_use]
    pub fn pingone_api(&self) -> String {
        self.state().api_base()
    }

    /// The URL of the token endpoint.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        self.endpoint(Endpoint::Token)
    }

    /// The URL of the metadata in OpenID Connect Discovery 1.0.
    #[must_use]
    pub fn openid_configuration_url(&self) -> String {
        self.endpoint(Endpoint::Metadata)
    }

    /// The URL of the metadata in [RFC 8414](https://www.rfc-editor.org/rfc/rfc8414.html).
    #[must_use]
    pub fn oauth_metadata_url(&self) -> String {
        let state = self.state();
        format!("{}{}", state.base, state.oauth_metadata_path())
    }

    /// The clock of the server.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.state().clock.clone()
    }

    /// Replaces the secret of a client. The current secret stays valid for `previous_valid_for`, by the clock of the
    /// server. An earlier one becomes invalid at once.
    ///
    /// # Errors
    ///
    /// Fails if no client has this id, or if it is a public client.
    pub fn rotate_secret(
        &self,
        client_id: &str,
        new: impl Into<String>,
        previous_valid_for: Duration,
    ) -> Result<(), RotationError> {
        let mut state = self.state();
        let now = state.clock.now();
        let until = now.checked_add(previous_valid_for).unwrap_or(now);
        let client = state.clients.get_mut(client_id).ok_or(RotationError::UnknownClient)?;
        if client.rotate(new.into(), until) { Ok(()) } else { Err(RotationError::NoSecret) }
    }

    /// Replaces the public keys of a client, as if it had published another key set. The server knows the new ones after
    /// `known_after`, by its clock: until then it goes by the key set that it has cached, and refuses an assertion that is
    /// signed with a new key.
    ///
    /// # Errors
    ///
    /// Fails if no client has this id, or if it does not use `private_key_jwt`.
    pub fn replace_keys(
        &self,
        client_id: &str,
        keys: impl IntoIterator<Item = PublicKey>,
        known_after: Duration,
    ) -> Result<(), RotationError> {
        let mut state = self.state();
        let now = state.clock.now();
        let known_from = now.checked_add(known_after).unwrap_or(now);
        let client = state.clients.get_mut(client_id).ok_or(RotationError::UnknownClient)?;
        if client.token_endpoint_auth_method() != TokenEndpointAuthMethod::PrivateKeyJwt {
            return Err(RotationError::NoKeys);
        }
        client.replace_keys(keys.into_iter().collect(), now, known_from);
        Ok(())
    }

    /// Queues a fault. Faults apply in the order in which they are queued.
    pub fn queue(&self, fault: impl Into<QueuedFault>) {
        self.state().faults.push(fault.into());
    }

    /// The number of requests that the queued faults still apply to.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        self.state().faults.pending()
    }

    /// Removes all queued faults.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// The requests and responses so far.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        Ledger::new(self.state().ledger.clone())
    }

    /// Responds to a request. A fault of the delivery is applied as far as that is possible in memory: a truncated body
    /// is shorter, a padded body is longer (by up to 64 MiB), and a response that would not be delivered is returned
    /// nevertheless.
    pub fn handle(&self, request: Request<impl AsRef<[u8]>>) -> Response<Vec<u8>> {
        self.respond(request).into_response()
    }

    /// Responds to a request, and states how to deliver the response. For a custom HTTP front end.
    pub fn respond(&self, request: Request<impl AsRef<[u8]>>) -> OutgoingResponse {
        let mut state = self.state();
        let state = &mut *state;
        let endpoint = state.endpoint_at(request.uri());
        let request = RecordedRequest::new(request);
        let received_at: SystemTime = state.clock.now();
        let fault = state.faults.take(endpoint);
        let response = match fault {
            Some(fault) => fault.apply(|flaws| dispatch::respond(endpoint, state, &request, flaws)),
            None => {
                let response = dispatch::respond(endpoint, state, &request, Flaws::default());
                OutgoingResponse::new(response, Delivery::Whole)
            }
        };
        state.ledger.push(LedgerEntry::new(request, response.clone(), endpoint, received_at));
        response
    }

    /// Lets the clock follow the system time, unless a test set another one.
    #[cfg(feature = "serve")]
    pub(crate) fn run_clock(&self) {
        let state = self.state();
        if !state.clock_is_chosen {
            state.clock.run();
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set<T>(self, change: impl FnOnce(&mut State) -> T) -> Self {
        change(&mut self.state());
        self
    }
}

impl Default for AuthorizationServer {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for AuthorizationServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationServer").field("issuer", &self.issuer()).finish_non_exhaustive()
    }
}
