//! Keys and signatures, through the public interface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod algorithms;
mod canary;
mod certificates;
mod compact_jws;
mod flips;
mod forms;
mod hmac;
mod jwk;
mod no_key;
mod properties;
mod remote;
mod rfc;
mod stand_in;
mod support;
mod unsuitable;
mod verifier;
mod wycheproof;
