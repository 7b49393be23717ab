//! Keys and secrets that a request needs. Core defines what is asked for; it holds no cryptography and never signs.

mod algorithm;
mod held;
mod need;
mod not_supplied;
mod secret_source;
mod signing_input;
mod signing_key;

pub use algorithm::Algorithm;
pub use held::Key;
pub use need::{Need, Supplied};
pub use not_supplied::NotSupplied;
pub use secret_source::{SecretInput, SecretSource, SourceFuture};
pub use signing_input::{Purpose, SigningInput};
pub use signing_key::{SigningFailed, SigningKey};
