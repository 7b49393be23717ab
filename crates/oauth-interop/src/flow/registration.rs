//! The registration of clients (RFC 7591), and how a registration is read, changed and ended (RFC 7592).

use oauth_io::endpoint::{ClientInformation, ClientMetadata};
use oauth_io::{Client, ErrorCode, Server};

use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("registration, and a token for the new client", register),
    Check::only("oidc-provider", "registration, refused", |scene| refused(scene, &ErrorCode::INVALID_REDIRECT_URI)),
    // Less exact, and it answers all that follows with 500.
    Check::only("canaille", "registration, refused", |scene| refused(scene, &ErrorCode::INVALID_CLIENT_METADATA)),
    Check::only("oidc-provider", "registration: read, update, delete", whole_life),
];

fn registered(scene: &Scene<'_>) -> Outcome<(Server, ClientInformation)> {
    let server = Server::from(scene.discover()?);
    let metadata = ClientMetadata::new().client_name("Ünïcode & Co").grant_type("client_credentials");
    let metadata = metadata.redirect_uri("https://client.example.test/callback");
    let information = scene.send(&server.register(metadata))?;
    Ok((server, information))
}

fn register(scene: &Scene<'_>) -> Outcome {
    let (server, information) = registered(scene)?;
    let name = information.metadata.client_name.as_deref();
    expect::that(name == Some("Ünïcode & Co"), format!("the name is {name:?}"))?;
    let client = Client::registered(server, &information)?;
    scene.send(&client.client_credentials())?;
    Ok(())
}

fn refused(scene: &Scene<'_>, code: &ErrorCode) -> Outcome {
    let call = Server::from(scene.discover()?).register(ClientMetadata::new().redirect_uri("nowhere"));
    expect::refused(scene.send(&call), 400, code).map(drop)
}

fn whole_life(scene: &Scene<'_>) -> Outcome {
    let (_, information) = registered(scene)?;
    let configuration = information.configuration().ok_or("the registration cannot be read")?;
    let read = scene.send(&configuration.read())?;

    let mut metadata = read.metadata.clone();
    metadata.client_name = Some("renamed".to_owned());
    let configuration = read.configuration().ok_or("the registration cannot be changed")?;
    let updated = scene.send(&configuration.update(metadata))?;
    let name = updated.metadata.client_name.as_deref();
    expect::that(name == Some("renamed"), format!("the name is {name:?}"))?;

    let configuration = updated.configuration().ok_or("the registration cannot be ended")?;
    scene.send(&configuration.delete())?;
    expect::refused(scene.send(&configuration.read()), 401, &ErrorCode::INVALID_TOKEN).map(drop)
}
