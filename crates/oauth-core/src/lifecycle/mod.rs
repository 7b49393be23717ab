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
//!
//! # States and events
//!
//! | state | event | then | test |
//! |---|---|---|---|
//! | none | `access` x 10,000 | the first begins a flight, all `Wait` | `ten_thousand_callers_without_a_token_begin_one_flight` |
//! | early | `access` x 10,000 | one flight, all `Use` | `ten_thousand_callers_with_an_early_token_use_it_and_begin_one_flight` |
//! | fresh | `access` | `Use`, nothing begins | `a_fresh_token_begins_nothing` |
//! | old | `access` | a flight, `Wait` | `an_old_token_is_not_handed_out` |
//! | old by one clock of two | `access` | a flight, `Wait`; once that has failed, `Use` until it is certain | `a_token_that_is_perhaps_old_is_waited_for_and_used_if_that_fails` |
//! | early | renewed | the predecessor for 5 s longer | `an_early_renewal_leaves_the_predecessor_in_use_for_a_while` |
//! | early, less than 30 s left | renewed | the new token at once | `a_predecessor_that_ends_soon_is_replaced_at_once` |
//! | predecessor in use | `refused` | `Replay` with the new one, which everybody gets from now on | `a_refused_predecessor_is_replayed_with_its_successor` |
//! | fresh | `refused` x 1,000 | doubtful; one flight, these `Wait`, the others `Use`; then `Replay` | `a_thousand_refusals_of_one_token_are_one_request` |
//! | doubtful | the renewal fails | `ReturnResponse`; the others still `Use` | `a_refused_token_stays_for_others_if_its_renewal_fails` |
//! | younger than 10 s | `refused` | `ReturnResponse` | `a_young_token_that_is_refused_is_not_renewed` |
//! | renewed for a refusal | `refused` within 60 s of that request | `ReturnResponse` | `refusals_begin_one_renewal_in_a_minute` |
//! | no lifetime | `access` | `Use`, until it is refused | `a_token_without_a_lifetime_is_used_until_it_is_refused` |
//! | early | renewed, the same token | one more early try, then at its end | `the_same_token_again_is_no_renewal` |
//! | doubtful | renewed, the same token | `ReturnResponse` | `a_refused_token_that_comes_again_is_not_replayed` |
//! | any | `snapshot` | the token, for as long as asking changes nothing | `a_snapshot_says_what_a_caller_would_be_told` |
//! | any, a store | renewed, a new refresh token | `Write`; `Use` the new token once that is stored | `nobody_gets_the_new_token_before_its_refresh_token_is_stored` |
//! | may rotate | about to send | `Write` the intent, then `Renew` | `the_intent_is_stored_before_the_request_is_sent` |
//! | sent | 429, 503, not sent | the intent is taken back; not before `Retry-After` | `an_intent_is_taken_back_if_nothing_was_spent` |
//! | sent, second use allowed | no response | once more with the same refresh token | `a_lost_response_is_asked_for_again_while_the_server_forgives` |
//! | sent, no second use | no response | the token to its end, then once more | `a_lost_response_is_tried_a_last_time_when_every_token_has_ended` |
//! | the same, no last try | every token has ended | `SignIn(AnswerLost)` | `without_the_last_try_a_lost_response_is_the_end` |
//! | sent, given up | the response comes late | as any response | `the_late_response_of_an_attempt_that_was_given_up_is_stored_first` |
//! | rotation unknown | renewed three times, no new refresh token | the same refresh token is sent whatever becomes of a request | `three_renewals_without_a_new_refresh_token_show_that_it_stays` |
//! | sent | the server refuses the refresh token | refused on condition of the version; a newer one of the store, the next candidate, the end | `a_refused_refresh_token_is_looked_for_in_the_store` |
//! | sent by two | `Is` of the same grant | both chains, the newest first | `two_responses_to_one_refresh_token_are_both_kept` |
//! | the child is sent | `access` elsewhere | the parent is not sent | `a_parent_is_not_sent_again_while_its_child_is` |
//! | many candidates | `Loaded` | eight stay | `eight_candidates_are_kept` |
//! | sent | an unusable response with a refresh token | it joins the chain; the caller gets the error | `the_refresh_token_of_a_response_that_is_refused_is_kept` |
//! | to do | `work` | `Load`, `Lease`, `Load`, `Write`, `Renew`, `Write`, `Release` | `the_record_is_loaded_again_under_the_lease` |
//! | to do | `Loaded`, a fresh token | taken, no request | `what_another_process_has_renewed_is_taken_without_a_request` |
//! | to do | `Taken` | looks again after 100 to 500 ms | `a_lease_that_is_taken_is_looked_at_again_soon` |
//! | to do, refresh token | `Taken` for 10 s | `Later(Leased)` | `a_sign_in_waits_ten_seconds_for_a_lease` |
//! | to do, repeatable | `Taken` for 2 s | `Renew` | `a_repeatable_grant_waits_two_seconds_for_a_lease` |
//! | to do | `Paused` | `Later(Paused)`, nothing is sent | `a_pause_of_another_process_is_kept` |
//! | sent, leased | the last try fails | `Release` with a pause | `a_renewal_that_fails_leaves_a_pause_for_all` |
//! | sent | `access` of another key | `Wait`; its renewal follows | `renewals_of_one_sign_in_follow_one_another` |
//! | sent | a failure that may pass | again, three times in all | `a_failure_within_a_flight_is_tried_again_three_times_in_all` |
//! | ten fruitless requests in a minute | `access` | nothing is sent | `after_ten_fruitless_requests_in_a_minute_nothing_is_sent` |
//! | resting | the token ends | one try | `a_back_off_ends_when_the_token_ends` |
//! | sent | no response in time | tried again; `Later` for callers | `a_time_limit_that_passes_tells_callers_to_come_later` |
//! | doing anything but sending | `died` | the same again, three times | `a_flight_that_died_while_it_was_not_sending_is_begun_again_three_times` |
//! | sent | renewed, and old on arrival | `Later(Unusable)` | `a_token_that_was_dead_on_arrival_is_not_asked_for_at_once_again` |
//! | any | `adopt` | `Write`, then `Use` | `a_sign_in_is_stored_before_it_is_handed_out` |
//! | any | `adopt`, another record in the store | replaced | `a_sign_in_replaces_whatever_the_store_has` |
//! | any | `forget` | `Load`, `Write` a sign-out, `Revoke` | `a_sign_out_is_written_and_the_refresh_token_revoked` |
//! | sent | `forget`, then renewed | nothing is written or handed out; `Revoke` | `a_sign_out_while_renewing_lets_nothing_through` |
//! | sent | `Is` of another grant | theirs is taken; `Revoke` ours | `a_record_of_another_sign_in_is_taken` |
//! | any | `Loaded(None)` | what is in memory is written back | `a_record_that_is_missing_is_written_back` |
//! | several tokens | `forget_token` | the others stay; the last one is a sign-out | `removing_one_access_token_leaves_the_others_and_the_grant` |
//! | resting | `credential_changed` | `Renew` at once | `a_refused_credential_is_not_sent_again_and_a_new_one_is_at_once` |
//! | sent | `invalid_scope`, `invalid_target` | this key rests for a minute | `a_request_for_one_token_that_is_refused_rests_that_token_alone` |
//! | sent | `shutdown` | the request lands, nothing begins | `a_shutdown_lets_the_request_land_and_begins_nothing` |

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
