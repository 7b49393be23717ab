//! What a client whose requests have tokens must do, one function a case.

use std::future::Future;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use http::{Request, Response};
use oauth_io::TokenSource;
use oauth_io::middleware::Authorizer;
use oauth_io::resource::ResourcePolicy;
use oauth_io::server::UrlPolicy;
use oauth_io::token::AccessToken;
use tokio::runtime::Builder;

use crate::{ApiBody, ApiClient, ApiRequest};

pub mod body;
pub mod demand;
pub mod origin;
pub mod refusal;
pub mod source;

/// Runs a case, and turns a wait that never ends into a failure.
fn run<T>(case: impl Future<Output = T>) -> T {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let patience = Duration::from_secs(60);
    runtime.block_on(async { tokio::time::timeout(patience, case).await.expect("a wait that never ends") })
}

/// A policy for these URLs of servers on loopback.
fn policy(urls: &[&str]) -> ResourcePolicy {
    let policy = ResourcePolicy::new().urls(UrlPolicy::new().dangerous_http_loopback());
    urls.iter().fold(policy, |policy, url| policy.allow(url).unwrap())
}

fn open<C: ApiClient>(tokens: &TokenSource, policy: ResourcePolicy) -> C {
    C::open(Authorizer::new(tokens.clone()).policy(policy))
}

fn get(url: &str) -> ApiRequest {
    Request::get(url).body(ApiBody::Bytes(Vec::new())).unwrap()
}

fn post(url: &str, body: &str) -> ApiRequest {
    Request::post(url).body(ApiBody::Bytes(body.into())).unwrap()
}

async fn send<C: ApiClient>(client: &C, request: ApiRequest) -> (u16, String) {
    read(&client.send(request).await.unwrap())
}

fn read(response: &Response<Vec<u8>>) -> (u16, String) {
    (response.status().as_u16(), String::from_utf8(response.body().clone()).unwrap())
}

/// The token that the source hands out now.
fn current(tokens: &TokenSource) -> Arc<AccessToken> {
    tokens.token_blocking(Some(Duration::from_secs(30))).unwrap()
}

/// Waits until the source has made so many renewals.
fn await_renewals(tokens: &TokenSource, number: u64) {
    let begun = Instant::now();
    while tokens.metrics().renewed < number {
        assert!(begun.elapsed() < Duration::from_secs(60), "no renewal");
        thread::yield_now();
    }
}
