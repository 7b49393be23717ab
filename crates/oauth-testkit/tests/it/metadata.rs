//! The URLs and the metadata of the server.

use http::{Request, Response};
use oauth_testkit::AuthorizationServer;
use serde_json::json;

use crate::request::{assert_refused, good, json};

const ISSUER: &str = "https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as";

fn get(server: &AuthorizationServer, url: &str) -> Response<Vec<u8>> {
    server.handle(Request::get(url).body("").unwrap())
}

#[test]
fn the_default_is_an_environment_of_pingone() {
    let server = AuthorizationServer::new();
    assert_eq!(server.issuer(), ISSUER);
    assert_eq!(server.token_endpoint(), format!("{ISSUER}/token"));
    assert_eq!(server.openid_configuration_url(), format!("{ISSUER}/.well-known/openid-configuration"));
    assert_eq!(
        server.oauth_metadata_url(),
        "https://auth.pingone.com/.well-known/oauth-authorization-server/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as"
    );
}

#[test]
fn both_urls_give_the_same_metadata() {
    let server = AuthorizationServer::new();
    let response = get(&server, &server.openid_configuration_url());
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(get(&server, &server.oauth_metadata_url()).body(), response.body());
    let metadata = json(&response);
    assert_eq!(metadata["issuer"], ISSUER);
    for (member, path) in [
        ("authorization_endpoint", "authorize"),
        ("pushed_authorization_request_endpoint", "par"),
        ("token_endpoint", "token"),
        ("userinfo_endpoint", "userinfo"),
        ("jwks_uri", "jwks"),
        ("end_session_endpoint", "signoff"),
        ("registration_endpoint", "register"),
        ("introspection_endpoint", "introspect"),
        ("revocation_endpoint", "revoke"),
        ("device_authorization_endpoint", "device_authorization"),
        ("backchannel_authentication_endpoint", "cibaAuthorization"),
    ] {
        assert_eq!(metadata[member], format!("{ISSUER}/{path}"), "{member}");
    }
    assert_eq!(metadata["request_parameter_supported"], false);
    assert_eq!(metadata["request_uri_parameter_supported"], false);
    let methods = match cfg!(feature = "jwt") {
        true => json!(["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"]),
        false => json!(["client_secret_basic", "client_secret_post", "none"]),
    };
    assert_eq!(metadata["token_endpoint_auth_methods_supported"], methods);
    let algorithms = json!(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512"]);
    let listed = metadata.get("token_endpoint_auth_signing_alg_values_supported");
    assert_eq!(listed, cfg!(feature = "jwt").then_some(&algorithms));
}

#[test]
fn a_custom_domain_has_no_environment_in_its_paths() {
    let server = AuthorizationServer::new().base("https://id.example.com").custom_domain();
    assert_eq!(server.token_endpoint(), "https://id.example.com/as/token");
    assert_eq!(server.oauth_metadata_url(), "https://id.example.com/.well-known/oauth-authorization-server/as");
    for url in [server.oauth_metadata_url(), server.openid_configuration_url()] {
        assert_eq!(json(&get(&server, &url))["issuer"], "https://id.example.com/as");
    }
    assert_refused(&server.handle(good(&server)), 401, "invalid_client", "Invalid client credentials");
}

#[test]
fn the_environment_can_be_changed() {
    let server = AuthorizationServer::new().environment_id("e1");
    assert_eq!(server.issuer(), "https://auth.pingone.com/e1/as");
    assert_eq!(get(&server, &server.oauth_metadata_url()).status(), 200);
}

#[test]
fn the_key_set_is_empty() {
    let server = AuthorizationServer::new();
    let response = get(&server, &format!("{ISSUER}/jwks"));
    assert_eq!((response.status().as_u16(), response.body().as_slice()), (200, br#"{"keys":[]}"#.as_slice()));
}

#[test]
fn documents_are_read_only() {
    let server = AuthorizationServer::new();
    for url in [server.openid_configuration_url(), format!("{ISSUER}/jwks")] {
        let response = server.handle(Request::post(url).body("").unwrap());
        assert_refused(&response, 405, "invalid_request", "GET only");
        assert_eq!(response.headers()["allow"], "GET");
    }
}
