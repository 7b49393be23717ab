//! Client authentication by `private_key_jwt` and `client_secret_jwt`: one test for each rule.

mod algorithm;
mod audience;
mod keys;
mod malformed;
mod method;
mod times;

use http::Response;
use oauth_testkit::{AssertionRules, AuthorizationServer, PublicKey, RegisteredClient};
use serde_json::{Value, json};

use crate::request::{ID, assert_refused, bare};
use crate::signer::Signer;

/// The beginning of the clock of a server in memory.
pub(crate) const NOW: u64 = 1_767_225_600;
pub(super) const ISSUER: &str = "https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as";
pub(super) const TYPE: &str = "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
pub(super) const GRANT: &str = "grant_type=client_credentials";
pub(super) const SECRET: &str = "Ab~9.x_Y-z0Ab~9.x_Y-z0Ab~9.x_Y-z0Ab~9.x_Y-z0Ab~9.x_Y-z0Ab~9.x_Y-";
/// What the response says if it does not say why.
pub(super) const OPAQUE: &str = "Request denied: Invalid client credentials (Correlation ID: ";
pub(super) const WRONG_METHOD: &str = "Request denied: Unsupported authentication method (Correlation ID: ";

/// The claims of a good assertion, with some changed, or removed by `null`.
pub(crate) fn claims(changes: &Value) -> Value {
    let good = json!({"iss": ID, "sub": ID, "aud": ISSUER, "iat": NOW, "exp": NOW + 60, "jti": "j1"});
    changed(good, changes)
}

pub(super) fn changed(mut good: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(good.as_object_mut().unwrap().remove(name)),
            value => good[name] = value.clone(),
        }
    }
    good
}

pub(crate) fn with_assertion(assertion: &str) -> String {
    format!("{TYPE}&client_assertion={assertion}")
}

/// Asks for a token.
pub(super) fn ask(server: &AuthorizationServer, assertion: &str) -> Response<Vec<u8>> {
    server.handle(bare(server, &format!("{GRANT}&{}", with_assertion(assertion))))
}

/// A server with a client that has this key, and its rules.
pub(super) fn server_with(keys: impl IntoIterator<Item = PublicKey>, rules: AssertionRules) -> AuthorizationServer {
    let client = RegisteredClient::private_key_jwt(ID, keys).scopes(["openid", "a"]);
    AuthorizationServer::new().client(client).assertion_rules(rules)
}

/// A client with a P-256 key `k1`, at a server with these rules.
pub(super) struct Scene {
    pub(super) server: AuthorizationServer,
    pub(super) signer: Signer,
}

pub(super) fn scene(rules: AssertionRules) -> Scene {
    let signer = Signer::p256();
    Scene { server: server_with([signer.public("k1")], rules), signer }
}

impl Scene {
    pub(super) fn send(&self, header: &Value, claim_changes: &Value) -> Response<Vec<u8>> {
        let header = changed(json!({"alg": "ES256", "kid": "k1", "typ": "JWT"}), header);
        ask(&self.server, &self.signer.sign(&header, &claims(claim_changes)))
    }

    #[track_caller]
    pub(super) fn accepts(&self, header: &Value, claim_changes: &Value) {
        let response = self.send(header, claim_changes);
        let reason = self.server.ledger().last().unwrap().refusal_reason().map(str::to_owned);
        assert_eq!((response.status().as_u16(), reason), (200, None), "{header} {claim_changes}");
    }

    #[track_caller]
    pub(super) fn refuses(&self, header: &Value, claim_changes: &Value, reason: &str) {
        assert_denied(&self.server, &self.send(header, claim_changes), reason);
    }
}

/// The response does not say why, and the ledger does.
#[track_caller]
pub(super) fn assert_denied(server: &AuthorizationServer, response: &Response<Vec<u8>>, reason: &str) {
    assert_refused(response, 401, "invalid_client", OPAQUE);
    assert_eq!(server.ledger().last().unwrap().refusal_reason(), Some(reason));
}

/// As [`assert_denied`], with a part of the reason.
#[track_caller]
pub(super) fn assert_denied_with(server: &AuthorizationServer, response: &Response<Vec<u8>>, part: &str) {
    assert_refused(response, 401, "invalid_client", OPAQUE);
    let ledger = server.ledger();
    let reason = ledger.last().unwrap().refusal_reason().unwrap();
    assert!(reason.contains(part), "{reason}");
}

pub(super) fn none() -> Value {
    json!({})
}
