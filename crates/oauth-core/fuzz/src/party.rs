//! Who asks whom: one server with every endpoint, and its client.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, Response, StatusCode};
use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession};
use oauth_core::server::{Dialect, ExpiresInUnit};
use oauth_core::{Call as _, Client, ClientAuthentication, Endpoint, Issuer, Server, TokenResponse};

use crate::check::{self, SENT};
use crate::input::Options;

pub const ID: &str = "client-7";
pub const ISSUER: &str = "https://as.example/t";
pub const HOST: &str = "as.example";
pub const CALLBACK: &str = "https://client.example.org/cb?idp=7";
/// What was granted at first, and the limit of every refresh.
pub const LIMIT: &str = "openid read write";
/// What [`RANDOM`] makes.
pub const STATE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
pub const NONCE: &str = STATE;
pub const RANDOM: [u8; 96] = [0; 96];
/// The subject of the first ID token.
pub const SUBJECT: &str = "ada";

/// 22 November 2026, a little after noon.
pub const NOW: u64 = 1_795_349_000;

/// A time: that one, the start of 1970, before it, or the end of the year 9999.
pub fn time(options: &mut Options<'_>) -> SystemTime {
    match options.choose(4) {
        0 => UNIX_EPOCH + Duration::from_secs(NOW),
        1 => UNIX_EPOCH,
        2 => UNIX_EPOCH - Duration::from_secs(NOW),
        // Five minutes before it, so that there is an ID token that is good then.
        _ => UNIX_EPOCH + Duration::from_secs(253_402_300_799 - 300),
    }
}

/// The server, with every endpoint.
pub fn server() -> Server {
    let server = Server::new(Issuer::new(ISSUER).unwrap());
    Endpoint::ALL.iter().fold(server, |server, endpoint| {
        server.with_endpoint(*endpoint, &format!("{ISSUER}/{}", endpoint.name())).unwrap()
    })
}

/// A way in which a server deviates.
pub fn dialect(options: &mut Options<'_>) -> Dialect {
    let mut dialect = Dialect::new().granted_scope_separator(*options.pick(&[' ', ',', '\u{202e}', '+']));
    for bit in 0..4 {
        dialect = match (options.flip(), bit) {
            (false, _) => dialect,
            (_, 0) => dialect.strict(),
            (_, 1) => dialect.zero_expires_in_means_never(),
            (_, 2) => dialect.expires_in_alias("expires", ExpiresInUnit::UnixTime),
            _ => dialect.bearer_synonym("token").errors_without_issuer().repeat_pushed_parameters(),
        };
    }
    let units = [ExpiresInUnit::Seconds, ExpiresInUnit::Milliseconds, ExpiresInUnit::UnixTime, ExpiresInUnit::DateTime];
    dialect = dialect.expires_in(*options.pick(&units));
    match options.choose(6) {
        0..=2 => dialect,
        3 => dialect.response_hook(unwrap),
        4 => dialect.response_hook(halve),
        _ => dialect.response_hook(|_, _, _| Some(Vec::new())),
    }
}

/// A hook for a server that wraps its responses.
fn unwrap(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    body.get("data").map(|data| data.to_string().into_bytes())
}

/// A hook that cuts a response in the middle, wherever that is.
fn halve(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    (status.is_success() || headers.is_empty()).then(|| body[..body.len() / 2].to_vec())
}

/// The client of a server, by one of the ways to authenticate.
pub fn client(server: Server, options: &mut Options<'_>) -> Client {
    let method = options.choose(3);
    check::sends_basic(method == 0);
    let authentication = match method {
        0 => ClientAuthentication::client_secret_basic(SENT),
        1 => ClientAuthentication::client_secret_post(SENT),
        _ => ClientAuthentication::client_assertion(SENT),
    };
    Client::new(server, ID, authentication).unwrap()
}

/// A sign-in that has begun.
pub fn session(client: &Client) -> AuthorizationSession {
    client.authorization_request(CALLBACK).scope(LIMIT).begin_with(RANDOM).unwrap().session
}

/// A JWT with a signature that is none.
pub fn jwt(header: &[u8], payload: &[u8]) -> String {
    let encode = |part: &[u8]| URL_SAFE_NO_PAD.encode(part);
    format!("{}.{}.{}", encode(header), encode(payload), encode(b"signature"))
}

/// The ID token of a sign-in, good at this time.
pub fn id_token(now: SystemTime) -> String {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let claims = serde_json::json!({
        "iss": ISSUER, "aud": ID, "sub": SUBJECT, "nonce": NONCE, "iat": seconds, "exp": seconds + 300, "auth_time": seconds,
    });
    jwt(br#"{"alg":"RS256"}"#, claims.to_string().as_bytes())
}

/// The end of a sign-in: the request that redeems its code.
pub fn redeem(client: &Client) -> oauth_core::grant::TokenRequest<oauth_core::grant::AuthorizationCode> {
    let back = format!("/cb?idp=7&state={STATE}&code=c");
    let response = AuthorizationResponse::from_url(&back).unwrap();
    session(client).receive(client, response).unwrap().authorization_code()
}

/// The tokens of a sign-in at this time, or at the start of 1970, with the claims of its ID token.
pub fn signed_in(server: &Server, now: SystemTime) -> TokenResponse {
    let now = now.max(UNIX_EPOCH);
    let client = Client::new(server.clone().with_dialect(Dialect::new()), ID, ClientAuthentication::none()).unwrap();
    let body = serde_json::json!({
        "access_token": SENT, "refresh_token": SENT, "token_type": "Bearer", "scope": LIMIT, "id_token": id_token(now),
    });
    redeem(&client).decode((&Response::new(body.to_string())).into(), now).unwrap()
}
