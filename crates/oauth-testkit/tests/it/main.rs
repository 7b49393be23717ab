//! Tests of the public API.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod assertions;
mod authentication;
mod authorization;
mod authorization_code;
mod browser;
mod ciba;
mod clients;
mod clock;
mod device;
mod faults;
mod id_token;
mod ledger;
mod logout;
mod metadata;
mod pingone_application;
mod protected_resource;
mod pushed;
mod refresh_token;
mod registration;
mod request;
mod robust;
mod scripts;
#[cfg(feature = "serve")]
mod serve;
mod side_effects;
mod token;
mod token_status;
