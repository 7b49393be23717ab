//! As `client_credentials`, for an application of PingOne whose method and secret are read from PingOne itself: from a
//! worker's token to a source of the other application's tokens, and on through a rotation of its secret.
//!
//! With nothing set it asks a server of its own on loopback. Against the real PingOne, with a worker application that
//! has a role such as Client Application Developer in the environment:
//!
//! ```text
//! PINGONE_REGION=NA PINGONE_ENV_ID=... OAUTH_CLIENT_ID=(the worker) OAUTH_CLIENT_SECRET=... \
//!     PINGONE_APPLICATION_ID=(the other application) cargo run --example pingone_application
//! ```
//!
//! There the secret is rotated only if `PINGONE_ROTATE_SECRET` is set: whoever else uses that application has an hour to
//! take up the new one. `OAUTH_SCOPE` asks for scopes.

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use http::{HeaderValue, Method, header};
use oauth_examples::{ID, SECRET, Settings, Target, WireLog, application, rfc_3339, start};
use oauth_reqwest::call::Draft;
use oauth_reqwest::pingone::{ApplicationSecret, ApplicationSecretRequest, Environment, GrantType, Region};
use oauth_reqwest::{
    Call, Client, ClientAuthentication, DecodeError, EncodeError, HttpTransport, Issuer, Policy, Response, Scope,
    Server, TokenSource, Transport, send,
};
use oauth_testkit::{AuthorizationServer, Clock, RegisteredClient, TestServer};

/// How long the old secret is accepted after a rotation.
const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    start(real, embedded).await
}

/// What the example needs, wherever the server is.
struct Managed {
    server: Server,
    environment: Environment,
    worker: Client,
    application_id: String,
    scope: String,
}

/// The tokens of the application, by nothing but what the worker may read.
async fn tokens(
    transport: &(impl Transport + Clone + 'static),
    managed: &Managed,
) -> Result<TokenSource, Box<dyn Error>> {
    let worker_token = send(transport, &managed.worker.client_credentials()).await?;

    let (environment, id) = (&managed.environment, &managed.application_id);
    let record = send(transport, &environment.application(id, &worker_token)?).await?;
    let secret = send(transport, &environment.application_secret(id, &worker_token)?).await?;

    // The record says how the application authenticates, and which grants it may use.
    let method = record.token_endpoint_auth_method.as_ref().map_or("(not said)", |method| method.as_str());
    println!("the record says {method}\n");
    let client = record.require_grant(&GrantType::CLIENT_CREDENTIALS)?.client(managed.server.clone(), &secret)?;
    let tokens = TokenSource::new(transport.clone(), client.client_credentials().scope(managed.scope.as_str()))?;

    let token = tokens.token().await?;
    println!("access_token  {:?}, {} characters", token.text(), token.text().expose().len());
    println!("scope         {}", token.scope().map_or("(not said)", Scope::as_str));
    println!("expires       {}", token.expires_at().map_or("(not said)".to_owned(), rfc_3339));
    Ok(tokens)
}

/// A new secret for the application. The source goes on with it; the old one is good for an hour longer.
async fn rotate(
    transport: &impl Transport,
    managed: &Managed,
    tokens: &TokenSource,
    now: SystemTime,
) -> Result<(), Box<dyn Error>> {
    let worker_token = send(transport, &managed.worker.client_credentials()).await?;
    let read = managed.environment.application_secret(&managed.application_id, &worker_token)?;
    let rotated = send(transport, &Rotate { read, previous_expires_at: rfc_3339(now + HOUR) }).await?;

    let client = tokens.client();
    let call = client.client_credentials().scope(managed.scope.as_str());
    send(transport, &call).await?;
    println!("\nrotated: the old secret is still accepted");

    client.replace_client_secret(&rotated)?;
    send(transport, &call).await?;
    println!("replaced: the same call, made before, carries the new secret");
    tokens.renew_now().await?;
    let metrics = tokens.metrics();
    println!("the source too: renewals that brought a token {}, that failed {}", metrics.renewed, metrics.failed);
    Ok(())
}

/// A rotation is management and not OAuth, so the library has no call for it: this one is the example's own. The response
/// is that of reading the secret.
struct Rotate {
    read: ApplicationSecretRequest,
    previous_expires_at: String,
}

impl Call for Rotate {
    type Output = ApplicationSecret;

    fn draft(&self, now: SystemTime) -> Result<Draft, EncodeError> {
        let mut request = self.read.encode(now)?;
        *request.method_mut() = Method::POST;
        *request.body_mut() = format!(r#"{{"previous":{{"expiresAt":"{}"}}}}"#, self.previous_expires_at).into_bytes();
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(request.into())
    }

    fn decode(&self, response: Response<'_>, sent_at: SystemTime) -> Result<ApplicationSecret, DecodeError> {
        self.read.decode(response, sent_at)
    }
}

/// The real PingOne.
async fn real(settings: Settings) -> Result<(), Box<dyn Error>> {
    let Target::Server(server) = settings.target else {
        return Err("this example is for PingOne: set PINGONE_REGION and PINGONE_ENV_ID, not OAUTH_ISSUER".into());
    };
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let required = |name: &str| variable(name).ok_or_else(|| format!("a server is named; set {name} too"));
    let region: Region = required("PINGONE_REGION")?.parse()?;
    let managed = Managed {
        environment: Environment::new(region, &required("PINGONE_ENV_ID")?)?,
        worker: Client::new(server.clone(), settings.client_id, settings.authentication)?,
        server,
        application_id: required("PINGONE_APPLICATION_ID")?,
        scope: settings.scope,
    };
    let transport = WireLog(HttpTransport::with_policy(settings.policy)?);
    let tokens = tokens(&transport, &managed).await?;
    match variable("PINGONE_ROTATE_SECRET") {
        Some(_) => rotate(&transport, &managed, &tokens, SystemTime::now()).await,
        None => Ok(()),
    }
}

/// The embedded server.
async fn embedded() -> Result<(), Box<dyn Error>> {
    const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
    const WORKER: &str = "0d1e2f30-8f00-4630-b8b0-2c02ce94168a";
    println!("No server is named (see the top of this example), so here is one on loopback, shaped like PingOne.\n");
    let test_server = TestServer::start(
        AuthorizationServer::new()
            .environment_id(ENVIRONMENT)
            .with_clock(Clock::running())
            .client(RegisteredClient::client_secret_basic(WORKER, SECRET).worker())
            .client(application("client_secret_post")),
    )?;
    let server = Server::pingone_at(Issuer::dangerous_http_loopback(&test_server.issuer())?)?;
    let managed = Managed {
        environment: Environment::dangerous_http_loopback(&test_server.server().pingone_api(), ENVIRONMENT)?,
        worker: Client::new(server.clone(), WORKER, ClientAuthentication::client_secret_basic(SECRET))?,
        server,
        application_id: ID.to_owned(),
        scope: "orders:read".to_owned(),
    };
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
    let tokens = tokens(&transport, &managed).await?;
    rotate(&transport, &managed, &tokens, test_server.server().clock().now()).await?;
    println!("\n--- as it went over the wire\n\n{}", test_server.server().ledger());
    Ok(())
}
