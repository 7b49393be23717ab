//! Tokens that do not run out: [`TokenSource`], and [`TokenSources`] for many clients and users.
//!
//! ```
//! use std::time::Duration;
//!
//! use oauth_io::adapter::Threads;
//! use oauth_io::{Client, ClientAuthentication, Server, SpawnError, Task, TokenSource, Transport, TransportError};
//! use oauth_testkit::{AuthorizationServer, RegisteredClient};
//!
//! /// Any transport with a place for flights does; each adapter has one.
//! struct InMemory(AuthorizationServer, Threads);
//!
//! impl Transport for InMemory {
//!     async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
//!         Ok(self.0.respond(request).response)
//!     }
//!
//!     async fn sleep(&self, duration: Duration) {
//!         self.0.clock().advance(duration);
//!     }
//!
//! #   fn limit(&self, _: Duration) -> impl Future<Output = ()> + Send {
//! #       std::future::pending()
//! #   }
//! #
//!     fn spawn(&self, task: Task) -> Result<(), SpawnError> {
//!         self.1.spawn(task)
//!     }
//!
//!     fn can_spawn(&self) -> bool {
//!         true
//!     }
//! }
//!
//! let server = AuthorizationServer::new().client(RegisteredClient::client_secret_post("id", "secret").scopes(["read"]));
//! let transport = InMemory(server.clone(), Threads::new());
//!
//! let authentication = ClientAuthentication::client_secret_post("secret");
//! let client = Client::new(Server::at_token_endpoint(&server.token_endpoint())?, "id", authentication)?;
//! let tokens = TokenSource::new(transport, client.client_credentials().scope("read"))?;
//!
//! let first = tokens.token_blocking(None)?;
//! let again = tokens.token_blocking(None)?;
//! assert_eq!(first.text().expose(), again.text().expose());
//! assert_eq!(server.ledger().count(), 1);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! With an application record of PingOne's management API, the source is one line:
//!
//! ```
//! # use oauth_io::pingone::Application;
//! # use oauth_io::{Server, TokenSource, Transport};
//! # fn example(transport: impl Transport + 'static, application: &Application, server: Server, secret: String) -> Result<(), Box<dyn std::error::Error>> {
//! let tokens = TokenSource::new(transport, application.client(server, secret)?.client_credentials())?;
//! # Ok(())
//! # }
//! ```
//!
//! # What a source promises
//!
//! | promise | how |
//! |---|---|
//! | A token at hand costs no I/O, no lock and no allocation. | Callers read the last [`Snapshot`](oauth_core::lifecycle::Snapshot); a store that is down does not matter to them. |
//! | However many callers ask, one request is made. | One [flight](crate::Transport::spawn) works; callers wait for it, or go on with the token that is still valid. |
//! | A caller that leaves takes nothing along. | The flight has no deadline, no runtime and no span of a caller. |
//! | A renewal that fails takes no valid token away. | Neither does a flight that cannot begin, a refusal by one of many resources, or a panic. |
//! | A new refresh token is saved before anybody gets its access token. | Setting: [`use_unsaved`](oauth_core::lifecycle::Settings::use_unsaved). |
//! | A flight that dies is noticed, and replaced by the next caller. | A refresh token that was being sent is in doubt then, and the lifecycle decides. |
//! | A response that comes after its time limit still counts. | Until a sign-out or a new sign-in; then its refresh token is revoked. |
//! | A server that fails is left alone. | `Retry-After`, pauses with jitter, 10 requests in a minute; see [`Settings`](oauth_core::lifecycle::Settings). |
//! | A refused secret is not sent again; a new one is used without a restart. | [`SecretSource`](oauth_core::key::SecretSource), [`secret_file`](crate::secret_file()), `replace_client_secret`. |
//! | A panic in a secret's closure, a store or an observer costs its own work. | It counts as a request that was not made, an operation that failed, an event that was told. |
//! | A process that was forked gets an error and never a deadlock. | The token at hand can be had; everything else is `Forked`. |
//! | No output has a secret. | Neither errors, events, `tracing` nor `Debug`. |
//!
//! # Errors
//!
//! | [`TokenError`] | what it means | transient |
//! |---|---|---|
//! | `Later` | No token now; [`next_try`](TokenError::next_try) says when to ask again. | yes |
//! | `Store` | The store failed, and to go on would risk the sign-in. | yes |
//! | `NotSaved` | A sign-in or sign-out is not saved yet. | yes |
//! | `Timeout` | The caller's limit has passed; the renewal goes on. | yes |
//! | `Fault` | The server refuses the client or what it requests; somebody has to change something. | no |
//! | `SignIn` | Only a new sign-in helps ([`needs_sign_in`](TokenError::needs_sign_in)), and [`Why`](oauth_core::lifecycle::Why) says why. | no |
//! | `ShutDown` | The source was shut down, and its token has ended. | no |
//! | `Transport` | The flight could not begin, or the process was forked. | by its kind |
//! | `OwnRequest` | The source is asked by its own token request. | no |
//! | `Origin`, `NotBearer` | [`authorize`](TokenSource::authorize) does not put this token into this request. | no |
//! | `NoFlights`, `NoTokens`, `NoUser`, `VolatileStore`, `Request`, `TooMany` | The source cannot be made like this. | no |
//! | `Unsupported` | This crate is older than its `oauth-core`. | no |
//!
//! # Events
//!
//! [`TokenSourceBuilder::observe`] is told of each [`Event`](oauth_core::lifecycle::Event), in order. With the feature
//! `tracing` they are events of the target `oauth` too, with the field `client_id`.
//!
//! | event | level in `tracing` |
//! |---|---|
//! | `Requested`, `Renewed`, `StateChanged` | debug |
//! | `Recovered`, `Saved` | info |
//! | `Clamped`, `Failed`, `NotRevoked`, `RefreshTokenEnds`, `StoreForgot`, an operation of a store that failed | warn |
//! | `Ended`, `NotSaved` | error |
//!
//! The numbers for an exporter are in [`TokenMetrics`], with their names; the state for a readiness probe is in
//! [`Stats`](oauth_core::lifecycle::Stats). What can be chosen, with its defaults and bounds, is in
//! [`Settings`](oauth_core::lifecycle::Settings).

#[cfg(not(target_family = "wasm"))]
mod blocking;
mod builder;
mod callers;
mod caught;
mod checked;
mod demands;
mod error;
mod family;
mod flight;
mod late;
mod mark;
mod metrics;
mod plan;
mod pool;
mod renewals;
mod shared;
mod slot;
mod state;
mod subscription;
#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
mod token_source;
mod token_sources;
#[cfg(feature = "tracing")]
mod trace;

pub use builder::TokenSourceBuilder;
pub use error::{Failing, TokenError};
pub use metrics::TokenMetrics;
pub use subscription::Subscription;
pub use token_source::TokenSource;
pub use token_sources::TokenSources;
