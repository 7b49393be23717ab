//! A service account: a program signs a JWT with its own key and exchanges it for an access token, without a client id
//! (RFC 7523 §2.1). This is how Google's service accounts work, and Salesforce's JWT bearer flow.
//!
//! With nothing set it asks a server of its own on loopback. With the key file of a service account of Google:
//!
//! ```text
//! OAUTH_SERVICE_ACCOUNT=key.json OAUTH_SCOPE=https://www.googleapis.com/auth/devstorage.read_only \
//!     cargo run --example service_account
//! ```
//!
//! `OAUTH_SUBJECT` names the user in whose name it acts, if the account may do that.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;
use std::{env, fs};

use oauth_examples::{WireLog, show_tokens};
use oauth_jose::PrivateKey;
use oauth_reqwest::key::{Algorithm, SignedJwt};
use oauth_reqwest::{Client, HttpTransport, Issuer, Policy, Server, send};
use oauth_testkit::{AssertionIssuer, AuthorizationServer, PublicKey, TestServer};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match variable("OAUTH_SERVICE_ACCOUNT") {
        Some(file) => real(&file).await,
        None => embedded().await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The assertion of an account. Its times, its `jti` and its signature are made for each request.
fn assertion(key: PrivateKey, account: &str, audience: &str, scope: &str) -> SignedJwt {
    SignedJwt::new(key).issuer(account).audience(audience).claim("scope", scope).lifetime(Duration::from_secs(600))
}

/// A token for the account of a key file.
async fn real(file: &str) -> Result<(), Box<dyn Error>> {
    // The error of a JSON library may quote the key.
    let account: Value =
        serde_json::from_str(&fs::read_to_string(file)?).map_err(|_| format!("{file} is not a JSON document"))?;
    let member = |name: &str| account[name].as_str().ok_or_else(|| format!("{file} has no {name}"));
    let token_uri = member("token_uri")?;
    let key = PrivateKey::from_pem(member("private_key")?)?.with_key_id(member("private_key_id")?);

    let scope = variable("OAUTH_SCOPE").unwrap_or_default();
    let mut assertion = assertion(key, member("client_email")?, token_uri, &scope);
    if let Some(user) = variable("OAUTH_SUBJECT") {
        assertion = assertion.subject(user);
    }
    let client = Client::without_identity(Server::at_token_endpoint(token_uri)?);
    let transport = WireLog(HttpTransport::new()?);
    show_tokens(&send(&transport, &client.jwt_bearer(assertion)).await?);
    Ok(())
}

/// A token from the embedded server, which knows the account by its public key.
async fn embedded() -> Result<(), Box<dyn Error>> {
    const ACCOUNT: &str = "reports@project.iam.example";
    println!("No account is named (see the top of this example), so here is a server on loopback that knows one.\n");
    let key = PrivateKey::generate(Algorithm::Rs256)?;
    let public = PublicKey::from_jwk(&key.jwk().to_json().unwrap_or_default())?;
    let account = AssertionIssuer::new(ACCOUNT, [public])
        .audiences(["https://oauth2.example.com/token"])
        .without_client(["storage.read"])
        .subject_optional();
    let test_server = TestServer::start(AuthorizationServer::new().assertion_issuer(account))?;

    let server = Server::pingone_at(Issuer::dangerous_http_loopback(&test_server.issuer())?)?;
    let assertion = assertion(key, ACCOUNT, "https://oauth2.example.com/token", "storage.read");
    let client = Client::without_identity(server);
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let tokens = send(&transport, &client.jwt_bearer(assertion)).await?;

    println!("{}", test_server.server().ledger());
    show_tokens(&tokens);
    Ok(())
}

/// A variable of the environment; an empty one counts as not set.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
