//! What is in the assertions of a client, at each endpoint.

use std::time::Duration;

use oauth_core::client::{Audience, ClientAssertion};
use oauth_core::endpoint::UserHint;
use oauth_core::key::{Algorithm, Key};
use oauth_core::{Call as _, Client, ClientAuthentication, ConfigError, EncodeError, Endpoint, Secret, Server};
use serde_json::json;

use crate::support::{
    EC_JWK, EC_THUMBPRINT, ENV, ID, TestKey, assertion, client, client_at, form, http_response, now, pingone,
};

const ISSUER: &str = "https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as";
const IAT: u64 = 1_795_349_000;

fn es256() -> Key {
    TestKey::new(Algorithm::Es256).key_id("k1").key()
}

fn signed(assertion: impl Into<ClientAssertion>) -> Client {
    client(ClientAuthentication::private_key_jwt(assertion))
}

/// The header and the claims of a client credentials request.
fn sent(settings: impl Into<ClientAssertion>) -> (serde_json::Value, serde_json::Value) {
    assertion(&signed(settings).client_credentials().encode(now()).unwrap(), "client_assertion")
}

fn refused(settings: ClientAssertion) -> ConfigError {
    Client::new(pingone(), ID, ClientAuthentication::private_key_jwt(settings)).unwrap_err()
}

#[test]
fn a_key_alone_signs_for_the_issuer_and_a_minute() {
    let call = signed(es256()).client_credentials();
    let request = call.encode(now()).unwrap();
    assert!(!request.headers().contains_key("authorization"));
    let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "client_assertion_type", "client_assertion", "client_id"]);
    let (header, claims) = assertion(&request, "client_assertion");
    assert_eq!(header, json!({"alg": "ES256", "typ": "JWT", "kid": "k1"}));
    let jti = claims["jti"].as_str().unwrap();
    assert_eq!(jti.len(), 22);
    let expected = json!({"iss": ID, "sub": ID, "aud": ISSUER, "jti": jti, "iat": IAT, "exp": IAT + 60});
    assert_eq!(claims, expected);
    let again = assertion(&call.encode(now()).unwrap(), "client_assertion").1;
    assert_ne!(again["jti"], claims["jti"]);
}

#[test]
fn every_endpoint_that_authenticates_the_client_takes_an_assertion() {
    let server = pingone();
    let device = "https://auth.pingone.com/device";
    let server = server.with_endpoint(Endpoint::DeviceAuthorization, device).unwrap();
    let ciba = "https://auth.pingone.com/ciba";
    let server = server.with_endpoint(Endpoint::BackchannelAuthentication, ciba).unwrap();
    let settings = ClientAssertion::new(es256()).audience(Audience::CalledEndpoint);
    let client = Client::new(server, ID, ClientAuthentication::private_key_jwt(settings)).unwrap();
    let token = Secret::new("t");
    for request in [
        client.client_credentials().encode(now()),
        client.authorization_request("https://client.example.org/cb").push().unwrap().encode(now()),
        client.revoke(&token).encode(now()),
        client.introspect(&token).encode(now()),
        client.device_authorization().encode(now()),
        client.backchannel_authentication(UserHint::Login("ada".to_owned())).encode(now()),
    ] {
        let request = request.unwrap();
        let (_, claims) = assertion(&request, "client_assertion");
        assert_eq!(claims["aud"], request.uri().to_string(), "the endpoint that is called");
        let ids = form(&request).into_iter().filter(|(name, _)| name == "client_id").count();
        assert_eq!(ids, 1, "{}", request.uri());
    }
}

#[test]
fn the_audience_is_set_for_all_endpoints_or_for_one() {
    let token_endpoint = format!("https://auth.pingone.com/{ENV}/as/token");
    let introspection = format!("https://auth.pingone.com/{ENV}/as/introspect");
    let token = Secret::new("t");
    for (settings, at_token, at_introspection) in [
        (ClientAssertion::new(es256()), ISSUER, ISSUER),
        (ClientAssertion::new(es256()).audience(Audience::Issuer), ISSUER, ISSUER),
        (ClientAssertion::new(es256()).audience(Audience::TokenEndpoint), &token_endpoint, &token_endpoint),
        (ClientAssertion::new(es256()).audience(Audience::CalledEndpoint), &token_endpoint, &introspection),
        (ClientAssertion::new(es256()).audience("urn:as"), "urn:as", "urn:as"),
        (
            ClientAssertion::new(es256()).audience_at(Endpoint::Introspection, Audience::CalledEndpoint),
            ISSUER,
            &introspection,
        ),
        (
            ClientAssertion::new(es256())
                .audience_at(Endpoint::Introspection, "urn:x")
                .audience("urn:y")
                .audience_at(Endpoint::Introspection, "urn:z"),
            "urn:y",
            "urn:z",
        ),
    ] {
        let client = signed(settings);
        let aud = |request| assertion(&request, "client_assertion").1["aud"].clone();
        assert_eq!(aud(client.client_credentials().encode(now()).unwrap()), at_token);
        assert_eq!(aud(client.introspect(&token).encode(now()).unwrap()), at_introspection);
    }
}

#[test]
fn the_issuer_goes_out_byte_for_byte() {
    for issuer in ["http://localhost:1/as/", "http://localhost:1/as", "http://LOCALHOST:1/a%2Fs"] {
        let client = client_at(issuer, "", ID, ClientAuthentication::private_key_jwt(es256()));
        let request = client.client_credentials().encode(now()).unwrap();
        assert_eq!(assertion(&request, "client_assertion").1["aud"], issuer);
    }
}

#[test]
fn without_an_issuer_the_audience_is_the_token_endpoint() {
    let server = Server::at_token_endpoint("https://as.example/token?tenant=1").unwrap();
    let client = Client::new(server, ID, ClientAuthentication::private_key_jwt(es256())).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    assert_eq!(assertion(&request, "client_assertion").1["aud"], "https://as.example/token?tenant=1");
}

#[test]
fn each_setting_changes_its_member() {
    let base = || ClientAssertion::new(es256());
    assert_eq!(sent(base().typ("client-authentication+jwt")).0["typ"], "client-authentication+jwt");
    assert_eq!(sent(base().without_typ()).0, json!({"alg": "ES256", "kid": "k1"}));
    assert_eq!(sent(base().key_id("other")).0["kid"], "other");
    assert_eq!(sent(base().without_key_id()).0, json!({"alg": "ES256", "typ": "JWT"}));
    assert_eq!(sent(base().audience_as_list()).1["aud"], json!([ISSUER]));
    let times = |settings| {
        let claims = sent(settings).1;
        (claims["iat"].as_u64().unwrap(), claims["exp"].as_u64().unwrap(), claims["nbf"].as_u64())
    };
    assert_eq!(times(base().lifetime(Duration::from_secs(3600))), (IAT, IAT + 3600, None));
    assert_eq!(times(base().issued_before(Duration::from_secs(30))), (IAT - 30, IAT + 60, None));
    assert_eq!(times(base().issued_before(Duration::from_secs(30)).with_nbf()), (IAT - 30, IAT + 60, Some(IAT - 30)));
    let (header, claims) = sent(base().header_parameter("x-v", 2).claim("tenant", json!({"id": [1, null]})));
    assert_eq!((&header["x-v"], &claims["tenant"]), (&json!(2), &json!({"id": [1, null]})));
}

#[test]
fn the_kid_is_that_of_the_key_or_its_jwk_or_else_the_thumbprint() {
    let key = || TestKey::new(Algorithm::Es256);
    let kid = |key: Key| sent(key).0["kid"].clone();
    assert_eq!(kid(key().key()), json!(null));
    assert_eq!(kid(key().jwk(EC_JWK).key()), EC_THUMBPRINT);
    assert_eq!(kid(key().jwk(EC_JWK).key_id("own").key()), "own");
    let named = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","kid":"in the JWK"}"#;
    assert_eq!(kid(key().jwk(named).key()), "in the JWK");
    assert_eq!(kid(key().jwk(EC_JWK).key().with_key_id("later")), "later");
}

#[test]
fn a_certificate_is_named_in_the_header() {
    let key = || TestKey::new(Algorithm::Rs256).certificate(&[&[0xff, 0xef], &[1]]).key();
    let settings = || ClientAssertion::new(key()).without_key_id().without_typ();
    assert_eq!(sent(settings()).0, json!({"alg": "RS256"}));
    // 20 and 32 bytes in base64url without padding; DER in base64 with padding, the key's certificate first.
    assert_eq!(sent(settings().with_x5t()).0["x5t"], "-_v7-_v7-_v7-_v7-_v7-_v7-_s");
    assert_eq!(sent(settings().with_x5t_s256()).0["x5t#S256"], "_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v4");
    assert_eq!(sent(settings().with_x5c()).0["x5c"], json!(["/+8=", "AQ=="]));
    let all = settings().with_x5t().with_x5t().with_x5t_s256().with_x5c();
    assert_eq!(sent(all).0.as_object().unwrap().len(), 4);
    let remote = Key::remote("kms/1", Algorithm::Rs256).with_certificate(key().certificate().unwrap().clone());
    assert!(
        Client::new(pingone(), ID, ClientAuthentication::private_key_jwt(ClientAssertion::new(remote).with_x5c()))
            .is_ok()
    );
}

#[test]
fn a_certificate_that_is_missing_is_an_error_of_the_client() {
    let bare = || ClientAssertion::new(es256());
    for (settings, parameter) in
        [(bare().with_x5t(), "x5t"), (bare().with_x5t_s256(), "x5t#S256"), (bare().with_x5c(), "x5c")]
    {
        assert_eq!(refused(settings), ConfigError::NoCertificate { parameter });
    }
    let without_chain = TestKey::new(Algorithm::Es256).certificate(&[]).key();
    let settings = ClientAssertion::new(without_chain).with_x5t().with_x5c();
    assert_eq!(refused(settings), ConfigError::NoCertificate { parameter: "x5c" });
    let second = ClientAssertion::new(TestKey::new(Algorithm::Es256).certificate(&[]).key()).older_key(es256());
    assert_eq!(refused(second.with_x5t()), ConfigError::NoCertificate { parameter: "x5t" });
}

#[test]
fn a_lifetime_past_an_hour_is_an_error_of_the_client() {
    let base = || ClientAssertion::new(es256());
    for settings in [
        base().lifetime(Duration::from_secs(3601)),
        base().lifetime(Duration::ZERO),
        base().lifetime(Duration::from_millis(999)),
        base().issued_before(Duration::from_secs(3601)),
        base().lifetime(Duration::MAX),
    ] {
        assert_eq!(refused(settings), ConfigError::AssertionLifetime);
    }
}

#[test]
fn what_has_a_method_cannot_be_set_by_its_name() {
    for name in ["iss", "sub", "aud", "exp", "iat", "nbf", "jti"] {
        let error = refused(ClientAssertion::new(es256()).claim(name, 1));
        assert_eq!(error, ConfigError::JwtMember { name: name.to_owned() });
    }
    for name in ["alg", "typ", "kid", "crit", "b64", "x5c", "x5t", "x5t#S256"] {
        let error = refused(ClientAssertion::new(es256()).header_parameter(name, 1));
        assert_eq!(error, ConfigError::JwtMember { name: name.to_owned() });
    }
}

#[test]
fn the_method_and_the_kind_of_key_belong_together() {
    let shared = || TestKey::new(Algorithm::Hs256).key();
    let error = Client::new(pingone(), ID, ClientAuthentication::private_key_jwt(shared())).unwrap_err();
    assert_eq!(error, ConfigError::SymmetricKey { algorithm: "HS256" });
    assert!(error.to_string().contains("ClientAuthentication::client_secret_jwt"));
    let error = Client::new(pingone(), ID, ClientAuthentication::client_secret_jwt(es256())).unwrap_err();
    assert_eq!(error, ConfigError::AsymmetricKey { algorithm: "ES256" });
    assert!(error.to_string().contains("ClientAuthentication::private_key_jwt"));
    let request = client(ClientAuthentication::client_secret_jwt(shared())).client_credentials().encode(now());
    let (header, claims) = assertion(&request.unwrap(), "client_assertion");
    assert_eq!((&header, &claims["aud"]), (&json!({"alg": "HS256", "typ": "JWT"}), &json!(ISSUER)));
}

#[test]
fn an_algorithm_that_the_metadata_does_not_list_is_an_error_of_the_client() {
    let listing = |list: &str| {
        let name = oauth_core::Issuer::new("https://as.example").unwrap();
        let body = format!(
            r#"{{"issuer":"https://as.example","token_endpoint":"https://as.example/token",
               "introspection_endpoint":"https://as.example/introspect","revocation_endpoint":"https://as.example/revoke"{list}}}"#
        );
        let metadata = name.openid_metadata().decode((&http_response(200, "application/json", body)).into(), now());
        Server::from(metadata.unwrap())
    };
    let at = |list: &str, settings: ClientAssertion| {
        Client::new(listing(list), ID, ClientAuthentication::private_key_jwt(settings))
    };
    let rs256 = || ClientAssertion::new(TestKey::new(Algorithm::Rs256).key());
    let token_list = r#","token_endpoint_auth_signing_alg_values_supported":["PS256","ES256"]"#;
    let error = at(token_list, rs256()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client's key signs with RS256, and the server's metadata lists PS256, ES256 in \
         token_endpoint_auth_signing_alg_values_supported; use a key for one of these, or choose one when the key is loaded \
         (with oauth-jose, PrivateKey::with_algorithm); if the server takes RS256 all the same, say so: \
         ClientAssertion::with_unlisted_algorithm"
    );
    let flexible = TestKey::new(Algorithm::Rs256).algorithms(&[Algorithm::Rs256, Algorithm::Ps256, Algorithm::Ps512]);
    let error = at(token_list, ClientAssertion::new(flexible)).unwrap_err().to_string();
    let told =
        "this key can sign with PS256: choose it when the key is loaded (with oauth-jose, PrivateKey::with_algorithm)";
    assert!(error.contains(told), "{error}");
    assert!(at(token_list, rs256().with_unlisted_algorithm()).is_ok());
    assert!(at(token_list, ClientAssertion::new(es256())).is_ok());
    assert!(at(token_list, ClientAssertion::new(es256()).key_from(now(), TestKey::new(Algorithm::Rs256))).is_err());
    for nothing_listed in ["", r#","token_endpoint_auth_signing_alg_values_supported":[]"#] {
        assert!(at(nothing_listed, rs256()).is_ok());
    }
    // The list of another endpoint only matters for requests to it.
    let token = Secret::new("t");
    for (member, of_introspection) in [
        ("introspection_endpoint_auth_signing_alg_values_supported", true),
        ("revocation_endpoint_auth_signing_alg_values_supported", false),
    ] {
        let client = at(&format!(r#","{member}":["ES384"]"#), rs256()).unwrap();
        assert!(client.client_credentials().encode(now()).is_ok());
        let (introspection, revocation) =
            (client.introspect(&token).encode(now()), client.revoke(&token).encode(now()));
        let (listed, unlisted) =
            if of_introspection { (introspection, revocation) } else { (revocation, introspection) };
        let listed_as = "ES384".to_owned();
        let expected =
            ConfigError::AssertionAlgorithm { algorithm: "RS256", member, listed: listed_as, possible: Vec::new() };
        assert_eq!(listed.unwrap_err(), EncodeError::Config(expected));
        assert!(unlisted.is_ok());
    }
}

#[test]
fn a_signature_of_the_wrong_length_is_not_sent() {
    struct Short;

    impl oauth_core::key::SigningKey for Short {
        fn algorithm(&self) -> Algorithm {
            Algorithm::Es384
        }

        fn sign(&self, _: &[u8]) -> Result<Vec<u8>, oauth_core::key::SigningFailed> {
            Ok(vec![1; 95])
        }
    }

    let error = signed(Short).client_credentials().encode(now()).unwrap_err();
    assert!(error.to_string().contains("a signature by ES384 has 96 bytes, this one has 95"), "{error}");
    assert!(!error.is_transient());
}
