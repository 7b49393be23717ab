//! Keys and secrets for requests. This crate only defines their interfaces; it does not sign anything itself.

mod algorithm;
mod certificate;
mod held;
mod jwt_form;
mod need;
mod not_supplied;
mod public_jwk;
mod secret_source;
mod signature;
mod signed_jwt;
mod signing_input;
mod signing_key;

pub use algorithm::Algorithm;
pub use certificate::Certificate;
pub use held::Key;
pub(crate) use jwt_form::{CertificateParameter, JwtForm, Members, takes_jwt_settings};
pub use need::{Need, Supplied};
pub use not_supplied::NotSupplied;
pub(crate) use public_jwk::public_members;
pub use secret_source::{SecretInput, SecretSource, SourceFuture};
pub use signature::ecdsa_from_der;
pub use signed_jwt::SignedJwt;
pub use signing_input::{Purpose, SigningInput};
pub use signing_key::{SigningFailed, SigningKey};
