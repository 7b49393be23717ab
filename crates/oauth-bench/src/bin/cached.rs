//! What a token costs that is at hand, beside its parts: the reading of two clocks and the clone of an `Arc`. With 1 to 8
//! threads at the same source; in pairs, so that a machine that gets slower does so for both.
//!
//! It fails if handing out a token allocates.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

use std::alloc::System;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use oauth_io::adapter::Threads;
use oauth_io::pingone::Region;
use oauth_io::token::AccessToken;
use oauth_io::{Client, ClientAuthentication, Server, SpawnError, Task, TokenSource, Transport, TransportError};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region as Allocations, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 21;
const CALLS: u32 = 100_000;

/// A server that always has a token, and a thread for each flight.
#[derive(Clone, Default)]
struct Canned(Threads);

impl Transport for Canned {
    async fn send(&self, _: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        let body = br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}"#;
        Ok(http::Response::new(body.to_vec()))
    }

    async fn sleep(&self, duration: Duration) {
        thread::sleep(duration);
    }

    fn limit(&self, _: Duration) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.0.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        true
    }
}

fn main() {
    let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret")).unwrap();
    let source = TokenSource::new(Canned::default(), client.client_credentials()).unwrap();
    let token = source.token_blocking(Some(Duration::from_secs(10))).unwrap();

    let before = Allocations::new(ALLOCATOR);
    for _ in 0..1_000 {
        black_box(at_hand(&source));
    }
    let allocations = before.change().allocations;
    assert_eq!(allocations, 0, "handing out a token allocates");

    println!("A token that is at hand, in nanoseconds a call; {ROUNDS} rounds, medians. No allocation.");
    println!("{:>7} {:>9} {:>9} {:>7}", "threads", "its parts", "token()", "ratio");
    for threads in [1, 2, 4, 8] {
        let mut pairs: Vec<(f64, f64)> = (0..ROUNDS)
            .map(|_| {
                let parts = timed(threads, || parts(&token));
                (parts, timed(threads, || at_hand(&source)))
            })
            .collect();
        let mut ratios: Vec<f64> = pairs.iter().map(|(parts, whole)| whole / parts).collect();
        ratios.sort_by(f64::total_cmp);
        pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let parts = pairs[ROUNDS / 2].0;
        pairs.sort_by(|one, other| one.1.total_cmp(&other.1));
        println!("{threads:>7} {parts:>9.1} {:>9.1} {:>7.2}", pairs[ROUNDS / 2].1, ratios[ROUNDS / 2]);
    }
}

/// What no library can do without, if a machine may sleep and its clock may be set.
fn parts(token: &Arc<AccessToken>) -> Arc<AccessToken> {
    black_box((SystemTime::now(), Instant::now()));
    Arc::clone(token)
}

fn at_hand(source: &TokenSource) -> Arc<AccessToken> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(source.token()).poll(&mut context) {
        Poll::Ready(token) => token.unwrap(),
        Poll::Pending => panic!("the token is at hand"),
    }
}

/// The time of one call, in nanoseconds, with so many threads at it.
fn timed(threads: usize, call: impl Fn() -> Arc<AccessToken> + Sync) -> f64 {
    let (barrier, call) = (Barrier::new(threads), &call);
    let times: Vec<Duration> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    let start = Instant::now();
                    for _ in 0..CALLS {
                        black_box(call());
                    }
                    start.elapsed()
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let slowest = times.into_iter().max().unwrap_or_default();
    slowest.as_secs_f64() * 1e9 / f64::from(CALLS)
}
