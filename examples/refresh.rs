//! After a sign-in: a new access token by the refresh token, which the server replaces each time. The old one is worth
//! nothing then, and to use it again is what a thief would do.

use std::error::Error;

use oauth_examples::{ID, SECRET, show_tokens, sign_in};
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, send};
use oauth_testkit::{AuthorizationServer, GrantType, RegisteredClient, TestServer};

const CALLBACK: &str = "https://client.example.org/callback";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let application = RegisteredClient::client_secret_basic(ID, SECRET)
        .redirect_uris([CALLBACK])
        .grant_types([GrantType::AuthorizationCode, GrantType::RefreshToken])
        .scopes(["openid", "orders:read", "orders:write"]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application))?;
    test_server.server().sign_in_as("alice");
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::client_secret_basic(SECRET))?;
    let tokens = sign_in(&transport, &client, CALLBACK, "openid orders:read").await?;

    // The scope of the first tokens goes with it: a refresh can narrow it, and never widen it.
    let refreshed = send(&transport, &client.refresh(&tokens)?).await?;
    let first = tokens.refresh_token.ok_or("the server gave no refresh token")?;
    show_tokens(&refreshed);
    let second = refreshed.refresh_token.as_ref().ok_or("the server gave no refresh token")?;
    println!("the refresh token was replaced: {}", second.expose() != first.expose());

    match send(&transport, &client.refresh_token(&first)).await {
        Err(error) if error.needs_sign_in() => println!("the old one: {error}; the user has to sign in again"),
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("an old refresh token should be refused".into()),
    }
    Ok(())
}
