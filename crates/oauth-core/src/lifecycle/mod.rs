//! The life of the tokens of one grant: when they are renewed, by whom, and what becomes of them.
//!
//! [`Lifecycle`] is a machine without I/O, clocks, locks or tasks. Callers ask it for a token and never get a request. One
//! task, the *flight*, asks for work and reports what became of it. Everything else is a fact from outside.
//!
//! A sign-in with refresh tokens has one lifecycle: several access tokens, one chain of refresh tokens, one record in the
//! store. A repeatable grant, such as client credentials, has one lifecycle and one record for each access token.
//!
//! # Driving it
//!
//! A shell holds the lifecycle behind a lock and decides nothing:
//!
//! * **A caller** looks at the last [`Snapshot`], without the lock. If that is not fresh, it calls
//!   [`access`](Lifecycle::access). On [`Access::Wait`] it waits until [`generation`](Lifecycle::generation) is another one,
//!   or no flight is there any more, and asks again. [`Access::Later`] is its answer: it does not wait for the next try.
//! * **After each call** that takes `&mut self`, the shell publishes a new snapshot, takes the
//!   [events](Lifecycle::take_events), and starts a flight if [`wants_flight`](Lifecycle::wants_flight) and none is there.
//!   The mark that a flight is there is set and cleared under the same lock; otherwise a caller could find a flight that
//!   has just decided to end.
//! * **The flight** is this loop:
//!
//! ```
//! use oauth_core::Now;
//! use oauth_core::lifecycle::{Lifecycle, Outcome, Work};
//!
//! # fn carry_out(work: &Work) -> Option<Outcome> { Outcome::timed_out(work) }
//! # fn sleep_until(_: Now) {}
//! fn fly(lifecycle: &mut Lifecycle, now: impl Fn() -> Now) {
//!     loop {
//!         let job = lifecycle.work(now());
//!         match &job.work {
//!             // Under the same lock: no flight is there any more.
//!             Work::Idle => return,
//!             // Or until somebody calls a method of the lifecycle.
//!             Work::WaitUntil(at) => sleep_until(*at),
//!             // The store's operation or the request, for `job.limit` at most; then `Outcome::timed_out`.
//!             work => {
//!                 if let Some(outcome) = carry_out(work) {
//!                     lifecycle.done(job.attempt, outcome, now());
//!                     // Wake whoever waits.
//!                 }
//!             }
//!         }
//!     }
//! }
//! ```
//!
//! * **A flight that ends** in any other way, with its runtime or by a panic, is reported with [`died`](Lifecycle::died),
//!   and whoever waits is woken. A response that comes after its time limit or after that is still reported with
//!   [`done`](Lifecycle::done), under its number: it may hold the only refresh token that is left.
//! * **A request** is made with the credentials of that moment, never with those of the caller that happened to ask first.

mod access;
mod answers;
mod callers;
mod chain;
mod credential_id;
mod event;
mod facts;
mod failure;
mod goal;
mod grant_details;
mod grant_key;
mod held;
mod job;
mod machine;
mod memories;
mod mirror;
mod outcome;
mod random;
mod record;
mod recording;
mod renewal;
mod requests;
mod settings;
mod slot;
mod stats;
mod token_key;
mod tokens;
mod work;

pub use access::{Access, Generation, Later, Refused, Snapshot, Why};
pub use event::{Cause, Event};
pub use failure::{FailureKind, RenewalError, StoreFailed};
pub use grant_details::GrantDetails;
pub use grant_key::GrantKey;
pub use job::{Attempt, CredentialId, Job, LeaseId, With, Work};
pub use machine::Lifecycle;
pub use outcome::{Lease, Outcome, Written};
pub use record::{AttemptId, Candidate, FORM, GrantId, GrantRecord, Record, RefreshEnd, StoredToken, Used, Version};
pub use settings::{Setting, Settings};
pub use stats::{State, Stats};
pub use token_key::TokenKey;
pub use tokens::Tokens;
