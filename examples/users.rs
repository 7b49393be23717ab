//! An application that keeps the tokens of each of its users: they sign in once, what runs on their behalf finds a valid
//! token by their name, and one of them signs out.

use std::error::Error;
use std::time::Duration;

use http::Request;
use oauth_examples::{ID, SECRET, sign_in};
use oauth_reqwest::lifecycle::Event;
use oauth_reqwest::source::TokenSources;
use oauth_reqwest::{
    Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, TokenError, Transport, VirtualTime,
};
use oauth_testkit::{AuthorizationServer, Endpoint, GrantType, ProtectedResource, RegisteredClient, TestServer};

const CALLBACK: &str = "https://client.example.org/callback";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let application = RegisteredClient::client_secret_basic(ID, SECRET)
        .redirect_uris([CALLBACK])
        .grant_types([GrantType::AuthorizationCode, GrantType::RefreshToken])
        .scopes(["openid", "orders:read"]);
    let orders = ProtectedResource::new("orders").scopes(["orders:read"]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application).protected_resource(orders))?;
    let server = test_server.server();
    let url = server.resource_url("orders");

    // Without a test server, this is `HttpTransport::new()` and `Server::pingone(..)`.
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let (time, advanced) = (server.clock(), server.clock());
    let transport = VirtualTime::new(transport, move || time.now(), move |by| advanced.advance(by));
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::client_secret_basic(SECRET))?;

    // In memory, so that the users sign in again after a restart. With `.store(..)` they do not.
    let sources = TokenSources::new(transport.clone()).observe(|grant, event| {
        if let Event::Requested { cause, .. } = event {
            println!("  (a renewal for {}: {cause:?})", grant.user_name().unwrap_or("the application"));
        }
    });

    // Once for each user, where the browser comes back. The subject is the name from then on.
    let mut users = Vec::new();
    for user in ["alice", "bob"] {
        server.sign_in_as(user);
        let tokens = sign_in(&transport, &client, CALLBACK, "openid orders:read").await?;
        let claims = tokens.id_token_claims().ok_or("the server gave no ID token")?;
        let subject = claims.subject().to_owned();
        sources.adopt(&client, &subject, &tokens).await?;
        println!("{subject} has signed in");
        users.push(subject);
    }

    // Whatever needs the orders of a user needs nothing but the name. Two hours later the first tokens have ended.
    for (when, passed) in [("at once", Duration::ZERO), ("two hours later", Duration::from_secs(2 * 60 * 60))] {
        server.clock().advance(passed);
        for user in &users {
            println!("{when}, the orders of {user}: {}", orders_of(&transport, &sources, &client, user, &url).await?);
        }
    }

    // No response that is under way brings the tokens back, and the refresh token is revoked.
    sources.of_user(&client, "bob")?.forget().await?;
    println!("bob has signed out");
    for user in &users {
        match orders_of(&transport, &sources, &client, user, &url).await {
            Ok(status) => println!("the orders of {user}: {status}"),
            Err(error) => match error.downcast_ref::<TokenError>() {
                Some(error) if error.needs_sign_in() => println!("the orders of {user}: {error}"),
                _ => return Err(error),
            },
        }
    }

    // Before the program ends, what is under way lands.
    sources.shutdown(Duration::from_secs(10)).await?;
    let count = |endpoint| server.ledger().count_at(endpoint);
    println!("{} token requests, {} revocation", count(Endpoint::Token), count(Endpoint::Revocation));
    Ok(())
}

/// A request to an API on behalf of a user. A web service keeps its own `TokenSource` for the length of a request; to
/// look it up by name each time costs little.
async fn orders_of(
    transport: &impl Transport,
    sources: &TokenSources,
    client: &Client,
    user: &str,
    url: &str,
) -> Result<String, Box<dyn Error>> {
    let mut request = Request::get(url).body(Vec::new())?;
    sources.of_user(client, user)?.authorize(&mut request).await?;
    Ok(transport.send(request).await?.status().to_string())
}
