//! Proof of possession ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449.html)).

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderName, HeaderValue, Request, Uri, header};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::clock::ServerClocks;
use super::origins::Origins;
use crate::call::{Draft, Place, Response};
use crate::error::{ConfigError, EncodeError};
use crate::key::{Key, Need, Purpose, SigningInput};
use crate::wire::random::{Random, base64url};
use crate::wire::secret::Secret;
use crate::wire::text::is_vschar;

/// The maximum length of a nonce to keep, in bytes.
const LONGEST_NONCE: usize = 1024;

/// Creates proofs of possession with a client's key. Cheap to clone; all clones share the servers' nonces.
#[derive(Clone)]
pub struct Dpop {
    shared: Arc<Shared>,
    random: Random,
    clocks: ServerClocks,
}

struct Shared {
    key: Key,
    nonces: Mutex<Nonces>,
}

/// The recipient of a proof. Both roles may share an origin (as with UserInfo), but have separate nonces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DpopRole {
    /// The authorization server.
    AuthorizationServer,
    /// A resource server.
    Resource,
}

/// The latest nonce for each role and origin.
type Nonces = Origins<DpopRole, String>;

#[derive(Serialize)]
struct Header<'a> {
    typ: &'a str,
    alg: &'a str,
    jwk: &'a serde_json::Value,
}

#[derive(Serialize)]
struct Claims<'a> {
    jti: &'a str,
    htm: &'a str,
    htu: &'a str,
    iat: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ath: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

impl Dpop {
    pub(super) fn new(key: Key, random: Random, clocks: ServerClocks) -> Result<Self, ConfigError> {
        let described = key.public_jwk().is_some_and(|jwk| {
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(jwk).is_ok_and(|jwk| {
                !["d", "k", "p", "q", "dp", "dq", "qi"].iter().any(|private| jwk.contains_key(*private))
            })
        });
        if key.algorithm().is_symmetric() || !described {
            return Err(ConfigError::DpopKey);
        }
        clocks.sign();
        Ok(Self { shared: Arc::new(Shared { key, nonces: Mutex::default() }), random, clocks })
    }

    pub(super) fn set_clocks(&mut self, clocks: ServerClocks) {
        self.clocks = clocks;
    }

    pub(super) fn set_random(&mut self, random: Random) {
        self.random = random;
    }

    /// Drafts a request to a resource, with the access token under the scheme `DPoP` and a proof for token and request
    /// ([RFC 9449 §7.1](https://www.rfc-editor.org/rfc/rfc9449.html#section-7.1)).
    ///
    /// # Errors
    ///
    /// The token is empty or contains an invalid character, or no random bytes are available.
    pub fn draft(
        &self,
        request: Request<Vec<u8>>,
        access_token: &Secret,
        now: SystemTime,
    ) -> Result<Draft, EncodeError> {
        let token = access_token.expose();
        if token.is_empty() || !is_vschar(token) {
            return Err(EncodeError::InvalidToken);
        }
        let mut draft = Draft::from(request);
        let value = Zeroizing::new(format!("DPoP {token}"));
        let mut value = HeaderValue::from_str(&value).map_err(|_| EncodeError::InvalidToken)?;
        value.set_sensitive(true);
        draft.header(header::AUTHORIZATION, value);
        self.prove(&mut draft, DpopRole::Resource, Some(token), now)?;
        Ok(draft)
    }

    /// Keeps what later requests to this origin need from a resource's response: the nonce
    /// ([RFC 9449 §9](https://www.rfc-editor.org/rfc/rfc9449.html#section-9)), and how far this clock is off. `sent_at` is
    /// the time when the request was sent.
    pub fn learn(&self, uri: &Uri, response: Response<'_>, sent_at: SystemTime) {
        self.keep(DpopRole::Resource, uri, response);
        self.clocks.learn(uri, response, sent_at);
    }

    pub(super) fn learn_from_server(&self, uri: &Uri, response: Response<'_>) {
        self.keep(DpopRole::AuthorizationServer, uri, response);
    }

    pub(super) fn prove_to_server(&self, draft: &mut Draft, now: SystemTime) -> Result<(), EncodeError> {
        self.prove(draft, DpopRole::AuthorizationServer, None, now)
    }

    fn prove(
        &self,
        draft: &mut Draft,
        role: DpopRole,
        access_token: Option<&str>,
        now: SystemTime,
    ) -> Result<(), EncodeError> {
        let Shared { key, nonces } = &*self.shared;
        let nonce = nonces.lock().unwrap_or_else(PoisonError::into_inner).get(&role, draft.uri());
        let now = self.clocks.time_at(draft.uri(), now);
        let unwritable = |_| EncodeError::InvalidMember { name: "DPoP".to_owned() };
        let jwk = serde_json::from_str(key.public_jwk().unwrap_or_default()).map_err(unwritable)?;
        let header = Header { typ: "dpop+jwt", alg: key.algorithm().as_str(), jwk: &jwk };
        let hash = access_token.map(|token| base64url(&Sha256::digest(token)));
        let htu = draft.uri().to_string();
        let claims = Claims {
            jti: &self.random.token::<16>().ok_or(EncodeError::NoRandomness)?,
            htm: draft.method().as_str(),
            htu: htu.split(['?', '#']).next().unwrap_or_default(),
            iat: now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
            ath: hash.as_deref().map(String::as_str),
            nonce: nonce.as_deref(),
        };
        let header = serde_json::to_vec(&header).map_err(unwritable)?;
        let claims = serde_json::to_vec(&claims).map_err(unwritable)?;
        let input = SigningInput::new(key, Purpose::DpopProof, &header, &claims);
        draft.leave(Place::Header(HeaderName::from_static("dpop")), Need::Signature(input));
        draft.set_proof(nonce);
        Ok(())
    }

    fn keep(&self, role: DpopRole, uri: &Uri, response: Response<'_>) {
        let nonce = response.headers().get("dpop-nonce").and_then(|value| value.to_str().ok());
        if let Some(nonce) = nonce.filter(|nonce| !nonce.is_empty() && nonce.len() <= LONGEST_NONCE) {
            self.shared.nonces.lock().unwrap_or_else(PoisonError::into_inner).set(role, uri, nonce.to_owned());
        }
    }
}

impl fmt::Debug for Dpop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dpop").field("key", &self.shared.key).finish_non_exhaustive()
    }
}
