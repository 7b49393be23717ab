//! Every request of an HTTP client gets a valid token by itself, and one whose token is refused is sent again with a new one.

use std::error::Error;
use std::time::Duration;

use oauth_examples::{ID, SECRET, application};
use oauth_reqwest::resource::ResourcePolicy;
use oauth_reqwest::server::UrlPolicy;
use oauth_reqwest::{
    Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, TokenMiddleware, TokenSource, VirtualTime,
    reqwest, reqwest_middleware, send,
};
use oauth_testkit::{AuthorizationServer, Endpoint, ProtectedResource, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let application = application("client_secret_post");
    let orders = ProtectedResource::new("orders").scopes(["orders:read"]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application).protected_resource(orders))?;
    let clock = test_server.server().clock();

    // Without a test server, this is `HttpTransport::new()`, `Server::pingone(..)` and
    // `TokenMiddleware::new(tokens).allow("https://api.example.com")`.
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let (time, advanced) = (clock.clone(), clock.clone());
    let transport = VirtualTime::new(transport, move || time.now(), move |by| advanced.advance(by));
    let server = Server::pingone_at(Issuer::dangerous_http_loopback(&test_server.issuer())?)?;
    let policy = ResourcePolicy::new().urls(UrlPolicy::new().dangerous_http_loopback()).allow(&test_server.url())?;

    let client = Client::new(server, ID, ClientAuthentication::client_secret_post(SECRET))?;
    let tokens = TokenSource::new(transport.clone(), client.client_credentials().scope("orders:read"))?;
    let middleware = TokenMiddleware::new(tokens.clone()).policy(policy);
    let api = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(middleware).build();

    let url = test_server.server().resource_url("orders");
    println!("{}", api.get(&url).send().await?.status());

    // Somebody revokes the token, which nobody tells this program.
    send(&transport, &client.revoke(tokens.token().await?.text())).await?;
    clock.advance(Duration::from_secs(600));
    println!("{}", api.get(&url).send().await?.status());

    let ledger = test_server.server().ledger();
    let count = |endpoint| ledger.count_at(endpoint);
    println!("{} requests to the API, {} for a token", count(Endpoint::ProtectedResource), count(Endpoint::Token));
    Ok(())
}
