//! The web example, by a browser: one of these tests, and a real one if there is one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod browser;
mod chromium;
#[allow(dead_code, reason = "its main is run by run.rs")]
#[path = "../../web.rs"]
mod web;

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum_extra::extract::cookie::Key;
use browser::Browser;
use http::StatusCode;
use oauth_reqwest::{AnyTransport, HttpTransport, Policy, VirtualTime};
use oauth_testkit::{AuthorizationResponseFlaw, Clock, Endpoint, TestServer};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

/// The application and its two providers, which live by one clock.
struct World {
    origin: String,
    one: TestServer,
    two: TestServer,
    clock: Clock,
    /// The pages that the application showed, other than redirects.
    pages: UnboundedReceiver<String>,
}

impl World {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // Another site than that of the providers, which are at 127.0.0.1.
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let clock = Clock::running();
        let start = |name| TestServer::start(web::provider(&origin, name).with_clock(clock.clone())).unwrap();
        let (one, two) = (start("one"), start("two"));

        let http = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback()).unwrap();
        let (now, advanced) = (clock.clone(), clock.clone());
        let transport = VirtualTime::new(http, move || now.now(), move |by| advanced.advance(by));
        let transport = AnyTransport::new(transport);
        let client = async |server: &TestServer| web::client(&transport, &server.issuer()).await.unwrap();
        let providers = [
            web::Provider { name: "one", client: client(&one).await, form_post: false },
            web::Provider { name: "two", client: client(&two).await, form_post: true },
        ];
        let (key, transport) = (Key::generate(), transport.clone());
        let app = web::App { origin: origin.clone(), providers: providers.into(), transport, key };
        let (shown, pages) = mpsc::unbounded_channel();
        let router = web::router(app).layer(middleware::from_fn(move |request: Request, next: Next| {
            let shown = shown.clone();
            async move { show(&shown, next.run(request).await).await }
        }));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, one, two, clock, pages }
    }

    fn browser(&self) -> Browser {
        Browser::new(&self.origin)
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// How many codes came to the first provider.
    fn token_requests(&self) -> usize {
        self.one.server().ledger().entries().iter().filter(|each| each.endpoint() == Some(Endpoint::Token)).count()
    }
}

/// Takes down what a browser is shown.
async fn show(shown: &UnboundedSender<String>, response: Response) -> Response {
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    // An icon is not there, and no page.
    if !head.status.is_redirection() && !body.is_empty() {
        // A test that is over looks at nothing more.
        let _ = shown.send(String::from_utf8_lossy(&body).into_owned());
    }
    Response::from_parts(head, body.into())
}

#[tokio::test]
async fn a_user_signs_in_by_a_query_or_by_a_form_and_out() {
    let world = World::new().await;
    for (provider, server) in [("one", &world.one), ("two", &world.two)] {
        let mut browser = world.browser();
        let home = browser.go(&world.at(&format!("/sign-in/{provider}"))).await;
        assert_eq!((home.url, home.status), (world.at("/"), StatusCode::OK));
        assert!(home.text.contains(&format!("Signed in as Alice at {provider}.")), "{}", home.text);
        assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["__Host-user"], "the sign-in is over");

        // Another site's form finds no cookie, and ends nothing.
        browser.post(&world.at("/sign-out"), true).await;
        assert_eq!(browser.cookies.len(), 1);
        let home = browser.post(&world.at("/sign-out"), false).await;
        assert!(home.text.contains("Sign in at two") && browser.cookies.is_empty(), "{}", home.text);
        let last = server.server().ledger().entries().last().cloned().unwrap();
        assert_eq!(last.endpoint(), Some(Endpoint::EndSession), "{last:?}");
    }
}

#[tokio::test]
async fn two_tabs_sign_in_at_once() {
    let world = World::new().await;
    let mut browser = world.browser();
    let first = browser.until_callback(&world.at("/sign-in/one")).await;
    let second = browser.until_callback(&world.at("/sign-in/two")).await;
    for (tab, provider) in [(first, "one"), (second, "two")] {
        let home = browser.follow(tab).await;
        assert!(home.text.contains(&format!("at {provider}.")), "{}", home.text);
    }
}

#[tokio::test]
async fn a_forged_response_does_not_end_a_sign_in() {
    let world = World::new().await;
    let mut browser = world.browser();
    let genuine = browser.until_callback(&world.at("/sign-in/one")).await;
    let issuer = world.one.issuer().replace(':', "%3A").replace('/', "%2F");
    for forged in [
        genuine.replace("state=", "state=x"),
        genuine.replace("code=", "x="),
        genuine.replace(&issuer, "https%3A%2F%2Fattacker.example"),
        genuine.replace("&iss=", "&x="),
        // The redirect URI of the other provider, which may have sent the browser on: a mix-up.
        genuine.replace("/callback/one", "/callback/two"),
    ] {
        let refused = browser.follow(forged.clone()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    }
    assert_eq!(world.token_requests(), 0, "no code leaves this application");
    let home = browser.follow(genuine).await;
    assert!(home.text.contains("Signed in as Alice at one."), "{}", home.text);
}

#[tokio::test]
async fn a_response_belongs_to_one_browser_and_is_good_once() {
    let world = World::new().await;
    let mut browser = world.browser();
    let genuine = browser.until_callback(&world.at("/sign-in/one")).await;
    let refused = world.browser().follow(genuine.clone()).await;
    assert!(refused.status == StatusCode::BAD_REQUEST && refused.text.contains("began no such sign-in"));
    assert_eq!(world.token_requests(), 0);

    assert_eq!(browser.follow(genuine.clone()).await.status, StatusCode::OK);
    assert_eq!(browser.follow(genuine).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(world.token_requests(), 1);
}

#[tokio::test]
async fn a_sign_in_has_a_maximum_age() {
    let world = World::new().await;
    let mut browser = world.browser();
    let late = browser.until_callback(&world.at("/sign-in/one")).await;
    world.clock.advance(web::LONGEST + Duration::from_secs(1));
    let refused = browser.follow(late).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text.contains("took too long"), "{}", refused.text);
    assert!(browser.cookies.is_empty() && world.token_requests() == 0);
    assert!(browser.go(&world.at("/sign-in/one")).await.text.contains("Signed in as Alice"));
}

#[tokio::test]
async fn a_refusal_ends_a_sign_in_and_a_failure_at_the_provider_is_told() {
    let world = World::new().await;
    let mut browser = world.browser();
    world.one.server().deny();
    let refused = browser.go(&world.at("/sign-in/one")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    assert!(browser.cookies.is_empty());

    world.two.server().queue(oauth_testkit::Script::html_502().at(Endpoint::Token));
    let failed = browser.go(&world.at("/sign-in/two")).await;
    assert_eq!(failed.status, StatusCode::BAD_GATEWAY, "{}", failed.text);
    assert!(browser.cookies.is_empty());
    assert_eq!(browser.go(&world.at("/sign-in/three")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_response_that_lost_its_issuer_is_refused() {
    let world = World::new().await;
    world.two.server().queue(AuthorizationResponseFlaw::IssMissing);
    let mut browser = world.browser();
    let refused = browser.go(&world.at("/sign-in/two")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    assert_eq!(browser.cookies.len(), 1, "the sign-in goes on");
}

#[tokio::test]
async fn a_browser_keeps_the_latest_sign_ins_alone() {
    let world = World::new().await;
    let mut browser = world.browser();
    let oldest = browser.until_callback(&world.at("/sign-in/one")).await;
    let mut latest = oldest.clone();
    for _ in 0..web::MOST_AT_ONCE {
        world.clock.advance(Duration::from_secs(1));
        latest = browser.until_callback(&world.at("/sign-in/one")).await;
    }
    assert_eq!(browser.cookies.len(), web::MOST_AT_ONCE);
    assert_eq!(browser.follow(oldest).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.follow(latest).await.status, StatusCode::OK);
}
