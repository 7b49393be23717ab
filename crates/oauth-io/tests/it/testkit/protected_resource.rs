//! From a refusal by a resource to a response, given only the resource's URL (RFC 9728).

use http::{Request, Response};
use oauth_io::call::Deviation;
use oauth_io::endpoint::ProtectedResource;
use oauth_io::error::{FailedCheck, UrlProblem, challenges};
use oauth_io::{Client, ClientAuthentication, ConfigError, Server, TokenResponse};
use oauth_testkit::{AuthorizationServer, Fault, ProtectedResource as Resource};

use super::outcome::Outcome;
use super::world::{CALLBACK, ID, RESOURCES, SECRET, World};

/// A server with this resource, and a client that may request tokens for it.
pub(crate) fn world(resource: Resource) -> World {
    World::at(|server| {
        let server = server.protected_resource(resource.clone());
        let url = server.resource_url(resource.name());
        let application = oauth_testkit::RegisteredClient::client_secret_basic(ID, SECRET)
            .scopes(["openid", "read", "write"])
            .redirect_uris([CALLBACK])
            .resources([&*url, RESOURCES[0]]);
        server.client(application)
    })
}

/// Requests the resource, with or without a token.
pub(crate) fn get(server: &AuthorizationServer, url: &str, tokens: Option<&TokenResponse>) -> Response<Vec<u8>> {
    let mut request = Request::get(url).body(Vec::new()).unwrap();
    if let Some(tokens) = tokens {
        request.headers_mut().insert("authorization", tokens.bearer_header().unwrap());
    }
    server.handle(request)
}

#[test]
fn the_complete_flow() {
    let world = world(Resource::new("orders").scopes(["read"]));
    let url = world.server.resource_url("orders");

    let refused = get(&world.server, &url, None);
    assert_eq!(refused.status(), 401);
    let challenges = challenges(refused.headers());
    let [challenge] = &challenges[..] else { panic!("{challenges:?}") };
    assert_eq!(challenge.resource_metadata(), Some(&*world.server.resource_metadata_url("orders")));
    assert_eq!((challenge.error(), challenge.scope()), (None, Some("read")));
    let call = ProtectedResource::new(&url).unwrap().metadata_from(challenge).unwrap();
    let metadata = world.send(&call).unwrap();
    assert_eq!((&*metadata.resource, metadata.resource_name.as_deref()), (&*url, Some("orders")));
    let servers = metadata.authorization_servers.unwrap();
    let [issuer] = &servers[..] else { panic!("{servers:?}") };
    assert_eq!(issuer.as_str(), world.server.issuer());

    let server = Server::from(world.run(issuer.discover()).unwrap());
    let client = Client::new(server, ID, ClientAuthentication::client_secret_basic(SECRET)).unwrap();
    let call = client.client_credentials().scope(challenge.scope().unwrap()).resource(metadata.resource);
    let response = get(&world.server, &url, Some(&world.send(&call).unwrap()));
    assert_eq!(response.status(), 200);
    let body = format!(r#"{{"resource":"{url}","sub":"{ID}","client_id":"{ID}"}}"#);
    assert_eq!(String::from_utf8(response.into_body()).unwrap(), body);
}

#[test]
fn the_well_known_location_has_the_same_metadata() {
    let world = world(Resource::new("orders").scopes(["read"]));
    let resource = ProtectedResource::new(&world.server.resource_url("orders")).unwrap();
    let metadata = world.send(&resource.metadata()).unwrap();
    assert_eq!(metadata.scopes_supported, Some(vec!["read".to_owned()]));
    assert_eq!(metadata.bearer_methods_supported, Some(vec!["header".to_owned()]));
    assert!(metadata.extra.is_empty());

    let unknown = ProtectedResource::new(&world.server.resource_url("unknown")).unwrap();
    assert_eq!(Outcome::of(&world.send(&unknown.metadata())), Outcome::server(404, "not_found"));
}

#[test]
fn a_token_for_another_resource_is_rejected() {
    let world = world(Resource::new("orders"));
    let url = world.server.resource_url("orders");
    let token = |resource: &str| world.send(&world.client.client_credentials().resource(resource)).unwrap();
    assert_eq!(get(&world.server, &url, Some(&token(&url))).status(), 200);
    let refused = get(&world.server, &url, Some(&token(RESOURCES[0])));
    assert_eq!(refused.status(), 401);
    assert_eq!(challenges(refused.headers())[0].error(), Some("invalid_token"));
}

#[test]
fn metadata_of_another_resource_is_rejected() {
    let world = world(Resource::new("orders"));
    let url = world.server.resource_url("orders");
    let resource = ProtectedResource::new(&url).unwrap();
    world.server.queue(Fault::member("resource", "\"https://evil.example/\""));
    let outcome = Outcome::of(&world.send(&resource.metadata()));
    let check = FailedCheck::Resource { expected: url, found: "https://evil.example/".to_owned() };
    assert_eq!(outcome, Outcome::Untrusted(200, check));

    world.server.queue(Fault::member("authorization_servers", "[\"http://evil.example\"]"));
    let metadata = world.send(&resource.metadata()).unwrap();
    assert_eq!(metadata.authorization_servers, None, "tokens are not fetched from there");
    assert_eq!(metadata.deviations, [Deviation::Unreadable { member: "authorization_servers" }]);
}

#[test]
fn a_challenge_cannot_name_another_host() {
    let world = world(Resource::new("orders"));
    let refused = get(&world.server, &world.server.resource_url("orders"), None);
    let challenge = &challenges(refused.headers())[0];
    let elsewhere = ProtectedResource::new("https://api.example/orders").unwrap();
    let error = elsewhere.metadata_from(challenge).unwrap_err();
    assert_eq!(error, ConfigError::Url { what: "resource_metadata", problem: UrlProblem::Origin });
}
