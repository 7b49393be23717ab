//! The source behind the client.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{Request, Response};
use oauth_io::{Server, SpawnError, Task, TokenError, TokenSource, Transport, TransportError, TransportErrorKind};
use oauth_testkit::{AuthorizationServer, Endpoint, ProtectedResource, RegisteredClient, TestServer};
use tokio::runtime::Handle;

use super::{get, open, policy, run, send};
use crate::api::{Api, Issuer, oauth_client};
use crate::{ApiBody, ApiClient, ApiError};

/// The client is refused, so there is no token.
pub fn an_error_of_the_source_keeps_its_type<C: ApiClient>() {
    let (issuer, api) = (Issuer::new(), Api::new());
    let client: C = open(&issuer.source("wrong"), policy(&[&api.url("")]));
    match run(client.send(get(&api.url("/")))) {
        Err(ApiError::Token(TokenError::Fault(_))) => {}
        outcome => panic!("{outcome:?}"),
    }
    assert!(api.requests().is_empty(), "it is not sent without a token");
}

/// The token request is polled by the flight of the source.
pub fn a_client_is_its_own_transport<C: ApiClient>() {
    own_transport::<C>(false);
}

/// The token request does not come from the poll of the source's flight.
pub fn a_client_is_its_own_transport_from_another_task<C: ApiClient>() {
    own_transport::<C>(true);
}

/// The token endpoint has the origin of the API. There is no token yet.
fn own_transport<C: ApiClient>(elsewhere: bool) {
    let application = RegisteredClient::client_secret_post("id", "secret").scopes(["read"]);
    let orders = ProtectedResource::new("orders").scopes(["read"]);
    let server = AuthorizationServer::new().client(application).protected_resource(orders);
    let server = TestServer::start(server).unwrap();
    run(async {
        let transport = Own { client: Arc::default(), runtime: Handle::current(), elsewhere };
        let endpoint = server.server().token_endpoint();
        let client = oauth_client(Server::dangerous_http_loopback_at_token_endpoint(&endpoint).unwrap(), "secret");
        let tokens = TokenSource::new(transport.clone(), client.client_credentials().scope("read")).unwrap();
        let client: C = open(&tokens, policy(&[&server.url()]));
        assert!(transport.client.set(client.clone()).is_ok());
        assert_eq!(send(&client, get(&server.server().resource_url("orders"))).await.0, 200);
    });
    let ledger = server.server().ledger();
    assert_eq!((ledger.count_at(Endpoint::Token), ledger.count_at(Endpoint::ProtectedResource)), (1, 1));
    assert_eq!(ledger.entries()[0].request().authorization_scheme(), None);
}

/// A transport over the client whose requests get their tokens through it.
struct Own<C> {
    client: Arc<OnceLock<C>>,
    runtime: Handle,
    elsewhere: bool,
}

impl<C> Clone for Own<C> {
    fn clone(&self) -> Self {
        Self { client: Arc::clone(&self.client), runtime: self.runtime.clone(), elsewhere: self.elsewhere }
    }
}

impl<C: ApiClient> Transport for Own<C> {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let client = self.client.get().unwrap().clone();
        let sending = async move { client.send(request.map(ApiBody::Bytes)).await };
        let outcome = if self.elsewhere { self.runtime.spawn(sending).await.unwrap() } else { sending.await };
        outcome.map_err(|error| TransportError::new(TransportErrorKind::Other, format!("{error:?}")))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        drop(self.runtime.spawn(task));
        Ok(())
    }

    fn can_spawn(&self) -> bool {
        true
    }
}
