//! Client assertions as an authentication method: at which endpoints, for whom, beside what, and what is said of them.

use oauth_testkit::{AssertionRules, AuthorizationServer, Endpoint, RegisteredClient, User};
use serde_json::json;

use super::{
    GRANT, ISSUER, SECRET, Scene, TYPE, WRONG_METHOD, ask, assert_denied, assert_denied_with, claims, none, scene,
    server_with, with_assertion,
};
use crate::browser::post_bare;
use crate::request::{ID, assert_refused, bare, with_authorization};
use crate::signer::Signer;

#[test]
fn only_the_registered_method_is_accepted() {
    let signer = Signer::p256();
    let assertion = signer.sign(&json!({"alg": "ES256"}), &claims(&none()));
    for client in [
        RegisteredClient::client_secret_jwt(ID, SECRET),
        RegisteredClient::client_secret_basic(ID, SECRET),
        RegisteredClient::client_secret_post(ID, SECRET),
        RegisteredClient::none(ID),
    ] {
        let server = AuthorizationServer::new().client(client);
        assert_refused(&ask(&server, &assertion), 401, "invalid_client", WRONG_METHOD);
    }
    let server = server_with([signer.public("k1")], AssertionRules::new());
    for body in [format!("{GRANT}&client_id={ID}&client_secret=x"), format!("{GRANT}&client_id={ID}")] {
        assert_refused(&server.handle(bare(&server, &body)), 401, "invalid_client", WRONG_METHOD);
    }
    let basic = "Basic NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow";
    let response = server.handle(with_authorization(&server, basic, GRANT));
    assert_refused(&response, 401, "invalid_client", WRONG_METHOD);
}

#[test]
fn credentials_of_two_methods_are_refused() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let assertion = with_assertion(&signer.sign(&json!({"alg": "ES256"}), &claims(&none())));
    let response = server.handle(bare(&server, &format!("{GRANT}&{assertion}&client_secret=x")));
    assert_refused(&response, 400, "invalid_request", "both a client_assertion and a client_secret");
    let response = server.handle(with_authorization(&server, "Basic eDp5", &format!("{GRANT}&{assertion}")));
    assert_refused(&response, 400, "invalid_request", "client_assertion");
    let mut request = bare(&server, GRANT);
    *request.uri_mut() = format!("{}?{assertion}", server.token_endpoint()).parse().unwrap();
    assert_refused(&server.handle(request), 400, "invalid_request", "URL");
}

#[test]
fn the_type_of_the_assertion_is_required() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let assertion = signer.sign(&json!({"alg": "ES256"}), &claims(&none()));
    for body in [
        format!("client_assertion={assertion}"),
        format!("client_assertion_type=jwt-bearer&client_assertion={assertion}"),
        format!(
            "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:saml2-bearer&client_assertion={assertion}"
        ),
        TYPE.to_owned(),
        format!("{TYPE}&client_assertion="),
    ] {
        assert_refused(&server.handle(bare(&server, &format!("{GRANT}&{body}"))), 401, "invalid_client", WRONG_METHOD);
    }
}

#[test]
fn issuer_and_subject_are_the_client() {
    let scene = scene(AssertionRules::new());
    scene.refuses(&none(), &json!({"iss": null}), "The assertion has no iss");
    scene.refuses(&none(), &json!({"sub": null}), "The assertion has no sub");
    scene.refuses(&none(), &json!({"iss": ""}), "The iss is \"\", which is not a text");
    scene.refuses(&none(), &json!({"iss": [ID]}), &format!("The iss is [\"{ID}\"], which is not a text"));
    scene.refuses(&none(), &json!({"sub": 7}), "The sub is 7, which is not a text");
    scene.refuses(&none(), &json!({"sub": "alice"}), "The iss and the sub are not the same; both are the client_id");
    let unknown = "No client has the client_id \"nobody\", which is the iss";
    scene.refuses(&none(), &json!({"iss": "nobody", "sub": "nobody"}), unknown);
}

#[test]
fn the_client_id_of_the_request_is_optional() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let assertion = with_assertion(&signer.sign(&json!({"alg": "ES256"}), &claims(&none())));
    let response = server.handle(bare(&server, &format!("{GRANT}&client_id={ID}&{assertion}")));
    assert_eq!(response.status(), 200);
    let response = server.handle(bare(&server, &format!("{GRANT}&client_id=other&{assertion}")));
    assert_denied(&server, &response, "The client_id of the request is not the iss of the assertion");
}

#[test]
fn every_endpoint_authenticates_the_client_and_is_an_audience() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let server = server.user(User::new("alice"));
    for (endpoint, more, status) in [
        (Endpoint::Token, "&grant_type=client_credentials", 200),
        (Endpoint::PushedAuthorizationRequest, "&response_type=code&redirect_uri=https%3A%2F%2Fa.example", 400),
        (Endpoint::DeviceAuthorization, "", 200),
        (Endpoint::BackchannelAuthentication, "&scope=openid&login_hint=alice", 200),
        (Endpoint::Introspection, "&token=x", 200),
        (Endpoint::Revocation, "&token=x", 200),
    ] {
        for aud in [ISSUER.to_owned(), server.token_endpoint(), server.endpoint(endpoint)] {
            let assertion = signer.sign(&json!({"alg": "ES256"}), &claims(&json!({"aud": aud})));
            let body = format!("client_id={ID}&{}{more}", with_assertion(&assertion));
            let response = post_bare(&server, endpoint, &body);
            assert_eq!(response.status(), status, "{endpoint:?} {aud} {}", server.ledger().last().unwrap());
        }
        let other = json!({"aud": server.endpoint(Endpoint::UserInfo)});
        let assertion = signer.sign(&json!({"alg": "ES256"}), &claims(&other));
        let response = post_bare(&server, endpoint, &format!("client_id={ID}&{}{more}", with_assertion(&assertion)));
        assert_denied_with(&server, &response, "The aud is");
    }
}

#[test]
fn a_disabled_client_is_refused() {
    let signer = Signer::p256();
    let client = RegisteredClient::private_key_jwt(ID, [signer.public("k1")]).disabled();
    let server = AuthorizationServer::new().client(client);
    let response = ask(&server, &signer.sign(&json!({"alg": "ES256"}), &claims(&none())));
    assert_refused(&response, 401, "invalid_client", "The application is disabled");
}

#[test]
fn the_ledger_says_why_and_never_shows_the_assertion() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let assertion = signer.sign(&json!({"alg": "ES256", "kid": "k9"}), &claims(&none()));
    ask(&server, &assertion);
    let long = "x".repeat(10_000);
    let response = ask(&server, &signer.sign(&json!({"alg": "ES256"}), &claims(&json!({"aud": long}))));
    let printed = server.ledger().to_string();
    assert!(printed.contains("client_assertion=***"), "{printed}");
    assert!(printed.contains("\n[No registered key has the kid \"k9\"; registered: \"k1\" (P-256)]\nHTTP/1.1 401"));
    for part in assertion.split('.') {
        assert!(!printed.contains(part), "{part}");
    }
    assert!(printed.len() < 4_000 && !String::from_utf8_lossy(response.body()).contains("xxx"), "{printed}");
    assert!(response.headers().get("www-authenticate").is_none());
}
