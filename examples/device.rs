//! Signs a user in on a device without a browser (RFC 8628): the user opens a page elsewhere, and the program polls. To wait
//! is to put the embedded server's clock forward, so nothing really waits.

use std::error::Error;

use oauth_examples::{ID, show_tokens};
use oauth_reqwest::flow::{WaitReason, Waiting};
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, VirtualTime, run, send};
use oauth_testkit::http::StatusCode;
use oauth_testkit::{AuthorizationServer, Endpoint, GrantType, RegisteredClient, Script, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let application = RegisteredClient::none(ID).grant_types([GrantType::DeviceCode]).scopes(["orders:read"]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application))?;
    let server = test_server.server();
    server.sign_in_as("alice");
    let http = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let (clock, advanced) = (server.clock(), server.clock());
    let transport = VirtualTime::new(http, move || clock.now(), move |by| advanced.advance(by));
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::none())?;

    let authorization = send(&transport, &client.device_authorization().scope("orders:read")).await?;
    println!("Open {} and enter {}", authorization.verification_uri, authorization.user_code);
    println!("It is good for {:?}; asking every {:?}.", authorization.expires_in, authorization.interval);

    // Alice does so, on her phone. The server says that she has not, for a while, and that we ask too often.
    server.approve_device(&authorization.user_code)?;
    for error in ["authorization_pending", "slow_down"] {
        let body = format!(r#"{{"error":"{error}"}}"#);
        server.queue(Script::json(StatusCode::BAD_REQUEST, body).at(Endpoint::Token));
    }

    let tokens = run(&transport, client.device_token(&authorization).poll().inspect(show_progress)).await?;
    show_tokens(&tokens);
    Ok(())
}

fn show_progress(waiting: Waiting) {
    let reason = match waiting.reason {
        WaitReason::Begun | WaitReason::Pending => "waiting for you",
        WaitReason::SlowDown => "waiting for you, and asking less often",
        WaitReason::Unavailable | WaitReason::NoResponse => "the server cannot be reached",
        _ => "waiting",
    };
    println!("({reason}; the next try is in {:?})", waiting.pause);
}
