//! Keys and secrets for requests. This crate only defines their interfaces; it does not sign anything itself.

mod algorithm;
mod certificate;
mod held;
mod invalid_jwk;
mod jwk;
mod jwk_number;
mod need;
mod not_supplied;
mod secret_source;
mod signing_input;
mod signing_key;
mod verification_failed;
mod verifier;

pub use algorithm::Algorithm;
pub use certificate::Certificate;
pub use held::Key;
pub use invalid_jwk::InvalidJwk;
pub use jwk::Jwk;
pub use need::{Need, Supplied};
pub use not_supplied::NotSupplied;
pub use secret_source::{SecretInput, SecretSource, SourceFuture};
pub use signing_input::{Purpose, SigningInput};
pub use signing_key::{SigningFailed, SigningKey};
pub use verification_failed::VerificationFailed;
pub use verifier::Verifier;
