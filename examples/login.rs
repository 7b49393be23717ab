//! Signs a user in, as a native application does it (RFC 8252): authorization code with PKCE, and a redirect to a port of
//! this machine. With nothing set the server is an embedded one and signs Alice in at once; `--open` shows it in your
//! browser. Against a real server, named as for `client_credentials`, it prints the page to open (or opens it). The
//! application needs the redirect URI `http://127.0.0.1/callback`, with any port.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use oauth_examples::{ID, LoopbackRedirect, Settings, Target, follow, open, show_tokens, start};
use oauth_reqwest::authorization::{AuthorizationRedirect, AuthorizationResponse};
use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, Transport as _, run, send};
use oauth_testkit::{AuthorizationServer, RegisteredClient, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    start(real, embedded).await
}

async fn embedded() -> Result<(), Box<dyn Error>> {
    let application = RegisteredClient::none(ID)
        .redirect_uris(["http://127.0.0.1/callback"])
        .grant_types([oauth_testkit::GrantType::AuthorizationCode, oauth_testkit::GrantType::RefreshToken])
        .scopes(["openid", "orders:read"]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application))?;
    test_server.server().sign_in_as("alice");
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let client = Client::new(Server::pingone_at(issuer)?, ID, ClientAuthentication::none())?;
    let in_browser = env::args().any(|argument| argument == "--open");
    login(&transport, &client, "openid orders:read", if in_browser { User::Browser } else { User::Nobody }).await
}

async fn real(settings: Settings) -> Result<(), Box<dyn Error>> {
    let transport = HttpTransport::with_policy(settings.policy)?;
    let server = match settings.target {
        Target::Issuer(issuer) => run(&transport, issuer.discover()).await?.into(),
        Target::Server(server) => server,
        _ => return Err("this example does not know such a target".into()),
    };
    let client = Client::new(server, settings.client_id, settings.authentication)?;
    let scope = if settings.scope.is_empty() { "openid" } else { &settings.scope };
    let in_browser = env::args().any(|argument| argument == "--open");
    login(&transport, &client, scope, if in_browser { User::Browser } else { User::ByHand }).await
}

/// Who opens the page.
enum User {
    /// The user, who copies the URL.
    ByHand,
    /// The user's browser, because we were asked to.
    Browser,
    /// Nobody: the embedded server needs no clicks.
    Nobody,
}

async fn login(transport: &HttpTransport, client: &Client, scope: &str, user: User) -> Result<(), Box<dyn Error>> {
    let loopback = LoopbackRedirect::new()?;
    let request = client.authorization_request(loopback.redirect_uri()).scope(scope);

    // What belongs to this sign-in stays here. A web application keeps it in the session of the user's browser.
    let AuthorizationRedirect { url, session, .. } = request.begin()?;
    let waiting = tokio::task::spawn_blocking(move || loopback.wait());
    match user {
        User::ByHand => println!("Open this page to sign in:\n\n{url}\n"),
        User::Browser => open(&url)?,
        User::Nobody => {
            println!("The browser goes to\n\n{}\n", without_state(&url));
            let back = follow(transport, &url).await?;
            transport.send(http::Request::get(back).body(Vec::new())?).await?;
        }
    }

    let url = waiting.await??;
    let authorized = session.receive(client, AuthorizationResponse::from_url(&url)?)?;
    let tokens = send(transport, &authorized.authorization_code()).await?;
    show_tokens(&tokens);
    if let Some(id_token) = tokens.id_token_claims() {
        println!("user          {} of {}", id_token.subject(), id_token.issuer());
    }
    println!("refresh_token {:?}", tokens.refresh_token);
    println!("id_token      {:?}", tokens.id_token);
    Ok(())
}

/// For the log of a demonstration: what is secret about the URL is its `state` and its `nonce`.
fn without_state(url: &str) -> String {
    let parts = url.split('&').map(|part| match part.split_once('=') {
        Some((name @ ("state" | "nonce" | "code_challenge"), _)) => format!("{name}=***"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}
