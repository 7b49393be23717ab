//! What is tower's alone: readiness, limits, copies of bodies. The service beneath is in memory.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::convert::Infallible;
use std::future::{Future, Ready, pending, ready};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response};
use oauth_conformance::Issuer;
use oauth_tower::oauth_io::middleware::Authorizer;
use oauth_tower::oauth_io::resource::ResourcePolicy;
use oauth_tower::oauth_io::{Now, SpawnError, Task, TokenSource, Transport, TransportError};
use oauth_tower::{BoxError, CloneBody, TokenLayer, TokenService};
use tower::limit::ConcurrencyLimit;
use tower::{Layer as _, Service, ServiceExt as _};

const URL: &str = "https://api.example.com/orders";

/// An API that refuses the tokens of its list, and panics if it is called before it is ready.
#[derive(Default)]
struct Api {
    refused: Arc<Mutex<Vec<String>>>,
    seen: Arc<Mutex<Vec<Request<String>>>>,
    is_ready: bool,
}

/// A clone is not ready.
impl Clone for Api {
    fn clone(&self) -> Self {
        Self { refused: Arc::clone(&self.refused), seen: Arc::clone(&self.seen), is_ready: false }
    }
}

impl Service<Request<String>> for Api {
    type Response = Response<&'static str>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.is_ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<String>) -> Self::Future {
        assert!(std::mem::take(&mut self.is_ready), "called before it was ready");
        let token = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        let is_refused = token.is_some_and(|token| self.refused.lock().unwrap().contains(&token));
        self.seen.lock().unwrap().push(request);
        let response = Response::builder().status(if is_refused { 401 } else { 200 });
        ready(Ok(response.body(if is_refused { "refused" } else { "accepted" }).unwrap()))
    }
}

fn layer(tokens: TokenSource) -> TokenLayer {
    TokenLayer::new(tokens).allow("https://api.example.com").unwrap()
}

fn refuse_current(api: &Api, tokens: &TokenSource) {
    let token = tokens.token_blocking(None).unwrap();
    api.refused.lock().unwrap().push(format!("Bearer {}", token.text().expose()));
}

fn post(body: &str) -> Request<String> {
    Request::post(URL).header("x-request", "1").body(body.to_owned()).unwrap()
}

/// The case runs on as many threads as a service would, and ends in any case.
fn run<T>(case: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(60), case).await.unwrap() })
}

#[test]
fn a_request_is_sent_again_as_it_was() {
    let (issuer, api) = (Issuer::new(), Api::default());
    let tokens = issuer.warm();
    refuse_current(&api, &tokens);
    let mut service = layer(tokens).layer(api.clone());
    let mut request = post("a body");
    request.extensions_mut().insert(7_u8);
    let response = run(async { service.ready().await.unwrap().call(request).await.unwrap() });
    assert_eq!(*response.body(), "accepted");
    let seen = api.seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    for request in &*seen {
        assert!(request.headers()["authorization"].is_sensitive());
        assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", URL));
        assert_eq!((request.body().as_str(), &request.headers()["x-request"]), ("a body", &"1".parse().unwrap()));
        assert_eq!(request.extensions().get::<u8>(), Some(&7));
    }
    assert_ne!(seen[0].headers()["authorization"], seen[1].headers()["authorization"]);
}

#[test]
fn a_body_without_a_copy_is_sent_once() {
    let (issuer, api) = (Issuer::new(), Api::default());
    let tokens = issuer.warm();
    refuse_current(&api, &tokens);
    let never = layer(tokens.clone()).without_copy().layer(api.clone());
    let short = |body: &String| (body.len() < 4).then(|| body.clone());
    let some = layer(tokens).copy_body_with(short).layer(api.clone());
    run(async {
        assert_eq!(*some.clone().oneshot(post("long")).await.unwrap().body(), "refused");
        assert_eq!(api.seen.lock().unwrap().len(), 1);
        assert_eq!(*never.oneshot(post("x")).await.unwrap().body(), "refused");
        assert_eq!(api.seen.lock().unwrap().len(), 2);
        assert_eq!(*some.oneshot(post("x")).await.unwrap().body(), "accepted");
    });
}

#[test]
fn a_thousand_refusals_cost_one_token_request() {
    let (issuer, api) = (Issuer::new(), Api::default());
    let tokens = issuer.warm();
    refuse_current(&api, &tokens);
    let service = layer(tokens).layer(api.clone());
    run(async {
        let callers: Vec<_> = (0..1_000).map(|_| tokio::spawn(service.clone().oneshot(post("x")))).collect();
        for caller in callers {
            assert_eq!(*caller.await.unwrap().unwrap().body(), "accepted");
        }
    });
    assert_eq!(issuer.requests(), 2);
}

#[test]
fn a_queue_may_stand_beneath() {
    let (issuer, api) = (Issuer::new(), Api::default());
    let tokens = issuer.warm();
    refuse_current(&api, &tokens);
    run(async {
        let service = layer(tokens).layer(tower::buffer::Buffer::new(api.clone(), 1));
        assert_eq!(*service.oneshot(post("x")).await.unwrap().body(), "accepted");
    });
    assert_eq!(issuer.requests(), 2);
}

#[test]
fn the_policy_of_the_source_is_the_default() {
    let (issuer, api) = (Issuer::new(), Api::default());
    let policy = ResourcePolicy::new().allow("https://api.example.com").unwrap();
    let tokens = issuer.builder("secret").resource(policy).build().unwrap();
    run(TokenLayer::new(tokens).layer(api.clone()).oneshot(post("x"))).unwrap();
    run(TokenLayer::with(Authorizer::new(issuer.source("secret"))).layer(api.clone()).oneshot(post("x"))).unwrap();
    let seen = api.seen.lock().unwrap();
    let authorized: Vec<bool> = seen.iter().map(|request| request.headers().contains_key("authorization")).collect();
    assert_eq!(authorized, [true, false]);
}

/// The API and the server that issues tokens.
#[derive(Clone)]
struct Network(Issuer);

impl Service<Request<Vec<u8>>> for Network {
    type Response = Response<Vec<u8>>;
    type Error = BoxError;
    type Future = Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Vec<u8>>) -> Self::Future {
        if request.uri().host() == Some("api.example.com") {
            return ready(Ok(Response::new(Vec::new())));
        }
        ready(Ok(self.0.server().respond(request).response))
    }
}

/// A transport over the service whose requests get their tokens through it.
#[derive(Clone)]
struct Own(Arc<OnceLock<TokenService<ConcurrencyLimit<Network>, CloneBody>>>, Issuer);

impl Transport for Own {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        Ok(self.0.get().unwrap().clone().oneshot(request).await.unwrap())
    }

    async fn sleep(&self, duration: Duration) {
        self.1.sleep(duration).await;
    }

    async fn limit(&self, _: Duration) {
        pending().await
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        drop(tokio::spawn(task));
        Ok(())
    }

    fn can_spawn(&self) -> bool {
        true
    }

    fn now(&self) -> Now {
        self.1.now()
    }
}

/// The one place is not held by a request that waits for the token, which the token request needs.
#[test]
fn a_wait_for_a_token_holds_no_place_in_a_limit() {
    let issuer = Issuer::new();
    let own = Own(Arc::default(), issuer.clone());
    let tokens = issuer.over(own.clone(), "secret").build().unwrap();
    let service = layer(tokens).layer(ConcurrencyLimit::new(Network(issuer.clone()), 1));
    assert!(own.0.set(service.clone()).is_ok());
    run(async {
        let callers: Vec<_> =
            (0..10).map(|_| tokio::spawn(service.clone().oneshot(post("x").map(String::into_bytes)))).collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap().unwrap().status(), 200);
        }
    });
    assert_eq!(issuer.requests(), 1);
}
