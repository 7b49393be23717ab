//! The JWT bearer grant with an assertion that is verified by the key of its issuer.

use std::time::Duration;

use http::Response;
use oauth_testkit::{AssertionAudience, AssertionIssuer, AssertionRules, AuthorizationServer, RegisteredClient};
use serde_json::{Value, json};

use crate::browser::text;
use crate::client_assertion::NOW;
use crate::id_token::claims;
use crate::request::{ID, SECRET, assert_refused, bare, json as body, post};
use crate::signer::Signer;

const ACCOUNT: &str = "job@project.example";
const GOOGLE: &str = "https://oauth2.googleapis.com/token";
const GRANT: &str = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A service account and its server.
struct Scene {
    server: AuthorizationServer,
    signer: Signer,
}

fn scene(change: impl FnOnce(AssertionIssuer) -> AssertionIssuer) -> Scene {
    let signer = Signer::rsa();
    let issuer = change(AssertionIssuer::new(ACCOUNT, [signer.public("k1")]));
    let client = RegisteredClient::client_secret_post(ID, SECRET).scopes(["read", "write"]);
    Scene { server: AuthorizationServer::new().client(client).assertion_issuer(issuer), signer }
}

impl Scene {
    fn assertion(&self, changes: &Value) -> String {
        let mut claims =
            json!({"iss": ACCOUNT, "sub": "alice", "aud": self.server.issuer(), "iat": NOW, "exp": NOW + 3600});
        for (name, value) in changes.as_object().unwrap() {
            match value {
                Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
                value => claims[name] = value.clone(),
            }
        }
        self.signer.sign(&json!({"alg": "RS256", "kid": "k1", "typ": "JWT"}), &claims)
    }

    /// Presents an assertion as the client.
    fn ask(&self, changes: &Value, more: &str) -> Response<Vec<u8>> {
        self.server.handle(post(&self.server, &format!("{GRANT}&assertion={}{more}", self.assertion(changes))))
    }

    /// Presents an assertion without a client.
    fn ask_alone(&self, changes: &Value, more: &str) -> Response<Vec<u8>> {
        self.server.handle(bare(&self.server, &format!("{GRANT}&assertion={}{more}", self.assertion(changes))))
    }

    #[track_caller]
    fn assert_refused(&self, response: &Response<Vec<u8>>, reason: &str) {
        assert_refused(response, 400, "invalid_grant", "The assertion is invalid");
        assert_eq!(self.server.ledger().last().unwrap().refusal_reason(), Some(reason));
    }
}

fn none() -> Value {
    json!({})
}

#[test]
fn a_signed_assertion_gives_a_token_of_its_subject() {
    let scene = scene(|issuer| issuer);
    let granted = body(&scene.ask(&none(), "&scope=read"));
    assert_eq!(
        (claims(text(&granted, "access_token"))["sub"].clone(), &granted["scope"]),
        (json!("alice"), &json!("read"))
    );
    assert_eq!(granted.get("refresh_token"), None);
    for changes in [none(), json!({"aud": [scene.server.token_endpoint()]})] {
        assert_eq!(scene.ask(&changes, "").status(), 200, "{changes}");
    }
    let printed = scene.server.ledger().to_string();
    assert!(printed.contains("assertion=***") && !printed.contains(&scene.assertion(&none())));
}

#[test]
fn the_assertion_can_name_the_scope() {
    let scene = scene(|issuer| issuer);
    for more in ["", "&scope=write"] {
        assert_eq!(body(&scene.ask(&json!({"scope": "write"}), more))["scope"], "write");
    }
    let response = scene.ask(&json!({"scope": "write"}), "&scope=read");
    assert_refused(&response, 400, "invalid_request", "not that of the assertion");
    assert_refused(&scene.ask(&json!({"scope": "admin"}), ""), 400, "invalid_scope", "admin");
    scene.assert_refused(&scene.ask(&json!({"scope": ["write"]}), ""), "The scope is [\"write\"], which is not a text");
}

#[test]
fn an_assertion_that_does_not_hold_is_refused() {
    let scene = scene(|issuer| issuer);
    let issuer = scene.server.issuer();
    for (changes, reason) in [
        (json!({"iss": null}), "The assertion has no iss".to_owned()),
        (json!({"iss": "other"}), "No issuer \"other\" is registered".to_owned()),
        (json!({"sub": null}), "The assertion has no sub".to_owned()),
        (json!({"sub": 7}), "The sub is 7, which is not a text".to_owned()),
        (json!({"exp": null}), "The assertion has no exp".to_owned()),
        (json!({"exp": NOW}), "The exp 1767225600 was 0 s ago, by the clock of the server".to_owned()),
        (
            json!({"aud": GOOGLE}),
            format!(
                "The aud is \"{GOOGLE}\"; this server accepts {issuer} or {issuer}/token, or a list with one of them"
            ),
        ),
    ] {
        scene.assert_refused(&scene.ask(&changes, ""), &reason);
    }
    let stranger = Scene { signer: Signer::p256(), server: scene.server.clone() };
    let es256 = stranger.signer.sign(&json!({"alg": "ES256"}), &json!({"iss": ACCOUNT}));
    let response = scene.server.handle(post(&scene.server, &format!("{GRANT}&assertion={es256}")));
    scene.assert_refused(&response, "No registered key is for ES256; registered: \"k1\" (RSA)");
    let good = scene.assertion(&none());
    let (signed, _) = good.rsplit_once('.').unwrap();
    let response = scene.server.handle(post(&scene.server, &format!("{GRANT}&assertion={signed}.AAAA")));
    scene.assert_refused(&response, "The signature does not verify under the registered key: \"k1\" (RSA)");
}

#[test]
fn a_service_account_needs_no_client_and_no_subject() {
    let scene = scene(|issuer| issuer.audiences([GOOGLE]).without_client(["storage.read"]).subject_optional());
    let changes = json!({"aud": GOOGLE, "sub": null, "scope": "storage.read"});
    for more in ["", "&client_id=job%40project.example"] {
        let granted = body(&scene.ask_alone(&changes, more));
        assert_eq!(
            (&granted["scope"], claims(text(&granted, "access_token"))["sub"].clone()),
            (&json!("storage.read"), json!(ACCOUNT))
        );
    }
    let impersonated = json!({"aud": GOOGLE, "sub": "alice@project.example"});
    assert_eq!(
        claims(text(&body(&scene.ask_alone(&impersonated, "")), "access_token"))["sub"],
        "alice@project.example"
    );
    // Neither the account of another issuer nor another grant is let in.
    let response = scene.ask_alone(&json!({"iss": "other"}), "");
    assert_refused(&response, 401, "invalid_client", "Invalid client credentials");
    let response =
        scene.server.handle(bare(&scene.server, "grant_type=client_credentials&client_id=job%40project.example"));
    assert_refused(&response, 400, "unauthorized_client", "client_credentials");
}

#[test]
fn a_client_is_required_by_default() {
    let scene = scene(|issuer| issuer);
    assert_refused(&scene.ask_alone(&none(), ""), 401, "invalid_client", "Invalid client credentials");
}

#[test]
fn an_issuer_of_the_name_of_a_client_is_not_that_client() {
    let scene = scene(|issuer| issuer);
    let client = RegisteredClient::client_secret_post(ACCOUNT, SECRET).scopes(["admin"]);
    let scene = Scene { server: scene.server.client(client), ..scene };
    assert_refused(&scene.ask_alone(&none(), ""), 401, "invalid_client", "Invalid client credentials");
}

#[test]
fn an_issuer_can_have_rules_of_its_own() {
    let rules = AssertionRules::new()
        .audience(AssertionAudience::IssuerText)
        .longest_lifetime(Duration::from_secs(180))
        .single_use();
    let scene = scene(|issuer| issuer.assertion_rules(rules));
    let ahead = "The exp 1767229200 is 3600 s ahead, by the clock of the server; it may be 180 s ahead";
    scene.assert_refused(&scene.ask(&none(), ""), ahead);
    let no_id = json!({"exp": NOW + 180});
    scene.assert_refused(&scene.ask(&no_id, ""), "The assertion has no jti, and this server requires one");
    let good = json!({"exp": NOW + 180, "jti": "j1"});
    assert_eq!(scene.ask(&good, "").status(), 200);
    let used = "The jti was used before; this server accepts each assertion once";
    scene.assert_refused(&scene.ask(&good, ""), used);
}

#[test]
fn a_registered_text_is_accepted_beside_an_issuer() {
    let scene = scene(|issuer| issuer);
    scene.server.accept_assertion("a.b.c", "bob");
    let response = scene.server.handle(post(&scene.server, &format!("{GRANT}&assertion=a.b.c")));
    assert_eq!(claims(text(&body(&response), "access_token"))["sub"], "bob");
}
