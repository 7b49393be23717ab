//! The authorization server: a handle to everything it knows.

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

use crate::client::RegisteredClient;
use crate::client::basic::BasicDecoding;
use crate::clock::Clock;
use crate::endpoint::{Endpoint, dispatch};
use crate::fault::flaws::Flaws;
use crate::fault::queued::QueuedFault;
use crate::ids::Ids;
use crate::ledger::Ledger;
use crate::ledger::entry::LedgerEntry;
use crate::request::recorded::RecordedRequest;
use crate::response::delivery::Delivery;
use crate::response::outgoing::OutgoingResponse;
use crate::server::rotation_error::RotationError;
use crate::state::State;
use crate::user::User;

/// An authorization server that does no I/O: a request goes in, a response comes out.
///
/// It is a handle: clones are the same server, from any thread, also while a front serves it. Everything about it can
/// be changed at any time: what returns the server also changes it for every other handle.
///
/// By default it is an environment of PingOne: the issuer is
/// `https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as`. Given the same requests it gives the same
/// answers: ids and tokens come from a counter, the time from its [`Clock`].
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

    /// Registers a client, in place of one with the same id.
    pub fn client(self, client: RegisteredClient) -> Self {
        self.set(|state| state.clients.insert(client.client_id().to_owned(), client))
    }

    /// The id of the environment, a part of every path.
    pub fn environment_id(self, environment_id: impl Into<String>) -> Self {
        self.set(|state| state.environment_id = Some(environment_id.into()))
    }

    /// A custom domain: its paths have no environment id, so that the issuer is `{base}/as`.
    pub fn custom_domain(self) -> Self {
        self.set(|state| state.environment_id = None)
    }

    /// Where the server is: scheme, host and port, without a slash at the end. A front sets it.
    pub fn base(self, base: impl Into<String>) -> Self {
        self.set(|state| state.base = base.into())
    }

    /// What the server does with a decoded `Basic` credential.
    pub fn basic_decoding(self, decoding: BasicDecoding) -> Self {
        self.set(|state| state.basic_decoding = decoding)
    }

    /// The clock of the server, for servers that share one.
    pub fn with_clock(self, clock: Clock) -> Self {
        self.set(|state| state.clock = clock)
    }

    /// Where the sequence of ids and tokens begins. Servers with different seeds give different tokens.
    pub fn seed(self, seed: u64) -> Self {
        self.set(|state| state.ids = Ids::new(seed))
    }

    /// Authorization responses do not say who answers, and the metadata does not promise it (RFC 9207). For a server that
    /// promises and forgets there is [`AuthorizationResponseFlaw::IssMissing`](crate::AuthorizationResponseFlaw).
    pub fn without_iss(self) -> Self {
        self.set(|state| state.sends_iss = false)
    }

    /// A client that registers itself must know this token. Without it anyone can register.
    pub fn initial_access_token(self, token: impl Into<String>) -> Self {
        self.set(|state| state.initial_access_token = Some(token.into()))
    }

    /// A user, in place of one with the same subject.
    pub fn user(self, user: User) -> Self {
        self.set(|state| state.users.add(user))
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.state().issuer()
    }

    /// The URL of an endpoint. The URL of a registration is in its answer, that of a resource from
    /// [`resource_url`](Self::resource_url); here it is what they begin with.
    #[must_use]
    pub fn endpoint(&self, endpoint: Endpoint) -> String {
        self.state().url(endpoint)
    }

    /// The URL of the token endpoint.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        self.endpoint(Endpoint::Token)
    }

    /// The URL of the metadata by OpenID Connect Discovery.
    #[must_use]
    pub fn openid_configuration_url(&self) -> String {
        self.endpoint(Endpoint::Metadata)
    }

    /// The URL of the metadata by RFC 8414.
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

    /// Gives a client a new secret. The secret until now stays valid for a while by the server's clock; one
    /// that was replaced before is gone.
    ///
    /// # Errors
    ///
    /// No client has this id, or it is a public client and has no secret.
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

    /// Makes something go wrong with the next request, or with as many as the fault says. Faults strike in the order
    /// in which they are queued.
    pub fn queue(&self, fault: impl Into<QueuedFault>) {
        self.state().faults.push(fault.into());
    }

    /// How many requests are still to be struck by a fault.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        self.state().faults.pending()
    }

    /// Forgets the faults that have not struck yet.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// What the server has seen and answered so far.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        Ledger::new(self.state().ledger.clone())
    }

    /// Answers a request. A fault that is about delivery does what it can without a wire: a truncated body is shorter,
    /// a padded one longer (by 64 MiB at most), and an answer that would not arrive is here all the same.
    pub fn handle(&self, request: Request<impl AsRef<[u8]>>) -> Response<Vec<u8>> {
        self.respond(request).into_response()
    }

    /// Answers a request and says how the answer is to go out, for a front of your own.
    pub fn respond(&self, request: Request<impl AsRef<[u8]>>) -> OutgoingResponse {
        let mut state = self.state();
        let state = &mut *state;
        let is_here = state.is_at(request.uri());
        let request = RecordedRequest::new(request);
        let endpoint = if is_here { state.endpoint(request.path()) } else { None };
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

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set<T>(self, change: impl FnOnce(&mut State) -> T) -> Self {
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
