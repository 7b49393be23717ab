//! Keys and secrets for requests. This crate only defines their interfaces; it does not sign anything itself.

mod algorithm;
mod certificate;
mod held;
mod invalid_jwk;
mod jwk;
mod jwk_number;
mod jwt_form;
mod need;
mod not_supplied;
mod secret_source;
mod signature;
mod signed_jwt;
mod signing_input;
mod signing_key;
mod verification_failed;
mod verifier;

pub use algorithm::Algorithm;
pub use certificate::Certificate;
pub use held::Key;
pub use invalid_jwk::InvalidJwk;
pub use jwk::Jwk;
pub(crate) use jwt_form::{CertificateParameter, JwtForm, Members, takes_jwt_settings};
pub use need::{Need, Supplied};
pub use not_supplied::NotSupplied;
pub use secret_source::{SecretInput, SecretSource, SourceFuture};
pub use signature::ecdsa_from_der;
pub use signed_jwt::SignedJwt;
pub use signing_input::{Purpose, SigningInput};
pub use signing_key::{SigningFailed, SigningKey};
pub use verification_failed::VerificationFailed;
pub use verifier::Verifier;
