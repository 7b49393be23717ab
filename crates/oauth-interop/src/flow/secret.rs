//! Every way to send a secret, with tokens for the client itself (RFC 6749 §2.3 and §4.4).

use oauth_io::server::{BasicEncoding, Dialect};
use oauth_io::token::TokenType;
use oauth_io::{Client, ClientAuthentication, Error, ErrorCode, Server, TokenResponse};

use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

/// `ClientAuthentication::client_secret_basic` and its like.
type ByMethod = fn(String) -> ClientAuthentication;

const BASIC: ByMethod = ClientAuthentication::client_secret_basic;
const POST: ByMethod = ClientAuthentication::client_secret_post;
/// The method that the server's metadata lists, Basic before post.
const LISTED: ByMethod = ClientAuthentication::client_secret;

pub(super) const CHECKS: &[Check] = &[
    Check::new("basic", |scene| gets_token(scene, "basic", BASIC)),
    Check::new("post", |scene| gets_token(scene, "post", POST)),
    Check::new("the method that the server lists", |scene| gets_token(scene, "basic", LISTED)),
    Check::new("basic, special characters", |scene| gets_token(scene, "special", BASIC)),
    Check::new("post, special characters", |scene| gets_token(scene, "special-post", POST)),
    Check::new("basic, a space in the secret", |scene| gets_token(scene, "space", BASIC)),
    Check::new("basic, %41 in the secret", |scene| gets_token(scene, "percent", BASIC)),
    Check::new("raw basic, plain characters", |scene| usable(raw(scene, "basic")?)),
    Check::new("raw basic, %41 in the secret", raw_is_refused),
    Check::new("basic, wrong secret", |scene| refuses_wrong_secret(scene, "basic", BASIC)),
    Check::new("post, wrong secret", |scene| refuses_wrong_secret(scene, "post", POST)),
    Check::new("basic, unknown client", refuses_unknown_client),
];

fn token(
    scene: &Scene<'_>,
    server: Server,
    id: &str,
    authentication: ClientAuthentication,
) -> Result<TokenResponse, Error> {
    let client = Client::new(server, id, authentication)?;
    scene.send(&client.client_credentials().scope("read"))
}

fn gets_token(scene: &Scene<'_>, name: &str, method: ByMethod) -> Outcome {
    let client = scene.registered(name)?;
    usable(Ok(token(scene, scene.discover()?.into(), &client.id, method(client.secret.clone()))?))
}

fn refuses_wrong_secret(scene: &Scene<'_>, name: &str, method: ByMethod) -> Outcome {
    let client = scene.registered(name)?;
    let wrong = method(format!("{}, but wrong", client.secret));
    let outcome = token(scene, scene.discover()?.into(), &client.id, wrong);
    expect::refused(outcome, 401, &ErrorCode::INVALID_CLIENT).map(drop)
}

fn refuses_unknown_client(scene: &Scene<'_>) -> Outcome {
    let outcome = token(scene, scene.discover()?.into(), "nobody", ClientAuthentication::client_secret_basic("secret"));
    expect::refused(outcome, 401, &ErrorCode::INVALID_CLIENT).map(drop)
}

/// A token with an id and a secret that are not encoded, which these servers then decode.
fn raw(scene: &Scene<'_>, name: &str) -> Outcome<Result<TokenResponse, Error>> {
    let client = scene.registered(name)?;
    let server = Server::from(scene.discover()?).with_dialect(Dialect::new().basic_encoding(BasicEncoding::Raw));
    Ok(token(scene, server, &client.id, ClientAuthentication::client_secret_basic(client.secret.clone())))
}

/// `%41` sent as it is means `A` to a server that decodes, and `A` is not in the secret.
fn raw_is_refused(scene: &Scene<'_>) -> Outcome {
    expect::refused(raw(scene, "percent")?, 401, &ErrorCode::INVALID_CLIENT).map(drop)
}

/// The answer is a token that can be used, for the scope that was asked for.
pub(super) fn usable(token: Result<TokenResponse, Error>) -> Outcome {
    let token = token?;
    expect::that(!token.access_token.expose().is_empty(), "the access token is empty")?;
    expect::that(token.token_type == Some(TokenType::BEARER), "the token is not a bearer token")?;
    expect::that(token.expires_in.is_some_and(|lifetime| !lifetime.is_zero()), "the token has no lifetime")?;
    expect::that(token.scope == Some("read".into()), "the scope is not the one that was asked for")
}
