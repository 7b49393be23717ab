//! The token source against the test server, with its clock.

mod line;
mod repeatable;

use std::time::Duration;

use oauth_io::{Client, ClientAuthentication, Server, TokenError, TokenSource};
use oauth_testkit::{AuthorizationServer, RegisteredClient};

pub(crate) use line::Line;

/// A time limit that turns a wait that never ends into a failure.
const PATIENCE: Option<Duration> = Some(Duration::from_secs(30));

/// An application that gets tokens of an hour by client credentials.
fn service() -> (Line, Client) {
    let application = RegisteredClient::client_secret_post("id", "secret").scopes(["read", "write"]);
    let line = Line::new(AuthorizationServer::new().client(application));
    let server = Server::at_token_endpoint(&line.server().token_endpoint()).unwrap();
    let client = Client::new(server, "id", ClientAuthentication::client_secret_post("secret")).unwrap();
    (line, client)
}

fn source(line: &Line, client: &Client) -> TokenSource {
    TokenSource::new(line.clone(), client.client_credentials().scope("read")).unwrap()
}

fn text(source: &TokenSource) -> Result<String, TokenError> {
    source.token_blocking(PATIENCE).map(|token| token.text().expose().to_owned())
}
