//! Gets a token for an application itself, by `client_secret_basic` and by `client_secret_post`.
//!
//! With nothing set it asks a server of its own on loopback. Against a real server:
//!
//! ```text
//! PINGONE_REGION=NA PINGONE_ENV_ID=... OAUTH_CLIENT_ID=... OAUTH_CLIENT_SECRET=... cargo run --example client_credentials
//! OAUTH_ISSUER=https://... OAUTH_CLIENT_ID=... OAUTH_CLIENT_SECRET=... cargo run --example client_credentials
//! ```
//!
//! There it uses the one method that `OAUTH_AUTH_METHOD` names, or else the server's metadata: an application has one
//! method, and trying another would only be refused. `OAUTH_SCOPE` asks for scopes.

use std::error::Error;
use std::process::ExitCode;

use oauth_examples::{ID, SECRET, Settings, Target, WireLog, application, show_tokens, start};
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, run, send};
use oauth_testkit::{AuthorizationServer, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    start(real, embedded).await
}

/// A token from a real server.
async fn real(settings: Settings) -> Result<(), Box<dyn Error>> {
    let transport = WireLog(HttpTransport::with_policy(settings.policy)?);
    let server = match settings.target {
        Target::Issuer(issuer) => run(&transport, issuer.discover()).await?.into(),
        Target::Server(server) => server,
        _ => return Err("this example does not know such a target".into()),
    };
    let client = Client::new(server, settings.client_id, settings.authentication)?;
    let tokens = send(&transport, &client.client_credentials().scope(settings.scope)).await?;
    show_tokens(&tokens);
    Ok(())
}

/// Two tokens from the embedded server, one for each method.
async fn embedded() -> Result<(), Box<dyn Error>> {
    println!("No server is named (see the top of this example), so here is one on loopback, shaped like PingOne.\n");
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    for (method, authentication) in [
        ("client_secret_basic", ClientAuthentication::client_secret_basic(SECRET)),
        ("client_secret_post", ClientAuthentication::client_secret_post(SECRET)),
    ] {
        let test_server = TestServer::start(AuthorizationServer::new().client(application(method)))?;
        let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
        let client = Client::new(Server::pingone_at(issuer)?, ID, authentication)?;

        let tokens = send(&transport, &client.client_credentials().scope("orders:read")).await?;

        println!("--- {method}, as it went over the wire\n");
        println!("{}", test_server.server().ledger());
        println!("--- {method}, as the program sees it\n");
        show_tokens(&tokens);
        println!();
    }
    Ok(())
}
