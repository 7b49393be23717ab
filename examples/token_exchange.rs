//! Exchanges a user's token for one that another service takes (RFC 8693), as a service between the two does it.

use std::error::Error;

use oauth_examples::{ID, SECRET, show_tokens, sign_in};
use oauth_reqwest::token::TokenTypeIdentifier;
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, send};
use oauth_testkit::{AuthorizationServer, GrantType, RegisteredClient, TestServer};

const CALLBACK: &str = "https://client.example.org/callback";
const BACKEND: &str = "https://backend.example.org/orders";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let application = RegisteredClient::client_secret_basic(ID, SECRET)
        .redirect_uris([CALLBACK])
        .grant_types([GrantType::AuthorizationCode, GrantType::TokenExchange])
        .scopes(["orders:read"])
        .resources([BACKEND]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application))?;
    test_server.server().sign_in_as("alice");
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::client_secret_basic(SECRET))?;
    let alices = sign_in(&transport, &client, CALLBACK, "orders:read").await?;

    let call = client
        .token_exchange(alices.access_token, TokenTypeIdentifier::ACCESS_TOKEN)
        .requested_token_type(TokenTypeIdentifier::ACCESS_TOKEN)
        .resource(BACKEND)
        .scope("orders:read");
    let exchanged = send(&transport, &call).await?;
    show_tokens(&exchanged);
    println!("issued        {:?}", exchanged.issued_token_type);
    Ok(())
}
