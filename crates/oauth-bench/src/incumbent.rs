//! The exchange by the `oauth2` crate.

use std::convert::Infallible;

use oauth2::basic::BasicClient;
use oauth2::{AuthType, ClientId, ClientSecret, HttpRequest, Scope, TokenResponse as _, TokenUrl};

use crate::stub::{ID, SCOPES, SECRET, Stub, TOKEN_URL};

pub(crate) fn exchange(auth_type: AuthType) -> Box<dyn Fn() -> usize> {
    let stub = Stub::default();
    let client = BasicClient::new(ClientId::new(ID.to_owned()))
        .set_client_secret(ClientSecret::new(SECRET.to_owned()))
        .set_token_uri(TokenUrl::new(TOKEN_URL.to_owned()).unwrap())
        .set_auth_type(auth_type);
    Box::new(move || {
        let send = |request: HttpRequest| Ok::<_, Infallible>(stub.send(request));
        let scopes = SCOPES.map(|scope| Scope::new(scope.to_owned()));
        let tokens = client.exchange_client_credentials().add_scopes(scopes).request(&send).unwrap();
        tokens.access_token().secret().len()
    })
}
