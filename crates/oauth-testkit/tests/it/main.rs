//! Tests of the public API.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[cfg(feature = "jwt")]
mod assertion_issuer;
mod assertions;
mod authentication;
mod authorization;
mod authorization_code;
mod browser;
mod ciba;
#[cfg(feature = "jwt")]
mod client_assertion;
mod clients;
mod clock;
mod device;
mod faults;
mod id_token;
#[cfg(feature = "jwt")]
mod keys_and_clocks;
mod ledger;
mod logout;
mod metadata;
mod pem;
mod pingone_application;
mod protected_resource;
mod public_key;
mod pushed;
mod refresh_token;
mod registration;
mod request;
mod robust;
mod scripts;
#[cfg(feature = "serve")]
mod serve;
mod side_effects;
#[cfg(feature = "jwt")]
mod signer;
mod token;
mod token_status;
