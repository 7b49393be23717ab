//! As `client_credentials`, but only the issuer is known: the endpoint and the way to authenticate come from the
//! server's metadata.

use std::error::Error;

use oauth_examples::{ID, SECRET, application, show_tokens};
use oauth_reqwest::{Client, ClientAuthentication, Endpoint, HttpTransport, Issuer, Policy, Server, run, send};
use oauth_testkit::{AuthorizationServer, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let test_server = TestServer::start(AuthorizationServer::new().client(application("client_secret_basic")))?;
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;

    // Two places are tried: that of OpenID Connect, then that of RFC 8414. The answer must name this very issuer.
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let server: Server = run(&transport, issuer.discover()).await?.into();
    println!("token_endpoint {}", server.endpoint(Endpoint::Token).unwrap_or("(not said)"));
    println!("methods        {:?}", server.metadata().token_endpoint_auth_methods_supported);

    // The method is not said here, so it is the metadata's.
    let client = Client::new(server, ID, ClientAuthentication::client_secret(SECRET))?;
    show_tokens(&send(&transport, &client.client_credentials()).await?);
    Ok(())
}
