//! The exchange by this workspace.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use oauth_core::pingone::Region;
use oauth_core::{Call as _, Client, ClientAuthentication, Scope, Server};

use crate::stub::{ID, SCOPES, SECRET, Stub};

const NOW: SystemTime = UNIX_EPOCH;

pub(crate) fn basic() -> Client {
    client(ClientAuthentication::client_secret_basic(SECRET))
}

pub(crate) fn post() -> Client {
    client(ClientAuthentication::client_secret_post(SECRET))
}

fn client(authentication: ClientAuthentication) -> Client {
    let server = Server::pingone(Region::NorthAmerica, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    Client::new(server, ID, authentication).unwrap()
}

/// Builds the request, sends it, reads the answer. The call is made once: a program asks the same thing every hour.
pub(crate) fn exchange(client: Client) -> Box<dyn Fn() -> usize> {
    let stub = Stub::default();
    let call = client.client_credentials().scope(Scope::from_iter(SCOPES));
    Box::new(move || {
        let response = stub.send(call.encode(NOW).unwrap());
        let tokens = call.decode((&response).into(), NOW + Duration::from_secs(1)).unwrap();
        tokens.access_token.expose().len()
    })
}

pub(crate) fn encode(client: Client) -> Box<dyn Fn() -> usize> {
    let call = client.client_credentials().scope(Scope::from_iter(SCOPES));
    Box::new(move || call.encode(NOW).unwrap().body().len())
}

pub(crate) fn decode(client: Client) -> Box<dyn Fn() -> usize> {
    let stub = Stub::default();
    let call = client.client_credentials().scope(Scope::from_iter(SCOPES));
    Box::new(move || call.decode(stub.answer().into(), NOW).unwrap().access_token.expose().len())
}
