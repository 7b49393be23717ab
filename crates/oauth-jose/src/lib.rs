//! Keys and signatures for [`oauth_core`], by aws-lc.
//!
//! The core builds what has to be signed and holds no cryptography. This crate loads keys and signs: a thin layer of JWS
//! ([RFC 7515](https://www.rfc-editor.org/rfc/rfc7515.html)) over [`aws_lc_rs`], the library that rustls uses too. It does
//! no I/O and reads no clock.
//!
//! | I want to | take |
//! |---|---|
//! | authenticate with a private key (`private_key_jwt`) | [`PrivateKey`], in [`Key::new`] |
//! | authenticate with a signature by the client secret (`client_secret_jwt`) | [`HmacKey`], in [`Key::new`] |
//! | know which method to take, and how to register and change a key | the [guide] |
//! | load a key from a file or a variable | [`PrivateKey::from_pem`], [`from_der`](PrivateKey::from_der), [`from_jwk`](PrivateKey::from_jwk) |
//! | know why a key does not load | the message of [`KeyError`]: what was found, what is needed, what to do |
//! | make a key, and store it | [`PrivateKey::generate`], [`to_pkcs8_pem`](PrivateKey::to_pkcs8_pem) |
//! | register or publish the public half | [`PrivateKey::jwk`] |
//! | be found by a certificate (`x5t`, `x5t#S256`, `x5c`) | [`PrivateKey::with_certificates_pem`] |
//! | sign with a key in a KMS or an HSM | [`Key::remote`]; [`ecdsa_from_der`](oauth_core::key::ecdsa_from_der) and [`digest_of`] for what it wants and returns |
//! | verify signatures of a server | [`JwsVerifier`] |
//! | verify a JWS in a test | [`CompactJws`] |
//!
//! ```
//! use oauth_core::key::{Algorithm, Key};
//! use oauth_core::pingone::Region;
//! use oauth_core::{Call as _, Client, ClientAuthentication, Server};
//! use oauth_jose::PrivateKey;
//!
//! # let file = PrivateKey::generate(Algorithm::Rs256)?.to_pkcs8_pem()?;
//! # let pem = file.expose();
//! # let now = std::time::SystemTime::UNIX_EPOCH;
//! // let pem = std::fs::read("client.pem")?;
//! let key = PrivateKey::from_pem(pem)?.with_algorithm(Algorithm::Ps256)?;
//! println!("register this at the server: {}", key.jwk().to_json().unwrap_or_default());
//!
//! let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
//! let client = Client::new(server, "client-id", ClientAuthentication::private_key_jwt(Key::new(key)))?;
//! let request = client.client_credentials().encode(now)?;
//! assert!(std::str::from_utf8(request.body())?.contains("&client_assertion=ey"));
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is supported
//!
//! | algorithm | key |
//! |---|---|
//! | RS256, RS384, RS512, PS256, PS384, PS512 | RSA of 2048 to 8192 bits, with two primes |
//! | ES256, ES384, ES512 | P-256, P-384, P-521 |
//! | EdDSA, and its newer name Ed25519 | Ed25519 |
//! | HS256, HS384, HS512 | a secret of at least the size of the hash |
//!
//! The algorithm comes from the configuration and the key, never from a token. Every signature is made by a key that was
//! parsed and checked once, when it was loaded. Encrypted keys are not decrypted here; the error has the command that does.
//!
//! # Another library
//!
//! The core knows only [`SigningKey`] and [`Verifier`]. A program that cannot use aws-lc, for example in a browser,
//! implements them over the library of its choice:
//!
//! ```
//! use oauth_core::key::{Algorithm, Key, SigningFailed, SigningKey};
//! # struct LibraryKey;
//! # impl LibraryKey { fn sign_p256_sha256(&self, _: &[u8]) -> Result<[u8; 64], std::fmt::Error> { Ok([0; 64]) } }
//!
//! struct OtherKey(LibraryKey);
//!
//! impl SigningKey for OtherKey {
//!     fn algorithm(&self) -> Algorithm {
//!         Algorithm::Es256
//!     }
//!
//!     fn key_id(&self) -> Option<&str> {
//!         Some("orders-2026")
//!     }
//!
//!     fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SigningFailed> {
//!         // Both numbers in fixed width. A library that returns DER needs `oauth_core::key::ecdsa_from_der`.
//!         let signature = self.0.sign_p256_sha256(input).map_err(|_| SigningFailed::new("the library failed"))?;
//!         Ok(signature.to_vec())
//!     }
//! }
//!
//! let key = Key::new(OtherKey(LibraryKey));
//! assert_eq!(key.key_id(), Some("orders-2026"));
//! ```
//!
//! Do not sign with the `rsa` crate: the time that it takes depends on the private key, which can be recovered over a
//! network that way (RUSTSEC-2023-0071, "Marvin"), and no version has been released without the fault.
//!
//! # Memory
//!
//! What is copied out of a key while it is loaded is overwritten. What the caller holds (the file that was read) and what
//! serde_json unescapes in a JWK with escape sequences is not. Nothing of a private key is in an error or in `Debug`.
//!
//! # FIPS
//!
//! A program that depends on `aws-lc-rs` with its feature `fips` makes this crate use the validated module too. It needs
//! CMake and Go to be built.
//!
//! [`Key::new`]: oauth_core::key::Key::new
//! [`Key::remote`]: oauth_core::key::Key::remote
//! [`SigningKey`]: oauth_core::key::SigningKey
//! [`Verifier`]: oauth_core::key::Verifier

#![forbid(unsafe_code)]

#[doc = include_str!("guide.md")]
pub mod guide {}

mod certificate;
mod certificate_error;
mod compact_jws;
mod curve;
mod der;
mod diagnosis;
mod hmac_key;
mod jwk_private;
mod key_error;
mod limits;
mod material;
mod pem;
mod private_key;
mod private_key_info;
mod public_key_info;
mod signature;
mod text;
mod verifier;

pub use certificate_error::CertificateError;
pub use compact_jws::{CompactJws, JwsError};
pub use hmac_key::{HmacKey, HmacKeyError};
pub use key_error::KeyError;
pub use private_key::PrivateKey;
pub use signature::digest_of;
pub use verifier::JwsVerifier;
