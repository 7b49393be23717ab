//! JWTs that the program signs with claims of its choice: grants, secrets and bearer tokens.

use std::time::Duration;

use oauth_core::call::{Draft, Place};
use oauth_core::flow::RoundTrip;
use oauth_core::key::{Algorithm, Key, Need, NotSupplied, Purpose, SignedJwt, Supplied};
use oauth_core::{Call as _, Client, ClientAuthentication, ConfigError, EncodeError, Flow as _, Server, Step};
use serde_json::json;

use crate::support::{ID, TestKey, assertion, basic, client, form, now, parts, pingone};

const IAT: u64 = 1_795_349_000;

fn rs256() -> Key {
    TestKey::new(Algorithm::Rs256).key_id("k1").key()
}

#[test]
fn a_service_account_signs_for_a_user_with_a_scope() {
    let jwt = SignedJwt::new(rs256())
        .issuer("reports@project.iam.example")
        .subject("ada@example.com")
        .audience("https://accounts.example.com/token")
        .claim("scope", "calendar.readonly")
        .lifetime(Duration::from_secs(3600));
    let server = Server::at_token_endpoint("https://accounts.example.com/token").unwrap();
    let call = Client::without_identity(server).jwt_bearer(jwt);
    let request = call.encode(now()).unwrap();
    let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "assertion"]);
    let (header, claims) = assertion(&request, "assertion");
    assert_eq!(header, json!({"alg": "RS256", "typ": "JWT", "kid": "k1"}));
    let jti = claims["jti"].clone();
    let expected = json!({
        "iss": "reports@project.iam.example", "sub": "ada@example.com", "aud": "https://accounts.example.com/token",
        "scope": "calendar.readonly", "jti": jti, "iat": IAT, "exp": IAT + 3600,
    });
    assert_eq!(claims, expected);
    // Everything is new at the next transmission.
    let later = assertion(&call.encode(now() + Duration::from_secs(9)).unwrap(), "assertion").1;
    assert_eq!(later["iat"], IAT + 9);
    assert_ne!(later["jti"], jti);
}

#[test]
fn the_audience_need_not_be_an_endpoint_of_this_server() {
    let jwt = SignedJwt::new(rs256()).issuer("app").subject("ada").audience("https://login.example.com");
    let server = Server::at_token_endpoint("https://company.my.example.com/services/oauth2/token").unwrap();
    let request = Client::without_identity(server).jwt_bearer(jwt.lifetime(Duration::from_secs(180))).encode(now());
    let claims = assertion(&request.unwrap(), "assertion").1;
    assert_eq!((&claims["aud"], &claims["exp"]), (&json!("https://login.example.com"), &json!(IAT + 180)));
    let list = SignedJwt::new(rs256()).claim("aud", ["a", "b"]).without_jti().without_key_id().without_typ();
    let (header, claims) = parts(list.sign(now()).unwrap().expose());
    assert_eq!((header, claims), (json!({"alg": "RS256"}), json!({"aud": ["a", "b"], "iat": IAT, "exp": IAT + 60})));
}

#[test]
fn a_jwt_takes_the_place_of_the_secret() {
    let jwt = || {
        SignedJwt::new(TestKey::new(Algorithm::Es256).key_id("ABC123DEFG").key())
            .issuer("DEF123GHIJ")
            .subject(ID)
            .audience("https://appleid.apple.com")
            .lifetime(Duration::from_secs(300))
    };
    let call = client(ClientAuthentication::client_secret_post(jwt())).client_credentials();
    let request = call.encode(now()).unwrap();
    let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "client_secret", "client_id"]);
    let (header, claims) = assertion(&request, "client_secret");
    assert_eq!(header["kid"], "ABC123DEFG");
    assert_eq!((&claims["iss"], &claims["sub"], &claims["exp"]), (&json!("DEF123GHIJ"), &json!(ID), &json!(IAT + 300)));
    let later = assertion(&call.encode(now() + Duration::from_secs(1)).unwrap(), "client_secret").1;
    assert_eq!(later["iat"], IAT + 1);
    // In the header too.
    let request = client(ClientAuthentication::client_secret_basic(jwt())).client_credentials().encode(now()).unwrap();
    let value = request.headers()["authorization"].to_str().unwrap().strip_prefix("Basic ").unwrap().to_owned();
    let decoded = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, value).unwrap();
    let decoded = String::from_utf8(decoded).unwrap();
    let (user, password) = decoded.split_once(':').unwrap();
    assert_eq!((user, parts(password).1["sub"].as_str()), (ID, Some(ID)));
    assert_eq!(request.body(), b"grant_type=client_credentials");
}

#[test]
fn a_key_in_a_service_signs_it_too() {
    let key = || Key::remote("kms/7", Algorithm::Rs256);
    let grant = client(basic()).jwt_bearer(SignedJwt::new(key()).issuer("app"));
    let secret = client(ClientAuthentication::client_secret_basic(SignedJwt::new(key()))).client_credentials();
    let mut flow = RoundTrip::new(grant);
    let Ok(Step::Need(Need::Signature(input))) = flow.step(now()) else { panic!("a signature") };
    assert_eq!((input.purpose(), input.key().remote_name()), (Purpose::SignedJwt, Some("kms/7")));
    flow.supply(Ok(Supplied::Signature(vec![7; 256])), now());
    let Ok(Step::Send(request)) = flow.step(now()) else { panic!("a request") };
    assert_eq!(assertion(&request, "assertion").1["iss"], "app");
    let mut flow = RoundTrip::new(secret);
    assert!(matches!(flow.step(now()), Ok(Step::Need(Need::Signature(_)))));
    flow.supply(Ok(Supplied::Signature(vec![7; 256])), now());
    let Ok(Step::Send(request)) = flow.step(now()) else { panic!("a request") };
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(matches!(SignedJwt::new(key()).sign(now()), Err(NotSupplied::Nobody { .. })));
}

#[test]
fn a_jwt_is_a_bearer_token() {
    let jwt = SignedJwt::new(rs256()).issuer("12345").issued_before(Duration::from_secs(60));
    let request = http::Request::post("https://api.example.com/app").body(Vec::new()).unwrap();
    let draft = Draft::from(request).with(Place::Bearer, jwt.signing_input(now()).unwrap());
    let request = draft.into_request().unwrap();
    let value = &request.headers()["authorization"];
    assert!(value.is_sensitive());
    let claims = parts(value.to_str().unwrap().strip_prefix("Bearer ").unwrap()).1;
    assert_eq!((&claims["iss"], &claims["iat"], &claims["exp"]), (&json!("12345"), &json!(IAT - 60), &json!(IAT + 60)));
}

#[test]
fn an_invalid_setting_is_an_error_before_the_request() {
    for (jwt, error) in [
        (SignedJwt::new(rs256()).claim("exp", 1), ConfigError::JwtMember { name: "exp".to_owned() }),
        (SignedJwt::new(rs256()).header_parameter("alg", "none"), ConfigError::JwtMember { name: "alg".to_owned() }),
        (SignedJwt::new(rs256()).with_x5c(), ConfigError::NoCertificate { parameter: "x5c" }),
    ] {
        let grant = client(basic()).jwt_bearer(jwt.clone()).encode(now());
        assert_eq!(grant.unwrap_err(), EncodeError::Config(error.clone()));
        assert_eq!(jwt.sign(now()).unwrap_err(), NotSupplied::Config(error.clone()));
        for authentication in [
            ClientAuthentication::client_secret_post(jwt.clone()),
            ClientAuthentication::client_secret_basic(jwt.clone()),
            ClientAuthentication::client_assertion(jwt.clone()),
        ] {
            assert_eq!(Client::new(pingone(), ID, authentication).unwrap_err(), error);
        }
    }
}

#[test]
fn a_jwt_with_free_claims_can_authenticate_the_client() {
    let jwt = SignedJwt::new(rs256()).issuer("other").subject("another").audience("urn:as").claim("tenant", 7);
    let request = client(ClientAuthentication::client_assertion(jwt)).client_credentials().encode(now()).unwrap();
    let claims = assertion(&request, "client_assertion").1;
    assert_eq!((&claims["iss"], &claims["tenant"]), (&json!("other"), &json!(7)));
}
