//! From a worker's token to another application's token, by PingOne's record of that application.

use std::time::{Duration, SystemTime};

use http::{HeaderValue, Method, header};
use oauth_io::call::Draft;
use oauth_io::pingone::{
    Application, ApplicationSecret, ApplicationSecretRequest, Environment, GrantType, Region, TokenEndpointAuthMethod,
};
use oauth_io::token::AccessToken;
use oauth_io::{
    Call, Client, ClientAuthentication, ConfigError, DecodeError, EncodeError, Error, Response, Server, TokenResponse,
    send,
};
use oauth_testkit::{AuthorizationServer, Endpoint, Fault, RegisteredClient, Script};

use super::outcome::Outcome;
use super::wire::Wire;
use crate::canned::ready;

const ENV: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
const ID: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
const SECRET: &str = "Ab~9.x_Y-z0";
const WORKER: &str = "0d1e2f30-8f00-4630-b8b0-2c02ce94168a";

/// A worker, and the application that it reads.
struct Managed {
    testkit: AuthorizationServer,
    wire: Wire,
    environment: Environment,
    token: TokenResponse,
}

impl Managed {
    fn new(application: RegisteredClient) -> Self {
        let worker = RegisteredClient::client_secret_basic(WORKER, "w0rker").worker();
        let testkit = AuthorizationServer::new().client(worker).client(application);
        let wire = Wire::new(testkit.clone());
        let worker = Client::new(server(), WORKER, ClientAuthentication::client_secret_basic("w0rker")).unwrap();
        let token = ready(send(&wire, &worker.client_credentials())).unwrap();
        Self { testkit, wire, environment: Environment::new(Region::NorthAmerica, ENV).unwrap(), token }
    }

    fn application(&self) -> Result<Application, Error> {
        ready(send(&self.wire, &self.environment.application(ID, &self.token)?))
    }

    fn secret(&self) -> Result<ApplicationSecret, Error> {
        ready(send(&self.wire, &self.environment.application_secret(ID, &self.token)?))
    }

    fn token_of(&self, client: &Client) -> Result<TokenResponse, Error> {
        ready(send(&self.wire, &client.client_credentials()))
    }
}

fn server() -> Server {
    Server::pingone(Region::NorthAmerica, ENV).unwrap()
}

#[test]
fn a_client_from_the_record() {
    for (registered, method, scheme, in_body) in [
        (RegisteredClient::client_secret_basic(ID, SECRET), "CLIENT_SECRET_BASIC", Some("Basic"), 0),
        (RegisteredClient::client_secret_post(ID, SECRET), "CLIENT_SECRET_POST", None, 1),
    ] {
        let managed = Managed::new(registered);
        let application = managed.application().unwrap();
        assert_eq!(application.token_endpoint_auth_method, Some(TokenEndpointAuthMethod::from(method)));
        assert_eq!(application.deviations, []);
        let secret = managed.secret().unwrap();
        assert_eq!(secret.secret.expose(), SECRET);
        let client = application.client(server(), &secret).unwrap();
        assert_eq!(client.client_id(), ID);
        assert!(managed.token_of(&client).is_ok());
        let ledger = managed.testkit.ledger();
        let request = ledger.last().unwrap().request();
        assert_eq!((request.authorization_scheme(), request.form_count("client_secret")), (scheme, in_body));
        // Only the token request has the worker's credentials.
        for entry in &ledger.entries()[1..3] {
            assert_eq!(entry.request().authorization_scheme(), Some("Bearer"));
            assert!(entry.request().expose_raw_body().is_empty() && entry.request().expose_query().is_none());
        }
    }
}

#[test]
fn a_public_client_sends_its_id() {
    let managed = Managed::new(RegisteredClient::none(ID));
    let client = managed.application().unwrap().public_client(server()).unwrap();
    let device = ready(send(&managed.wire, &client.device_authorization()));
    assert_eq!(Outcome::of(&device), Outcome::Good);
    let error = managed.secret().unwrap_err();
    assert!(error.to_string().contains("no such application"), "{error}");
}

#[test]
fn a_grant_that_is_not_listed_sends_no_request() {
    let registered = RegisteredClient::client_secret_basic(ID, SECRET);
    let managed = Managed::new(registered.grant_types([oauth_testkit::GrantType::AuthorizationCode]));
    let application = managed.application().unwrap();
    let client = application.client(server(), SECRET).unwrap();
    let before = managed.testkit.ledger().count();
    let error = managed.token_of(&client).unwrap_err();
    let Error::Config(ConfigError::ApplicationGrantType { grant_type, listed }) = &error else { panic!("{error:?}") };
    assert_eq!((grant_type.as_str(), listed.as_str()), ("CLIENT_CREDENTIALS", "AUTHORIZATION_CODE"));
    assert!(application.require_grant(&GrantType::CLIENT_CREDENTIALS).is_err());
    let device = ready(send(&managed.wire, &client.device_authorization()));
    assert!(matches!(device.unwrap_err(), Error::Config(_)));
    assert_eq!(managed.testkit.ledger().count(), before);
    assert!(!error.is_transient() && !error.may_have_been_received());
}

#[test]
fn a_disabled_application() {
    let managed = Managed::new(RegisteredClient::client_secret_basic(ID, SECRET).disabled());
    let application = managed.application().unwrap();
    let error = application.client(server(), SECRET).unwrap_err();
    assert_eq!(error, ConfigError::ApplicationDisabled { id: ID.to_owned() });
}

#[test]
fn a_worker_cannot_read_its_own_secret() {
    let managed = Managed::new(RegisteredClient::client_secret_basic(ID, SECRET));
    let call = managed.environment.application_secret(WORKER, &managed.token).unwrap();
    let error = ready(send(&managed.wire, &call)).unwrap_err();
    assert!(error.to_string().contains("a worker application cannot read its own secret"), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
}

#[test]
fn refusals_of_the_api() {
    let mut managed = Managed::new(RegisteredClient::client_secret_basic(ID, SECRET));
    let client = managed.application().unwrap().client(server(), SECRET).unwrap();
    let worker_token = managed.token.clone();
    managed.token = managed.token_of(&client).unwrap();
    assert_eq!(Outcome::of(&managed.application()), Outcome::Refused(403));
    managed.token = worker_token;
    assert!(managed.token.is_fresh(managed.testkit.clock().now(), Duration::from_secs(60)));
    managed.testkit.clock().advance(Duration::from_secs(3600));
    assert!(!managed.token.is_fresh(managed.testkit.clock().now(), Duration::ZERO));
    let error = managed.secret().unwrap_err();
    assert!(error.to_string().contains("the worker's access token is wrong or expired"), "{error}");
}

#[test]
fn odd_responses() {
    let managed = Managed::new(RegisteredClient::client_secret_basic(ID, SECRET));
    let record = |fault: Fault| {
        managed.testkit.queue(fault.at(Endpoint::PingOneApplication));
        managed.application()
    };
    let application = record(Fault::member("tokenEndpointAuthMethod", "\"PRIVATE_KEY_JWT\"")).unwrap();
    let error = application.client(server(), SECRET).unwrap_err();
    assert!(error.to_string().contains("PRIVATE_KEY_JWT, which needs the private key"), "{error}");
    let application = record(Fault::member("enabled", "\"false\"")).unwrap();
    assert_eq!((application.enabled, application.extra.get_json("enabled")), (None, Some("\"false\"")));
    let application = record(Fault::without_member("grantTypes")).unwrap();
    assert!(managed.token_of(&application.client(server(), SECRET).unwrap()).is_ok());
    assert!(matches!(
        record(Fault::member("id", format!("\"{WORKER}\""))),
        Err(Error::Decode(DecodeError::Untrusted(_)))
    ));
    assert!(matches!(record(Fault::without_member("id")), Err(Error::Decode(DecodeError::Malformed(_)))));
    managed.testkit.queue(Script::html_502());
    assert!(managed.secret().unwrap_err().is_transient());
    managed.testkit.queue(Fault::member("secret", "7").at(Endpoint::PingOneApplicationSecret));
    assert!(managed.secret().unwrap_err().to_string().contains("secret is a number where a string is expected"));
}

/// A rotation of the secret, as a call of this test.
struct Rotate {
    read: ApplicationSecretRequest,
    previous_expires_at: &'static str,
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

#[test]
fn rotation_of_the_secret() {
    let managed = Managed::new(RegisteredClient::client_secret_post(ID, SECRET));
    let client = managed.application().unwrap().client(server(), &managed.secret().unwrap()).unwrap();
    let stored = AccessToken::from(&managed.token);
    let read = managed.environment.application_secret(ID, &stored).unwrap();
    // The server's clock begins at 2026-01-01.
    let rotate = |previous_expires_at| ready(send(&managed.wire, &Rotate { read: read.clone(), previous_expires_at }));
    assert_eq!(Outcome::of(&rotate("2026-02-01T00:00:00Z")), Outcome::Refused(400));
    let rotated = rotate("2026-01-01T00:10:00.000Z").unwrap();
    let previous = rotated.previous.clone().unwrap();
    let expires_at = managed.testkit.clock().now() + Duration::from_secs(600);
    assert_eq!((previous.secret.unwrap().expose(), previous.expires_at), (SECRET, Some(expires_at)));
    assert_eq!(previous.last_used, None);

    assert!(managed.token_of(&client).is_ok(), "the previous one is good for a while");
    let read = managed.secret().unwrap();
    assert_eq!(read.previous.unwrap().last_used, Some(managed.testkit.clock().now()));
    assert_eq!(read.secret.expose(), rotated.secret.expose());

    managed.testkit.clock().advance(Duration::from_secs(600));
    assert_eq!(Outcome::of(&managed.token_of(&client)), Outcome::server(401, "invalid_client"));
    client.replace_client_secret(&rotated).unwrap();
    assert!(managed.token_of(&client).is_ok());
    assert!(managed.secret().unwrap().previous.is_none());
}
