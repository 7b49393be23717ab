//! A transport that uses the test server's clock, so that nothing really waits.

use std::time::Duration;

use http::{Request, Response};
use oauth_io::{
    Client, ClientAuthentication, Issuer, Server, Transport, TransportError, VirtualTime, blocking, run, send,
};
use oauth_testkit::{AuthorizationServer, RegisteredClient};

/// The test server, in memory.
struct InMemory(AuthorizationServer);

impl Transport for InMemory {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        Ok(self.0.handle(request))
    }

    async fn sleep(&self, _: Duration) {
        panic!("somebody waits");
    }
}

impl blocking::Transport for InMemory {
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        Ok(self.0.handle(request))
    }

    fn sleep(&self, _: Duration) {
        panic!("somebody waits");
    }
}

fn world() -> (AuthorizationServer, Client, VirtualTime<InMemory>) {
    let server = AuthorizationServer::new().client(RegisteredClient::none("tv").scopes(["read"]));
    server.sign_in_as("alice");
    let issuer = Issuer::new(&server.issuer()).unwrap();
    let client = Client::new(Server::pingone_at(issuer).unwrap(), "tv", ClientAuthentication::none()).unwrap();
    let (clock, advanced) = (server.clock(), server.clock());
    let transport = VirtualTime::new(InMemory(server.clone()), move || clock.now(), move |by| advanced.advance(by));
    (server, client, transport)
}

#[test]
fn waiting_advances_the_clock() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (server, client, transport) = world();
    let before = server.clock().now();
    let device = runtime.block_on(send(&transport, &client.device_authorization())).unwrap();
    assert_eq!(device.expires_at, before + Duration::from_secs(600), "it is the server's time");
    let error = runtime.block_on(run(&transport, client.device_token(&device).poll())).unwrap_err();
    assert!(error.needs_sign_in(), "{error}");
    assert!(server.clock().now() >= before + Duration::from_secs(590));

    let (server, client, transport) = world();
    let device = blocking::send(&transport, &client.device_authorization()).unwrap();
    let flow = client.device_token(&device).poll().inspect(|waiting| {
        if waiting.expires_at < waiting.until + Duration::from_secs(300) && !server.pending_devices().is_empty() {
            server.approve_device(&device.user_code).unwrap();
        }
    });
    let tokens = blocking::run(&transport, flow).unwrap();
    assert_eq!(tokens.scope, Some("read".into()));
}
