//! Which URLs are accepted, by everything that takes one. What is accepted is the same to another parser, and is kept as it
//! was written.

#![no_main]

use std::time::UNIX_EPOCH;

use http::Response;
use libfuzzer_sys::fuzz_target;
use oauth_core::endpoint::{ClientConfiguration, ProtectedResource};
use oauth_core::{Call as _, Client, ClientAuthentication, EncodeError, Endpoint, Issuer, Server};
use oauth_core_fuzz::party::{self, CALLBACK, ID, RANDOM};
use oauth_core_fuzz::{check, web};
use url::Url;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // What the caller wrote is printed, however long it is.
    if text.len() > 8 * 1024 {
        return;
    }
    issuer(text);
    endpoint(text);
    resource(text);
    configuration(text);
    redirect(text);
    domain(text);
    page(text);
}

/// A page that a server names is resolved as a browser does it, and is no page of a network of one's own.
fn page(text: &str) {
    let client = Client::new(party::server(), ID, ClientAuthentication::none()).unwrap();
    let body = serde_json::json!({"device_code": "D", "user_code": "U", "verification_uri": text}).to_string();
    match client.device_authorization().decode((&Response::new(body)).into(), UNIX_EPOCH) {
        Ok(read) => {
            web::same(&read.verification_uri);
            web::public(&read.verification_uri);
            let endpoint = client.server().endpoint(Endpoint::DeviceAuthorization).unwrap();
            // The other parser keeps the drive of a Windows path (`/c:/..`), whatever the scheme.
            let is_drive = |segment: &str| segment.len() == 2 && segment.ends_with(':');
            if text.split(['/', '?', '#']).any(is_drive) {
                return;
            }
            let expected = Url::parse(endpoint).unwrap().join(text);
            assert_eq!(Url::parse(&read.verification_uri), expected, "{text}");
        }
        Err(error) => check::open_error(&error, UNIX_EPOCH),
    }
}

/// A URL of the web: as it was written, of this scheme, and the same to another parser.
fn accepted(text: &str, found: &str, loopback: bool) {
    assert_eq!(found, text);
    assert!(text.starts_with("https://") || loopback && text.starts_with("http://"), "{text}");
    web::same(text);
    if let Some(rest) = text.strip_prefix("http://") {
        let host = Url::parse(text).map(|url| url.host().map(|host| host.to_owned()));
        let is_loopback = match host {
            Ok(Some(url::Host::Domain(name))) => name == "localhost",
            Ok(Some(url::Host::Ipv4(address))) => address.is_loopback(),
            Ok(Some(url::Host::Ipv6(address))) => address.is_loopback(),
            Ok(None) | Err(_) => false,
        };
        assert!(is_loopback, "{rest}");
    }
}

fn issuer(text: &str) {
    for (issuer, loopback) in [(Issuer::new(text), false), (Issuer::dangerous_http_loopback(text), true)] {
        match issuer {
            Ok(issuer) => {
                accepted(text, issuer.as_str(), loopback);
                assert!(!text.contains(['?', '#']));
                check::debug("issuer", &issuer);
                for call in [issuer.openid_metadata(), issuer.oauth_metadata()] {
                    if let Ok(request) = call.encode(UNIX_EPOCH) {
                        let uri = request.uri().to_string();
                        web::same(&uri);
                        let host = |text: &str| Url::parse(text).ok().map(|url| url.host_str().map(str::to_owned));
                        assert_eq!(host(&uri), host(text), "{uri}");
                    }
                }
            }
            Err(error) => check::message("issuer", &error),
        }
    }
}

fn endpoint(text: &str) {
    let at = |server: Result<Server, _>, loopback| match server {
        Ok(server) => {
            accepted(text, server.endpoint(Endpoint::Token).unwrap(), loopback);
            check::debug("server", &server);
            let client = Client::new(server, ID, ClientAuthentication::none()).unwrap();
            let request = client.client_credentials().encode(UNIX_EPOCH).unwrap();
            web::same(&request.uri().to_string());
        }
        Err(error) => check::message("endpoint", &error),
    };
    at(Server::at_token_endpoint(text), false);
    at(Server::dangerous_http_loopback_at_token_endpoint(text), true);
    // The other endpoints, and what the browser is sent to.
    let Ok(server) = party::server().with_endpoint(Endpoint::Authorization, text) else { return };
    let client = Client::new(server, ID, ClientAuthentication::none()).unwrap();
    match client.authorization_request(CALLBACK).scope("read").begin_with(RANDOM) {
        Ok(begun) => {
            assert!(begun.url.starts_with(text));
            web::same(&begun.url);
            let url = Url::parse(&begun.url);
            if let Ok(url) = url {
                let ids: Vec<_> =
                    url.query_pairs().filter(|(name, _)| name == "client_id").map(|pair| pair.1).collect();
                assert_eq!(ids, [ID], "{url}");
            }
        }
        Err(error) => check::message("request", &error),
    }
}

fn resource(text: &str) {
    match ProtectedResource::new(text) {
        Ok(resource) => {
            accepted(text, resource.as_str(), false);
            check::debug("resource", &resource);
            web::same(&resource.metadata().encode(UNIX_EPOCH).unwrap().uri().to_string());
        }
        Err(error) => check::message("resource", &error),
    }
    let resource = ProtectedResource::dangerous_http_loopback("http://127.0.0.1:4101/api").unwrap();
    if let Ok(call) = resource.dangerous_metadata_at(text) {
        accepted(text, text, true);
        web::same(&call.encode(UNIX_EPOCH).unwrap().uri().to_string());
    }
}

fn configuration(text: &str) {
    match ClientConfiguration::new(&party::server(), "c", text, "t") {
        Ok(configuration) => {
            accepted(text, text, false);
            web::same(&configuration.read().encode(UNIX_EPOCH).unwrap().uri().to_string());
        }
        Err(error) => check::message("configuration", &error),
    }
}

fn redirect(text: &str) {
    let client = Client::new(party::server(), ID, ClientAuthentication::none()).unwrap();
    let sent = |url: &str, name: &str| -> String {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap();
        pairs.into_iter().find_map(|(each, value)| (each == name).then_some(value)).unwrap()
    };
    match client.authorization_request(text).begin_with(RANDOM) {
        Ok(begun) => {
            assert_eq!(sent(&begun.url, "redirect_uri"), text);
            web::same(&begun.url);
            check::debug("begun", &begun);
            redirected(text);
        }
        Err(error) => check::message("redirect", &error),
    }
    match client.end_session().post_logout_redirect_uri(text).url() {
        Ok(url) => {
            assert_eq!(sent(&url, "post_logout_redirect_uri"), text);
            redirected(text);
        }
        Err(error) => check::message("redirect", &error),
    }
    match client.client_credentials().resource(text).encode(UNIX_EPOCH) {
        Ok(_) => assert!(!text.contains('#') && text.contains(':')),
        Err(error) => assert!(matches!(error, EncodeError::InvalidResource), "{error}"),
    }
}

/// Where a browser goes with a code: to the web, or to an application by a scheme of its own.
fn redirected(text: &str) {
    let Ok(url) = Url::parse(text) else { return };
    match url.scheme() {
        "https" => accepted(text, text, false),
        "http" => accepted(text, text, true),
        scheme => {
            assert!(text[..scheme.len()].eq_ignore_ascii_case(scheme), "{text}");
            let taken = ["javascript", "data", "file", "ftp", "ws", "wss", "blob", "about", "mailto", "urn"];
            assert!(!taken.contains(&scheme) && url.fragment().is_none(), "{text}");
        }
    }
}

/// A domain that a preset takes is the whole host, and nothing but it.
fn domain(text: &str) {
    match Server::auth0(text) {
        Ok(server) => {
            let issuer = server.issuer().unwrap().as_str();
            assert_eq!(issuer, format!("https://{text}/"));
            web::same(issuer);
        }
        Err(error) => check::message("domain", &error),
    }
}
