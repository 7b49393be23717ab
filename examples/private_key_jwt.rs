//! As `client_credentials`, by a private key in place of a secret: `private_key_jwt`, with RS256 and with ES256.
//!
//! With nothing set it makes two keys and asks a server of its own on loopback. Against a real server:
//!
//! ```text
//! openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out client.pem
//! openssl pkey -in client.pem -pubout          # register this at the server
//!
//! PINGONE_REGION=NA PINGONE_ENV_ID=... OAUTH_CLIENT_ID=... \
//!     OAUTH_AUTH_METHOD=private_key_jwt OAUTH_PRIVATE_KEY=client.pem cargo run --example private_key_jwt
//! ```
//!
//! `OAUTH_KEY_ID` is the `kid` under which the server knows the key, if it gave it one of its own;
//! `OAUTH_SIGNING_ALGORITHM` is another one than that which suits the key.

use std::error::Error;
use std::process::ExitCode;
use std::time::SystemTime;

use oauth_examples::{ID, Settings, Target, WireLog, show_tokens, start};
use oauth_jose::PrivateKey;
use oauth_reqwest::key::Algorithm;
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, run, send};
use oauth_testkit::{AuthorizationServer, PublicKey, RegisteredClient, TestServer};

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
    println!("the public key, to register or to publish:\n{}\n", client.public_jwks()?);
    let tokens = send(&transport, &client.client_credentials().scope(settings.scope)).await?;
    show_tokens(&tokens);
    Ok(())
}

/// Two tokens from the embedded server, one for each algorithm; and a key that is changed while the program runs.
async fn embedded() -> Result<(), Box<dyn Error>> {
    println!("No server is named (see the top of this example), so here is one on loopback, shaped like PingOne.\n");
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    for algorithm in [Algorithm::Rs256, Algorithm::Es256] {
        // The program has the PEM file, and the server the public half.
        let file = PrivateKey::generate(algorithm)?.to_pkcs8_pem()?;
        let key = PrivateKey::from_pem(file.expose())?.with_algorithm(algorithm)?;
        let next_key = PrivateKey::generate(algorithm)?.with_algorithm(algorithm)?;
        let public = |key: &PrivateKey| PublicKey::from_jwk(&key.jwk().to_json().unwrap_or_default());

        let application =
            RegisteredClient::private_key_jwt(ID, [public(&key)?, public(&next_key)?]).scopes(["orders:read"]);
        let test_server = TestServer::start(AuthorizationServer::new().client(application))?;
        let server = Server::pingone_at(Issuer::dangerous_http_loopback(&test_server.issuer())?)?;

        let client = Client::new(server, ID, ClientAuthentication::private_key_jwt(key))?;
        let call = client.client_credentials().scope("orders:read");
        let tokens = send(&transport, &call).await?;

        println!("--- {algorithm}, as it went over the wire\n\n{}", test_server.server().ledger());
        println!("--- {algorithm}, as the program sees it\n");
        show_tokens(&tokens);

        // The server knows the next key already. The client takes it at once; `key_from` can also name a later time, such
        // as that at which the server has certainly fetched the new key set.
        if let Some(assertion) = client.client_assertion() {
            client.replace_client_assertion(assertion.key_from(SystemTime::now(), next_key))?;
        }
        let renewed = send(&transport, &call).await?;
        println!("another key   {}\n", renewed.client_key != tokens.client_key);
    }
    Ok(())
}
