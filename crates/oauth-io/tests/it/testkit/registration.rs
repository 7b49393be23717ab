//! Registration of a client, and its management.

use oauth_io::Client;
use oauth_io::endpoint::{ClientConfiguration, ClientMetadata};
use oauth_io::error::{FailedCheck, Problem};
use oauth_testkit::{Endpoint, Fault};

use super::browser::visit;
use super::outcome::Outcome;
use super::world::{CALLBACK, World};

fn metadata(method: &str) -> ClientMetadata {
    ClientMetadata::new()
        .client_name("Orders \u{fc} \"x\"")
        .redirect_uri(CALLBACK)
        .token_endpoint_auth_method(method)
        .grant_type("authorization_code")
        .grant_type("client_credentials")
        .scope("openid read")
        .extra("example_member", vec![1, 2])
}

#[test]
fn the_complete_life_of_a_registration() {
    for world in World::by_both_styles() {
        for method in ["client_secret_basic", "client_secret_post"] {
            let server = world.client.server();
            let now = world.server.clock().now();
            let registered = world.send(&server.register(metadata(method))).unwrap();
            assert_eq!(registered.client_id_issued_at, Some(now));
            assert_eq!(registered.client_secret_expires_at, None);
            assert_eq!(registered.metadata.client_name.as_deref(), Some("Orders \u{fc} \"x\""));
            assert_eq!(registered.metadata.extra.get::<Vec<u8>>("example_member"), Some(vec![1, 2]));
            let client = Client::registered(server.clone(), &registered).unwrap();
            assert_eq!(Outcome::of(&world.send(&client.client_credentials().scope("read"))), Outcome::Good);

            let configuration = registered.configuration().unwrap();
            let read = world.send(&configuration.read()).unwrap();
            assert_eq!(read.client_id, registered.client_id);
            let changed = read.metadata.client_name("Invoices");
            let updated = world.send(&configuration.update(changed)).unwrap();
            assert_eq!(updated.metadata.client_name.as_deref(), Some("Invoices"));
            assert_eq!(updated.metadata.redirect_uris, Some(vec![CALLBACK.to_owned()]));
            assert_eq!(updated.metadata.extra.get::<Vec<u8>>("example_member"), Some(vec![1, 2]));

            // A stored configuration works as well.
            let uri = updated.registration_client_uri().unwrap();
            let token = updated.registration_access_token.clone().unwrap();
            let kept = ClientConfiguration::new(server, updated.client_id.clone(), uri, token).unwrap();
            world.send(&kept.delete()).unwrap();
            assert_eq!(Outcome::of(&world.send(&kept.read())), Outcome::server(401, "invalid_token"));
            let outcome = world.send(&client.client_credentials());
            assert_eq!(Outcome::of(&outcome), Outcome::server(401, "invalid_client"));
        }
    }
}

#[test]
fn a_public_client_signs_in() {
    let world = World::new();
    let registered = world.send(&world.client.server().register(metadata("none"))).unwrap();
    assert!(registered.client_secret.is_none());
    let client = Client::registered(world.client.server().clone(), &registered).unwrap();
    let begun = client.authorization_request(CALLBACK).scope("openid").begin().unwrap();
    let response = visit(&world.server, &begun.url).read().unwrap();
    let call = begun.session.receive(&client, response).unwrap().authorization_code();
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::Good);
}

#[test]
fn an_initial_access_token_can_be_required() {
    let world = World::at(|server| server.initial_access_token("let-me-in"));
    let call = || world.client.server().register(metadata("none"));
    assert_eq!(Outcome::of(&world.send(&call())), Outcome::server(401, "unauthorized"));
    let wrong = call().initial_access_token("wrong");
    assert_eq!(Outcome::of(&world.send(&wrong)), Outcome::server(401, "invalid_token"));
    assert_eq!(Outcome::of(&world.send(&call().initial_access_token("let-me-in"))), Outcome::Good);
}

#[test]
fn refusals() {
    let world = World::new();
    let rows = [
        (ClientMetadata::new().grant_type("authorization_code"), "invalid_redirect_uri"),
        (ClientMetadata::new().redirect_uri("http://app.example/cb"), "invalid_redirect_uri"),
        (metadata("private_key_jwt"), "invalid_client_metadata"),
        (metadata("none").grant_type("password"), "invalid_client_metadata"),
        (metadata("none").software_statement("a.b.c"), "invalid_software_statement"),
    ];
    for (metadata, code) in rows {
        let outcome = world.send(&world.client.server().register(metadata));
        assert_eq!(Outcome::of(&outcome), Outcome::server(400, code));
    }
}

#[test]
fn flaws_of_the_response() {
    let world = World::new();
    let register = |fault: Fault| {
        world.server.queue(fault.at(Endpoint::Registration));
        world.send(&world.client.server().register(metadata("none")))
    };
    let outcome = Outcome::of(&register(Fault::without_member("client_id")));
    assert_eq!(outcome, Outcome::Malformed(201, Problem::Missing { field: "client_id" }));
    assert!(register(Fault::without_member("registration_access_token")).unwrap().configuration().is_none());
    let issued_at = register(Fault::issued_at_string()).unwrap().client_id_issued_at;
    assert_eq!(issued_at, Some(world.server.clock().now()));

    let configuration = register(Fault::json_as_html()).unwrap().configuration().unwrap();
    world.server.queue(Fault::member("client_id", "\"another\"").at(Endpoint::ClientConfiguration));
    let outcome = Outcome::of(&world.send(&configuration.read()));
    let Outcome::Untrusted(200, FailedCheck::ClientId { found, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(found, "another");
}
