//! As `client_credentials`, without async: the same names, from the module `blocking`.

use std::error::Error;

use oauth_examples::{ID, SECRET, application, show_tokens};
use oauth_reqwest::blocking::{HttpTransport, send};
use oauth_reqwest::{Client, ClientAuthentication, Issuer, Policy, Server};
use oauth_testkit::{AuthorizationServer, TestServer};

fn main() -> Result<(), Box<dyn Error>> {
    let test_server = TestServer::start(AuthorizationServer::new().client(application("client_secret_basic")))?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::client_secret_basic(SECRET))?;

    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let tokens = send(&transport, &client.client_credentials())?;
    show_tokens(&tokens);
    Ok(())
}
