//! Server metadata at both locations.

use http::StatusCode;
use oauth_io::error::FailedCheck;
use oauth_io::pingone::Region;
use oauth_io::{EncodeError, Endpoint, Error, Issuer, Server};
use oauth_testkit::{Fault, Script};

use super::outcome::Outcome;
use super::world::{World, everywhere};

const ENDPOINTS: [Endpoint; 10] = [
    Endpoint::Authorization,
    Endpoint::BackchannelAuthentication,
    Endpoint::DeviceAuthorization,
    Endpoint::EndSession,
    Endpoint::Introspection,
    Endpoint::Jwks,
    Endpoint::PushedAuthorizationRequest,
    Endpoint::Revocation,
    Endpoint::Token,
    Endpoint::UserInfo,
];

fn issuer(world: &World) -> Issuer {
    Issuer::new(&world.server.issuer()).unwrap()
}

/// The paths that were requested after the world was created.
fn asked(world: &World) -> Vec<String> {
    world.server.ledger().requests().skip(1).map(|request| request.path().to_owned()).collect()
}

#[test]
fn both_locations_have_the_same_metadata() {
    everywhere(
        |application| application,
        |world| {
            let openid = world.send(&issuer(world).openid_metadata()).unwrap();
            let oauth = world.send(&issuer(world).oauth_metadata()).unwrap();
            let environment = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
            assert_eq!(
                asked(world),
                [
                    format!("/{environment}/as/.well-known/openid-configuration"),
                    format!("/.well-known/oauth-authorization-server/{environment}/as"),
                ]
            );
            // The preset is the same as the server's metadata.
            let preset = Server::pingone(Region::NorthAmerica, environment).unwrap();
            for endpoint in ENDPOINTS {
                assert!(openid.endpoint(endpoint).is_some(), "{endpoint:?}");
                assert_eq!(openid.endpoint(endpoint), oauth.endpoint(endpoint));
                assert_eq!(openid.endpoint(endpoint), preset.endpoint(endpoint));
            }
            assert_eq!(openid.authorization_response_iss_parameter_supported, Some(true));
            assert_eq!(openid.code_challenge_methods_supported.as_deref(), Some(&["S256".to_owned()][..]));
            assert_eq!(openid.require_pushed_authorization_requests, Some(false));
        },
    );
}

#[test]
fn the_second_location_is_tried_if_the_first_has_no_metadata() {
    let world = World::new();
    world.server.queue(Script::new(StatusCode::NOT_FOUND));
    let metadata = world.run(issuer(&world).discover()).unwrap();
    assert_eq!(metadata.issuer().unwrap().as_str(), world.server.issuer());
    assert_eq!(asked(&world).len(), 2);

    for fault in [Script::reddit_429(), Script::html_502()] {
        let world = World::new();
        world.server.queue(fault);
        assert!(world.run(issuer(&world).discover()).is_ok());
        assert_eq!(asked(&world).len(), 2);
    }
}

#[test]
fn the_error_names_each_location() {
    let world = World::new();
    for fault in [Script::new(StatusCode::NOT_FOUND), Script::html_502(), Script::new(StatusCode::NOT_FOUND)] {
        world.server.queue(fault);
    }
    let error = world.run(issuer(&world).discover()).unwrap_err();
    assert!(matches!(error, Error::Discovery(_)) && error.is_transient());
    let error = error.to_string();
    for place in asked(&world) {
        assert!(error.contains(&place), "{error}");
    }
    assert!(error.contains("answered 502") && error.contains("(404)"), "{error}");
    assert_eq!(asked(&world).len(), 3);
}

#[test]
fn a_custom_domain() {
    let world = World::at(|server| server.custom_domain().base("https://auth.example.com"));
    assert_eq!(world.server.issuer(), "https://auth.example.com/as");
    let preset = Server::pingone_custom_domain("auth.example.com").unwrap();
    for endpoint in ENDPOINTS {
        assert_eq!(world.client.server().endpoint(endpoint), preset.endpoint(endpoint));
    }
    assert_eq!(Outcome::of(&world.send(&world.client.client_credentials())), Outcome::Good);
}

#[test]
fn metadata_of_another_issuer_is_rejected() {
    let world = World::new();
    world.server.queue(Fault::member("issuer", "\"https://evil.example\""));
    let outcome = Outcome::of(&world.run(issuer(&world).discover()));
    let (expected, found) = (world.server.issuer(), "https://evil.example".to_owned());
    assert_eq!(outcome, Outcome::Untrusted(200, FailedCheck::Issuer { expected, found }));
    assert_eq!(asked(&world).len(), 1);
}

#[test]
fn an_endpoint_that_is_not_in_the_metadata_can_be_configured() {
    let world = World::new();
    world.server.queue(Fault::unadvertised_device_endpoint());
    let server = Server::from(world.run(issuer(&world).discover()).unwrap());
    let ask = |server: Server| {
        let authentication = oauth_io::ClientAuthentication::client_secret_basic(super::world::SECRET);
        let client = oauth_io::Client::new(server, super::world::ID, authentication).unwrap();
        Outcome::of(&world.send(&client.device_authorization()))
    };
    let endpoint = "device_authorization_endpoint";
    let Outcome::Encode(EncodeError::NotInMetadata { endpoint: found, read, other }) = ask(server.clone()) else {
        panic!("{:?}", ask(server));
    };
    assert_eq!((found, &*read), (endpoint, &*world.server.openid_configuration_url()));
    assert_eq!(other, Some(world.server.oauth_metadata_url()));
    let url = world.server.endpoint(oauth_testkit::Endpoint::DeviceAuthorization);
    assert_eq!(ask(server.with_endpoint(Endpoint::DeviceAuthorization, &url).unwrap()), Outcome::Good);
}
