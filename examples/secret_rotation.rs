//! As `client_credentials`, while the secret is replaced: the server takes the old one for a while longer, and the
//! program goes on with the new one without a restart.

use std::error::Error;
use std::time::Duration;

use oauth_examples::{ID, SECRET, application};
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, send};
use oauth_testkit::{AuthorizationServer, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let test_server = TestServer::start(AuthorizationServer::new().client(application("client_secret_basic")))?;
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::client_secret_basic(SECRET))?;
    let call = client.client_credentials();

    test_server.server().rotate_secret(ID, "new-secret", Duration::from_secs(60))?;
    send(&transport, &call).await?;
    println!("rotated: the old secret is good for a minute longer");

    test_server.server().clock().advance(Duration::from_secs(61));
    match send(&transport, &call).await {
        Ok(_) => return Err("the old secret should have expired".into()),
        Err(error) => println!("a minute later: {error}"),
    }

    client.replace_client_secret("new-secret")?;
    send(&transport, &call).await?;
    println!("replaced: the same call, made before, carries the new secret");
    Ok(())
}
