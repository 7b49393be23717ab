//! Signs a user in on a device without a browser (RFC 8628): the user opens a page elsewhere, and the program polls. Time is
//! the embedded server's, so nothing really waits.

use std::error::Error;

use oauth_examples::{ID, VirtualTime, show_tokens};
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, run, send};
use oauth_testkit::{AuthorizationServer, GrantType, RegisteredClient, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let application = RegisteredClient::none(ID).grant_types([GrantType::DeviceCode]).scopes(["orders:read"]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application))?;
    let server = test_server.server();
    server.sign_in_as("alice");
    let http = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let transport = VirtualTime::new(http, server.clock());
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::none())?;

    let authorization = send(&transport, &client.device_authorization().scope("orders:read")).await?;
    println!("Open {} and enter {}", authorization.verification_uri, authorization.user_code);
    println!("It is good for {:?}; asking every {:?}.", authorization.expires_in, authorization.interval);

    // Alice does so, on her phone.
    server.approve_device(&authorization.user_code)?;

    let tokens = run(&transport, client.device_token(&authorization).poll()).await?;
    show_tokens(&tokens);
    Ok(())
}
