//! PingOne's record of an application, and its secret: the requests, every member, and the resulting client.

mod client;
mod grants;
mod record;
mod refusal;
mod secret;

use http::Response;
use oauth_core::pingone::{Application, ApplicationSecret, Environment, Region};
use oauth_core::server::Dialect;
use oauth_core::token::{AccessToken, TokenType};
use oauth_core::{Call as _, ConfigError, DecodeError, EncodeError};

use crate::support::{ENV, ID, json, now, read, wire};

const WORKER_TOKEN: &str = "w0rk3r.t0ken";

fn environment() -> Environment {
    Environment::new(Region::NorthAmerica, ENV).unwrap()
}

fn application(response: &Response<Vec<u8>>) -> Result<Application, DecodeError> {
    application_as(Dialect::new(), response)
}

fn application_as(dialect: Dialect, response: &Response<Vec<u8>>) -> Result<Application, DecodeError> {
    let call = environment().dialect(dialect).application(ID, AccessToken::bearer(WORKER_TOKEN)).unwrap();
    call.decode(response.into(), now())
}

fn secret(response: &Response<Vec<u8>>) -> Result<ApplicationSecret, DecodeError> {
    secret_as(Dialect::new(), response)
}

fn secret_as(dialect: Dialect, response: &Response<Vec<u8>>) -> Result<ApplicationSecret, DecodeError> {
    let call = environment().dialect(dialect).application_secret(ID, AccessToken::bearer(WORKER_TOKEN)).unwrap();
    call.decode(response.into(), now())
}

/// An application whose record has these members besides its id.
fn with(members: &str) -> Application {
    application(&json(200, format!(r#"{{"id":"{ID}",{members}}}"#))).unwrap()
}

fn with_method(method: &str) -> Application {
    with(&format!(r#""enabled":true,"tokenEndpointAuthMethod":"{method}""#))
}

fn with_grants(grants: &str) -> Application {
    with(&format!(r#""tokenEndpointAuthMethod":"CLIENT_SECRET_POST","grantTypes":{grants}"#))
}

#[test]
fn both_requests() {
    let headers =
        format!("accept-encoding: identity\naccept: application/json\nauthorization: Bearer {WORKER_TOKEN}\n\n");
    let token = || AccessToken::bearer(WORKER_TOKEN);
    let url = format!("https://api.pingone.com/v1/environments/{ENV}/applications/{ID}");
    let request = environment().application(ID, token()).unwrap().encode(now()).unwrap();
    assert_eq!(wire(&request), format!("GET {url}\n{headers}"));
    assert!(request.headers()["authorization"].is_sensitive());
    let request = environment().application_secret(ID, token()).unwrap().encode(now()).unwrap();
    assert_eq!(wire(&request), format!("GET {url}/secret\n{headers}"));

    let call = environment().application(ID, token()).unwrap();
    let request = call.extra_parameter("expand", "a b").extra_header("x-tenant", "t").encode(now()).unwrap();
    assert_eq!(request.uri(), &*format!("{url}?expand=a+b"));
    assert_eq!(request.headers()["x-tenant"], "t");
    let call = environment().application_secret(ID, token()).unwrap();
    let error = call.extra_header("authorization", "x").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedHeader { name: "authorization".into() });
}

#[test]
fn the_base_url_of_the_api() {
    for (region, host) in [
        (Region::NorthAmerica, "api.pingone.com"),
        (Region::Europe, "api.pingone.eu"),
        (Region::Canada, "api.pingone.ca"),
        (Region::Australia, "api.pingone.com.au"),
        (Region::Singapore, "api.pingone.sg"),
        (Region::AsiaPacific, "api.pingone.asia"),
    ] {
        assert_eq!(region.api_host(), host);
        let environment = Environment::new(region, ENV).unwrap();
        let request = environment.application(ID, AccessToken::bearer("t")).unwrap().encode(now()).unwrap();
        assert_eq!(request.uri(), &*format!("https://{host}/v1/environments/{ENV}/applications/{ID}"));
    }
    for (base, start) in [("https://gateway.example/ping/", "https://gateway.example/ping"), ("https://a", "https://a")]
    {
        let environment = Environment::at(base, ENV).unwrap();
        let request = environment.application(ID, AccessToken::bearer("t")).unwrap().encode(now()).unwrap();
        assert_eq!(request.uri(), &*format!("{start}/v1/environments/{ENV}/applications/{ID}"));
    }
    for base in ["http://127.0.0.1:1", "https://a?b", "https://a#b", "https://u@a", "a", ""] {
        let error = Environment::at(base, ENV).unwrap_err();
        assert!(matches!(error, ConfigError::Url { what: "URL of the PingOne API", .. }), "{base}: {error}");
    }
    assert!(Environment::dangerous_http_loopback("http://127.0.0.1:1", ENV).is_ok());
    assert!(Environment::dangerous_http_loopback("http://a.example", ENV).is_err());
    for id in ["", "..", &format!("{ENV}/x"), &ENV[1..]] {
        assert_eq!(Environment::new(Region::Europe, id).unwrap_err(), ConfigError::EnvironmentId);
        let error = environment().application(id, AccessToken::bearer("t")).unwrap_err();
        assert_eq!(error, ConfigError::ApplicationId, "{id}");
        let error = environment().application_secret(id, AccessToken::bearer("t")).unwrap_err();
        assert_eq!(error, ConfigError::ApplicationId, "{id}");
    }
}

#[test]
fn the_token_of_a_worker_must_be_a_bearer_token() {
    let tokens = |token_type: &str| read(&json(200, format!(r#"{{"access_token":"A"{token_type}}}"#))).unwrap();
    for token_type in ["", r#","token_type":"bearer""#] {
        let call = environment().application(ID, &tokens(token_type)).unwrap();
        assert_eq!(call.encode(now()).unwrap().headers()["authorization"], "Bearer A");
    }
    for token_type in ["DPoP", "N_A"] {
        let tokens = tokens(&format!(r#","token_type":"{token_type}""#));
        let call = environment().application_secret(ID, &tokens).unwrap();
        assert_eq!(call.encode(now()).unwrap_err(), EncodeError::NotBearer);
        // Not even after it was stored.
        let kept = AccessToken::from(&tokens);
        let (text, token_type) = (kept.text().expose(), kept.token_type().as_str());
        let again = AccessToken::new(text, TokenType::from(token_type));
        assert_eq!(again.bearer_header(), None);
        assert_eq!(environment().application(ID, &again).unwrap().encode(now()).unwrap_err(), EncodeError::NotBearer);
    }
    assert!(AccessToken::new("A", TokenType::UNREADABLE).bearer_header().is_none());
    for text in ["", "a\r\nb"] {
        assert!(AccessToken::bearer(text).bearer_header().is_none());
        let call = environment().application(ID, AccessToken::bearer(text)).unwrap();
        assert_eq!(call.encode(now()).unwrap_err(), EncodeError::InvalidToken);
    }
}
