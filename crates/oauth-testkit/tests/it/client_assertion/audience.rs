//! The `aud` of client assertions.

use oauth_testkit::{AssertionAudience, AssertionRules, Endpoint};
use serde_json::json;

use super::{ISSUER, Scene, ask, claims, none, scene, server_with, with_assertion};
use crate::browser::post_bare;
use crate::signer::Signer;

#[test]
fn the_audience_is_the_issuer_or_an_endpoint() {
    let scene = scene(AssertionRules::new());
    let token = format!("{ISSUER}/token");
    for aud in [json!(ISSUER), json!(token), json!([ISSUER]), json!(["x", token]), json!([ISSUER, token])] {
        scene.accepts(&none(), &json!({"aud": aud}));
    }
    scene.refuses(&none(), &json!({"aud": null}), "The assertion has no aud");
    let accepted = format!("this server accepts {ISSUER} or {ISSUER}/token, or a list with one of them");
    for aud in [
        json!(format!("{ISSUER}/")),
        json!(ISSUER.to_uppercase()),
        json!("https://other.example/as"),
        json!(format!("{ISSUER}/par")),
        json!([]),
        json!(["x"]),
        json!(7),
        json!({"aud": ISSUER}),
    ] {
        scene.refuses(&none(), &json!({"aud": aud}), &format!("The aud is {aud}; {accepted}"));
    }
}

#[test]
fn a_server_can_demand_the_endpoint_that_is_called() {
    let Scene { server, signer } = scene(AssertionRules::new().audience(AssertionAudience::CalledEndpoint));
    for (aud, status) in [("/introspect", 200), ("/token", 401), ("", 401)] {
        for aud in [json!(format!("{ISSUER}{aud}")), json!([format!("{ISSUER}{aud}")])] {
            let assertion = signer.sign(&json!({"alg": "ES256"}), &claims(&json!({"aud": aud})));
            let body = format!("{}&token=x", with_assertion(&assertion));
            assert_eq!(post_bare(&server, Endpoint::Introspection, &body).status(), status, "{aud}");
        }
    }
}

#[test]
fn a_server_can_demand_the_token_endpoint() {
    let scene = scene(AssertionRules::new().audience(AssertionAudience::TokenEndpoint));
    scene.accepts(&none(), &json!({"aud": format!("{ISSUER}/token")}));
    let accepted = format!("this server accepts {ISSUER}/token, or a list with one of them");
    scene.refuses(&none(), &none(), &format!("The aud is \"{ISSUER}\"; {accepted}"));
}

#[test]
fn a_server_can_demand_its_issuer_as_one_text() {
    let scene = scene(AssertionRules::new().audience(AssertionAudience::IssuerText));
    scene.accepts(&none(), &none());
    for aud in [json!([ISSUER]), json!(format!("{ISSUER}/token")), json!(format!("{ISSUER}/"))] {
        let reason = format!("The aud is {aud}; this server accepts {ISSUER}, as one text");
        scene.refuses(&none(), &json!({"aud": aud}), &reason);
    }
}

#[test]
fn the_issuer_is_compared_as_it_is() {
    let signer = Signer::p256();
    let server = server_with([signer.public("k1")], AssertionRules::new()).base("https://id.example").custom_domain();
    for (aud, status) in
        [("https://id.example/as", 200), ("https://id.example/as/", 401), ("https://ID.example/as", 401)]
    {
        let assertion = signer.sign(&json!({"alg": "ES256"}), &claims(&json!({"aud": aud})));
        assert_eq!(ask(&server, &assertion).status(), status, "{aud}");
    }
}
