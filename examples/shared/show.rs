//! The application of the embedded server, and how an answer is shown.

use oauth_reqwest::{Scope, TokenResponse};
use oauth_testkit::RegisteredClient;

/// The client id of the application that the examples register.
pub const ID: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
/// Its secret, which is worth nothing.
pub const SECRET: &str = "Ab~9.x_Y-z0";

/// An application of the embedded server that authenticates by `method`.
#[must_use]
pub fn application(method: &str) -> RegisteredClient {
    let application = match method {
        "client_secret_post" => RegisteredClient::client_secret_post(ID, SECRET),
        _ => RegisteredClient::client_secret_basic(ID, SECRET),
    };
    application.scopes(["orders:read", "orders:write"])
}

/// Prints a typed answer. The token itself is a `Secret` and prints as such.
pub fn show_tokens(tokens: &TokenResponse) {
    println!("access_token  {:?}, {} characters", tokens.access_token, tokens.access_token.expose().len());
    println!("token_type    {}", tokens.token_type.as_ref().map_or("(not said)", |kind| kind.as_str()));
    println!("expires_in    {:?}", tokens.expires_in);
    println!("scope         {}", tokens.scope.as_ref().map_or("(not said)", Scope::as_str));
    if !tokens.deviations.is_empty() {
        println!("deviations    {:?}", tokens.deviations);
    }
}
