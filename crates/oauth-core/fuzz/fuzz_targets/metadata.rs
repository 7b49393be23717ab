//! What a server and a protected resource say of themselves, and the requests that then go where they said.

#![no_main]

use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use oauth_core::endpoint::ProtectedResource;
use oauth_core::server::ServerMetadata;
use oauth_core::{Call as _, Client, ClientAuthentication, Endpoint, Issuer, Server};
use oauth_core_fuzz::check::{self, SENT};
use oauth_core_fuzz::party::{self, CALLBACK, ID};
use oauth_core_fuzz::{input, web};

/// The names of the parties, which the metadata has to repeat.
const NAMES: [&str; 4] =
    ["https://as.example/t", "https://as.example", "https://as.example:8443/", "http://127.0.0.1:4101"];

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let kind = options.choose(3);
    let now = party::time(&mut options);
    let name = *options.pick(&NAMES);
    let also = format!("\"issuer\":\"{name}\",\"resource\":\"{name}\",");
    let response = input::response(rest, &["x"], &also);
    if kind == 2 {
        let call = ProtectedResource::dangerous_http_loopback(name).unwrap().metadata();
        check::request("call", &call);
        match call.decode((&response).into(), now) {
            Ok(read) => {
                check::debug("metadata", &read);
                assert_eq!(read.resource, name);
                for issuer in read.authorization_servers.into_iter().flatten() {
                    web::same(issuer.as_str());
                    asked(&issuer, now);
                }
            }
            Err(error) => check::open_error(&error, now),
        }
        return;
    }
    let issuer = Issuer::dangerous_http_loopback(name).unwrap();
    asked(&issuer, now);
    let call = if kind == 0 { issuer.openid_metadata() } else { issuer.oauth_metadata() };
    match call.decode((&response).into(), now) {
        Ok(read) => good(read, name, now),
        Err(error) => check::open_error(&error, now),
    }
}

/// Both requests for the metadata of an issuer go to the issuer.
fn asked(issuer: &Issuer, now: SystemTime) {
    let origin = |text: &str| text.split('/').take(3).map(str::to_owned).collect::<Vec<_>>();
    for call in [issuer.openid_metadata(), issuer.oauth_metadata()] {
        match call.encode(now) {
            Ok(request) => {
                let uri = request.uri().to_string();
                assert_eq!(origin(&uri)[2].to_lowercase(), origin(issuer.as_str())[2].to_lowercase(), "{uri}");
                web::same(&uri);
            }
            Err(error) => check::message("request", &error),
        }
    }
}

fn good(read: ServerMetadata, name: &str, now: SystemTime) {
    check::debug("metadata", &read);
    assert_eq!(read.issuer().unwrap().as_str(), name);
    for endpoint in Endpoint::ALL {
        if let Some(url) = read.endpoint(*endpoint) {
            assert!(url.starts_with("https://") || url.starts_with("http://"), "{url}");
            web::same(url);
            if !name.contains("127.0.0.1") {
                web::public(url);
            }
        }
    }
    let server = Server::from(read);
    let client = match Client::new(server, ID, ClientAuthentication::client_secret(SENT)) {
        Ok(client) => client,
        Err(error) => return check::message("client", &error),
    };
    check::debug("client", &client);
    match client.client_credentials().encode(now) {
        Ok(request) => {
            let uri = request.uri().to_string();
            assert_eq!(Some(&*uri), client.server().endpoint(Endpoint::Token).map(full).as_deref());
        }
        Err(error) => check::message("request", &error),
    }
    match client.authorization_request(CALLBACK).begin_with(party::RANDOM) {
        Ok(begun) => {
            let endpoint = client.server().endpoint(Endpoint::Authorization).unwrap();
            assert!(begun.url.starts_with(endpoint), "{}", begun.url);
            web::same(&begun.url);
            check::debug("begun", &begun);
        }
        Err(error) => check::message("request", &error),
    }
}

/// The URL as a request has it, whose path is never empty.
fn full(url: &str) -> String {
    url.parse::<http::Uri>().unwrap().to_string()
}
