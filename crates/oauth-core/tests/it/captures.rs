//! All recorded responses of two real servers, compared with an independent JSON parser.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use http::Response;
use oauth_core::{Call as _, DecodeError, Endpoint, Issuer, Scope, Server};
use serde_json::Value;

use crate::support::{now, read};

pub(crate) fn folder(server: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/captures").join(server)
}

pub(crate) fn recorded(bytes: &[u8]) -> Response<Vec<u8>> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        response = response.header(name, value);
    }
    response.body(bytes[end + 4..].to_vec()).unwrap()
}

/// The recorded response of this name.
pub(crate) fn capture(folder_name: &str, name: &str) -> Response<Vec<u8>> {
    recorded(&fs::read(folder(folder_name).join(format!("{name}.response"))).unwrap())
}

/// The recorded responses of an endpoint, with the names of the server and of the recording.
pub(crate) fn recordings(endpoint: &str) -> Vec<(String, Response<Vec<u8>>)> {
    let mut all = Vec::new();
    for server in ["canaille", "oidc-provider"] {
        for entry in fs::read_dir(folder(endpoint).join(server)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{server}/{}", path.file_stem().unwrap().to_str().unwrap());
            all.push((name, recorded(&fs::read(&path).unwrap())));
        }
    }
    all
}

/// Compares each response as read with its content. Returns the numbers of tokens and errors.
fn check(server: &str) -> (usize, usize) {
    let (mut tokens, mut errors) = (0, 0);
    for entry in fs::read_dir(folder(server)).unwrap() {
        let path = entry.unwrap().path();
        // Responses of other endpoints are in their own folders.
        if path.is_dir() {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name.starts_with("discovery") {
            continue;
        }
        let response = recorded(&fs::read(&path).unwrap());
        let said: Value = serde_json::from_slice(response.body()).unwrap_or_else(|_| panic!("{name} is not JSON"));
        let text = |member: &str| said[member].as_str();
        match read(&response) {
            Ok(read) => {
                tokens += 1;
                assert_eq!(Some(read.access_token.expose()), text("access_token"), "{name}");
                assert_eq!(read.token_type.as_ref().map(|kind| kind.as_str()), text("token_type"), "{name}");
                assert_eq!(read.expires_in, said["expires_in"].as_u64().map(Duration::from_secs), "{name}");
                assert_eq!(read.refresh_token.as_ref().map(|token| token.expose()), text("refresh_token"), "{name}");
                assert_eq!(read.id_token.as_ref().map(|token| token.expose()), text("id_token"), "{name}");
                assert_eq!(read.scope.as_ref().map(Scope::as_str), text("scope"), "{name}");
                assert_eq!(read.deviations, [], "{name}");
            }
            Err(DecodeError::Server(error)) => {
                errors += 1;
                assert_eq!(Some(error.code().as_str()), text("error"), "{name}");
                assert_eq!(error.description(), text("error_description"), "{name}");
                assert_eq!(error.response().status(), response.status(), "{name}");
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
    (tokens, errors)
}

/// The numbers of tokens and errors in each server's folder.
const OIDC_PROVIDER: (usize, usize) = (55, 49);
const CANAILLE: (usize, usize) = (22, 40);

#[test]
fn oidc_provider() {
    assert_eq!(check("oidc-provider"), OIDC_PROVIDER);
}

#[test]
fn canaille() {
    assert_eq!(check("canaille"), CANAILLE);
}

#[test]
fn discovery_of_both() {
    for (server, issuer) in [("oidc-provider", "http://127.0.0.1:4101"), ("canaille", "http://127.0.0.1:5001")] {
        let issuer = Issuer::dangerous_http_loopback(issuer).unwrap();
        for name in ["discovery", "discovery_oauth_as"] {
            let response = recorded(&fs::read(folder(server).join(format!("{name}.response"))).unwrap());
            let said: Value = serde_json::from_slice(response.body()).unwrap();
            let metadata = issuer.openid_metadata().decode((&response).into(), now()).unwrap();
            let server: Server = metadata.into();
            assert_eq!(server.endpoint(Endpoint::Token), said["token_endpoint"].as_str());
            let methods = server.metadata().token_endpoint_auth_methods_supported.clone();
            assert_eq!(serde_json::to_value(methods).unwrap(), said["token_endpoint_auth_methods_supported"]);
        }
    }
}
