//! The client, the server and the responses that the tests share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use http::{Request, Response};
use oauth_core::authorization::AuthorizationSession;
use oauth_core::error::Problem;
use oauth_core::key::{Algorithm, Certificate, Key, SigningFailed, SigningKey};
use oauth_core::pingone::Region;
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, Issuer, Server, TokenResponse};

pub(crate) const ENV: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
pub(crate) const ID: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
pub(crate) const SECRET: &str = "Ab~9.x_Y-z0";

/// What a refusal of a client by Basic says about its authentication.
pub(crate) const BASIC_NOTE: &str = "; the client authenticated by client_secret_basic; if it is registered for \
     client_secret_post, use ClientAuthentication::client_secret_post; if the server does not decode Basic credentials, \
     BasicEncoding::Raw";

/// 22 November 2026, shortly after noon.
pub(crate) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_349_000)
}

pub(crate) fn pingone() -> Server {
    Server::pingone(Region::NorthAmerica, ENV).unwrap()
}

pub(crate) fn client(authentication: ClientAuthentication) -> Client {
    Client::new(pingone(), ID, authentication).unwrap()
}

pub(crate) fn basic() -> ClientAuthentication {
    ClientAuthentication::client_secret_basic(SECRET)
}

pub(crate) fn post() -> ClientAuthentication {
    ClientAuthentication::client_secret_post(SECRET)
}

/// The request as text: method, URL, sorted headers, body.
pub(crate) fn wire(request: &Request<Vec<u8>>) -> String {
    let mut headers: Vec<String> =
        request.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    let body = String::from_utf8(request.body().clone()).unwrap();
    format!("{} {}\n{}\n\n{body}", request.method(), request.uri(), headers.join("\n"))
}

/// The form parameters, by an independent decoder.
pub(crate) fn form(request: &Request<Vec<u8>>) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(request.body()).unwrap()
}

pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    http_response(status, "application/json", body)
}

pub(crate) fn http_response(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    Response::builder().status(status).header("content-type", content_type).body(body.into()).unwrap()
}

/// Reads the response to a client credentials request without a scope.
pub(crate) fn read(response: &Response<Vec<u8>>) -> Result<TokenResponse, DecodeError> {
    read_as(Dialect::new(), response)
}

pub(crate) fn read_as(dialect: Dialect, response: &Response<Vec<u8>>) -> Result<TokenResponse, DecodeError> {
    let client = Client::new(pingone().with_dialect(dialect), ID, basic()).unwrap();
    client.client_credentials().decode(response.into(), now())
}

pub(crate) fn problem(response: &Response<Vec<u8>>) -> Problem {
    match read(response) {
        Err(DecodeError::Malformed(malformed)) => malformed.problem().clone(),
        other => panic!("expected a malformed response, got {other:?}"),
    }
}

/// Random bytes that yield the `state` [`STATE`], the `nonce` [`NONCE`] and the verifier of RFC 7636 appendix B.
pub(crate) fn random() -> [u8; 96] {
    let mut bytes = [0; 96];
    bytes[32..64].fill(0xff);
    bytes[64..].copy_from_slice(&[
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
        240, 91, 88, 5, 88, 83, 132, 141, 121,
    ]);
    bytes
}

pub(crate) const STATE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
pub(crate) const NONCE: &str = "__________________________________________8";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const CALLBACK: &str = "https://client.example.org/cb";

/// A client of a server with every endpoint, whose metadata has one more member.
pub(crate) fn client_at(issuer: &str, member: &str, client_id: &str, authentication: ClientAuthentication) -> Client {
    let name = Issuer::dangerous_http_loopback(issuer).unwrap();
    let body = format!(
        r#"{{"issuer":"{issuer}","authorization_endpoint":"{issuer}/authorize","token_endpoint":"{issuer}/token",
           "pushed_authorization_request_endpoint":"{issuer}/par"{member}}}"#
    );
    let metadata = name.openid_metadata().decode((&json(200, body)).into(), now()).unwrap();
    Client::new(metadata.into(), client_id, authentication).unwrap()
}

/// The session with some members of its serialization replaced.
pub(crate) fn altered(session: &AuthorizationSession, members: &[(&str, &str)]) -> AuthorizationSession {
    let mut kept = serde_json::to_value(session).unwrap();
    for (name, value) in members {
        assert!(kept.get(*name).is_some(), "{name}");
        kept[*name] = (*value).into();
    }
    serde_json::from_value(kept).unwrap()
}

/// An ID token with this payload and an invalid signature.
pub(crate) fn id_token(payload: &str) -> String {
    jwt(r#"{"alg":"RS256"}"#, payload)
}

/// A JWT with this header, this payload and an invalid signature.
pub(crate) fn jwt(header: &str, payload: &str) -> String {
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", encode(header), encode(payload), encode("signature"))
}

/// An ID token with these claims, issued ten seconds ago and valid for five minutes.
pub(crate) fn fresh_id_token(claims: &str) -> String {
    let seconds = now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    id_token(&format!(r#"{{{claims},"iat":{},"exp":{}}}"#, seconds - 10, seconds + 290))
}

/// A key whose signature is the byte 7 as often as its algorithm wants.
#[derive(Clone)]
pub(crate) struct TestKey {
    algorithm: Algorithm,
    key_id: Option<&'static str>,
    jwk: Option<&'static str>,
    certificate: Option<Certificate>,
    algorithms: &'static [Algorithm],
}

impl TestKey {
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        Self { algorithm, key_id: None, jwk: None, certificate: None, algorithms: &[] }
    }

    pub(crate) fn key_id(self, key_id: &'static str) -> Self {
        Self { key_id: Some(key_id), ..self }
    }

    pub(crate) fn jwk(self, jwk: &'static str) -> Self {
        Self { jwk: Some(jwk), ..self }
    }

    pub(crate) fn certificate(self, chain: &[&[u8]]) -> Self {
        let chain = chain.iter().map(|der| der.to_vec());
        Self { certificate: Some(Certificate::new([0xfb; 20], [0xfe; 32], chain)), ..self }
    }

    pub(crate) fn algorithms(self, algorithms: &'static [Algorithm]) -> Self {
        Self { algorithms, ..self }
    }

    pub(crate) fn key(self) -> Key {
        self.into()
    }
}

impl SigningKey for TestKey {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn algorithms(&self) -> &[Algorithm] {
        self.algorithms
    }

    fn key_id(&self) -> Option<&str> {
        self.key_id
    }

    fn public_jwk(&self) -> Option<&str> {
        self.jwk
    }

    fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let length = match self.algorithm {
            Algorithm::Hs256 => 32,
            Algorithm::Es384 => 96,
            Algorithm::Es256 | Algorithm::Ed25519 => 64,
            _ => 256,
        };
        Ok(vec![7; length])
    }
}

/// The key of RFC 7517 appendix A.1.
pub(crate) const EC_JWK: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;

/// Its thumbprint.
pub(crate) const EC_THUMBPRINT: &str = "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s";

/// The header and the claims of a JWT.
pub(crate) fn parts(jwt: &str) -> (serde_json::Value, serde_json::Value) {
    let mut parts = jwt.split('.').map(|part| base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (next(), next())
}

/// The header and the claims of the assertion in a form.
pub(crate) fn assertion(request: &Request<Vec<u8>>, name: &str) -> (serde_json::Value, serde_json::Value) {
    let sent = form(request).into_iter().find(|(each, _)| each == name);
    parts(&sent.expect("an assertion").1)
}
