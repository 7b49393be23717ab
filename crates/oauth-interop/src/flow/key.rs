//! Clients that authenticate by a JWT (RFC 7523 §2.2): `private_key_jwt` by keys of each kind, and `client_secret_jwt`.

use oauth_core::client::{Audience, ClientAssertion};
use oauth_core::key::Algorithm;
use oauth_io::{Client, ClientAuthentication, Error, ErrorCode, TokenResponse};
use oauth_jose::HmacKey;

use crate::check::Check;
use crate::flow::secret::usable;
use crate::scene::Scene;
use crate::{Outcome, expect, keys};

pub(super) const CHECKS: &[Check] = &[
    Check::new("private_key_jwt, RS256", |scene| gets_tokens(scene, "key-rs256", Algorithm::Rs256)),
    Check::new("private_key_jwt, ES256", |scene| gets_tokens(scene, "key-es256", Algorithm::Es256)),
    Check::only("oidc-provider", "private_key_jwt, PS256", |scene| gets_tokens(scene, "key-ps256", Algorithm::Ps256)),
    Check::only("oidc-provider", "private_key_jwt, ES384", |scene| gets_tokens(scene, "key-es384", Algorithm::Es384)),
    Check::only("oidc-provider", "private_key_jwt, EdDSA", |scene| gets_tokens(scene, "key-eddsa", Algorithm::EdDsa)),
    Check::only("canaille", "private_key_jwt, PS256, ES384, EdDSA refused", refuses_algorithms),
    Check::new("private_key_jwt, another key", refuses_another_key),
    Check::new("private_key_jwt, another audience", refuses_another_audience),
    Check::only("canaille", "private_key_jwt, issuer as audience refused", refuses_issuer),
    Check::only("oidc-provider", "private_key_jwt, other endpoints", introspects_and_revokes),
    Check::only("oidc-provider", "client_secret_jwt, HS256", |scene| usable(Ok(by_secret(scene, "")??))),
    Check::only("oidc-provider", "client_secret_jwt, wrong secret", |scene| {
        is_refused(scene, by_secret(scene, ", but wrong")?)
    }),
    // It looks for a public key of the client.
    Check::only("canaille", "client_secret_jwt refused", |scene| is_refused(scene, by_secret(scene, "")?)),
];

/// The `aud` that the server takes: Canaille has the token endpoint alone.
fn audience(scene: &Scene<'_>) -> Audience {
    if scene.target.name == "canaille" { Audience::TokenEndpoint } else { Audience::Issuer }
}

fn client(scene: &Scene<'_>, name: &str, key: &str, algorithm: Algorithm, audience: Audience) -> Outcome<Client> {
    let key = keys::read(scene.keys, key, algorithm)?;
    let assertion = ClientAssertion::new(key).audience(audience).with_unlisted_algorithm();
    let id = &scene.registered(name)?.id;
    Ok(Client::new(scene.discover()?.into(), id, ClientAuthentication::private_key_jwt(assertion))?)
}

fn own_client(scene: &Scene<'_>, name: &str, algorithm: Algorithm) -> Outcome<Client> {
    client(scene, name, &scene.registered(name)?.key, algorithm, audience(scene))
}

/// Two tokens: both servers take a `jti` once.
fn gets_tokens(scene: &Scene<'_>, name: &str, algorithm: Algorithm) -> Outcome {
    let client = own_client(scene, name, algorithm)?;
    for _ in 0..2 {
        usable(scene.send(&client.client_credentials().scope("read")))?;
    }
    Ok(())
}

fn refuses_another_key(scene: &Scene<'_>) -> Outcome {
    let client = client(scene, "key-rs256", "other", Algorithm::Rs256, audience(scene))?;
    refused(scene, &client)
}

fn refuses_another_audience(scene: &Scene<'_>) -> Outcome {
    let client = client(scene, "key-es256", "p256", Algorithm::Es256, "https://other.example.test".into())?;
    refused(scene, &client)
}

/// Canaille verifies the recommended algorithms of its JOSE library, which are RS256 and ES256.
fn refuses_algorithms(scene: &Scene<'_>) -> Outcome {
    for (name, algorithm) in
        [("key-ps256", Algorithm::Ps256), ("key-es384", Algorithm::Es384), ("key-eddsa", Algorithm::EdDsa)]
    {
        refused(scene, &own_client(scene, name, algorithm)?)?;
    }
    Ok(())
}

fn refuses_issuer(scene: &Scene<'_>) -> Outcome {
    refused(scene, &client(scene, "key-es256", "p256", Algorithm::Es256, Audience::Issuer)?)
}

fn refused(scene: &Scene<'_>, client: &Client) -> Outcome {
    is_refused(scene, scene.send(&client.client_credentials()))
}

/// Canaille refuses an assertion with 400, which RFC 6749 §5.2 allows.
fn is_refused(scene: &Scene<'_>, outcome: Result<TokenResponse, Error>) -> Outcome {
    let status = if scene.target.name == "canaille" { 400 } else { 401 };
    expect::refused(outcome, status, &ErrorCode::INVALID_CLIENT).map(drop)
}

/// The endpoints that authenticate the client take an `aud` with the issuer, and one with their own address.
fn introspects_and_revokes(scene: &Scene<'_>) -> Outcome {
    for audience in [Audience::Issuer, Audience::TokenEndpoint, Audience::CalledEndpoint] {
        let client = client(scene, "key-es384", "p384", Algorithm::Es384, audience)?;
        let tokens = scene.send(&client.client_credentials().scope("read"))?;
        let is_active = || Ok::<_, crate::Failure>(scene.send(&client.introspect(&tokens.access_token))?.active);
        expect::that(is_active()?, "the token is not active")?;
        scene.send(&client.revoke(&tokens.access_token))?;
        expect::that(!is_active()?, "the token is active after its revocation")?;
    }
    Ok(())
}

fn by_secret(scene: &Scene<'_>, changed: &str) -> Outcome<Result<TokenResponse, Error>> {
    let registered = scene.registered("secret-jwt")?;
    let key = HmacKey::new(Algorithm::Hs256, format!("{}{changed}", registered.secret))?;
    let assertion = ClientAssertion::new(key).audience(audience(scene)).with_unlisted_algorithm();
    let authentication = ClientAuthentication::client_secret_jwt(assertion);
    let client = Client::new(scene.discover()?.into(), &registered.id, authentication)?;
    Ok(scene.send(&client.client_credentials().scope("read")))
}
