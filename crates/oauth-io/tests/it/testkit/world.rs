//! An application, the test server and the client between them.

use std::time::Duration;

use oauth_io::authorization::{
    AuthorizationRedirect, AuthorizationRequest, AuthorizationResponse, AuthorizationSession, Authorized,
};
use oauth_io::error::AuthorizationError;
use oauth_io::{Call, Client, ClientAuthentication, Error, Flow, Issuer, Server, TokenResponse, blocking, run, send};
use oauth_testkit::{AuthorizationServer, Endpoint, PkceEnforcement, RegisteredClient, User};

use super::browser;
use super::wire::Wire;
use crate::canned::ready;

/// Both contain characters that are encoded in a form, in a URL and in a Basic header.
pub(crate) const ID: &str = "web app:1";
pub(crate) const SECRET: &str = "s3cret %+&=:~/\"";
pub(crate) const CALLBACK: &str = "https://app.example/cb";
pub(crate) const RESOURCES: [&str; 2] = ["https://api.example/a", "urn:example:b"];

/// How the client authenticates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    None,
    Basic,
    Post,
}

/// How requests are sent.
#[derive(Debug, Clone, Copy)]
enum Style {
    Async,
    Blocking,
}

pub(crate) struct World {
    pub(crate) server: AuthorizationServer,
    pub(crate) client: Client,
    pub(crate) wire: Wire,
    pub(crate) method: Method,
    style: Style,
}

/// Runs a test for every client authentication method, async and blocking.
pub(crate) fn everywhere(set_up: impl Fn(RegisteredClient) -> RegisteredClient, test: impl Fn(&World)) {
    run_in(&[Method::None, Method::Basic, Method::Post], set_up, test);
}

/// The same without the public client, which has no grants of its own.
pub(crate) fn confidential(set_up: impl Fn(RegisteredClient) -> RegisteredClient, test: impl Fn(&World)) {
    run_in(&[Method::Basic, Method::Post], set_up, test);
}

fn run_in(methods: &[Method], set_up: impl Fn(RegisteredClient) -> RegisteredClient, test: impl Fn(&World)) {
    for &method in methods {
        for style in [Style::Async, Style::Blocking] {
            eprintln!("{method:?}, {style:?}");
            let world = World::of(method, style, &set_up, |server| server);
            test(&world);
            world.check_credentials();
        }
    }
}

impl World {
    /// A single world, for tests that do not depend on client authentication.
    pub(crate) fn new() -> Self {
        Self::of(Method::Basic, Style::Async, |application| application, |server| server)
    }

    /// The same, async and blocking.
    pub(crate) fn by_both_styles() -> [Self; 2] {
        let world = |style| Self::of(Method::Basic, style, |application| application, |server| server);
        [world(Style::Async), world(Style::Blocking)]
    }

    /// The same with another client.
    pub(crate) fn with(method: Method, set_up: impl Fn(RegisteredClient) -> RegisteredClient) -> Self {
        Self::of(method, Style::Async, set_up, |server| server)
    }

    /// The same with another server.
    pub(crate) fn at(server: impl FnOnce(AuthorizationServer) -> AuthorizationServer) -> Self {
        Self::of(Method::Basic, Style::Async, |application| application, server)
    }

    fn of(
        method: Method,
        style: Style,
        set_up: impl Fn(RegisteredClient) -> RegisteredClient,
        change: impl FnOnce(AuthorizationServer) -> AuthorizationServer,
    ) -> Self {
        let (application, authentication) = match method {
            Method::None => (RegisteredClient::none(ID), ClientAuthentication::none()),
            Method::Basic => {
                (RegisteredClient::client_secret_basic(ID, SECRET), ClientAuthentication::client_secret_basic(SECRET))
            }
            Method::Post => {
                (RegisteredClient::client_secret_post(ID, SECRET), ClientAuthentication::client_secret_post(SECRET))
            }
        };
        let application = application
            .scopes(["openid", "email", "read", "write"])
            .redirect_uris([CALLBACK])
            .resources(RESOURCES)
            .authorization_details_types(["payment"])
            .pkce_enforcement(PkceEnforcement::S256Required);
        let server = AuthorizationServer::new()
            .client(set_up(application))
            .user(User::new("alice").claim("email", "alice@example.com").claim("email_verified", true));
        let server = change(server);
        server.sign_in_as("alice");
        let wire = Wire::new(server.clone());
        let issuer = Issuer::new(&server.issuer()).unwrap();
        let metadata = ready(run(&wire, issuer.discover())).unwrap();
        let client = Client::new(Server::from(metadata), ID, authentication).unwrap();
        Self { server, client, wire, method, style }
    }

    pub(crate) fn send<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        match self.style {
            Style::Async => ready(send(&self.wire, call)),
            Style::Blocking => blocking::send(&self.wire, call),
        }
    }

    pub(crate) fn run<F: Flow>(&self, flow: F) -> Result<F::Output, Error> {
        match self.style {
            Style::Async => ready(run(&self.wire, flow)),
            Style::Blocking => blocking::run(&self.wire, flow),
        }
    }

    /// A sign-in up to the return of the browser.
    pub(crate) fn authorize(&self, request: &AuthorizationRequest) -> Result<Authorized, AuthorizationError> {
        let AuthorizationRedirect { url, session, .. } = request.begin().unwrap();
        self.receive(session, browser::visit(&self.server, &url).read()?)
    }

    /// Processes an authorization response.
    pub(crate) fn receive(
        &self,
        session: AuthorizationSession,
        response: AuthorizationResponse,
    ) -> Result<Authorized, AuthorizationError> {
        session.receive(&self.client, response).map_err(AuthorizationError::from)
    }

    /// A complete sign-in of the user who is signed in at the server.
    pub(crate) fn sign_in(&self, scope: &str) -> TokenResponse {
        let authorized = self.authorize(&self.client.authorization_request(CALLBACK).scope(scope)).unwrap();
        self.send(&authorized.authorization_code()).unwrap()
    }

    /// Lets the server's time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        self.server.clock().advance(Duration::from_secs(seconds));
    }

    /// Checks that the credentials of every request were in the right place, once.
    fn check_credentials(&self) {
        for entry in self.server.ledger().entries() {
            let request = entry.request();
            let id = match entry.endpoint() {
                // There, the `client_id` is a parameter too (RFC 9126).
                Some(Endpoint::PushedAuthorizationRequest) => 1,
                Some(
                    Endpoint::Token
                    | Endpoint::DeviceAuthorization
                    | Endpoint::BackchannelAuthentication
                    | Endpoint::Introspection
                    | Endpoint::Revocation,
                ) => usize::from(self.method != Method::Basic),
                _ => continue,
            };
            let header = (self.method == Method::Basic).then_some("Basic");
            let secret = usize::from(self.method == Method::Post);
            assert_eq!(request.authorization_scheme(), header, "{}", request.to_redacted_http());
            assert_eq!((request.form_count("client_id"), request.form_count("client_secret")), (id, secret));
        }
    }
}
