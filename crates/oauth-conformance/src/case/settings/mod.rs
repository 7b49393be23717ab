//! What users set up in an engine, as the documentation of each adapter shows it: a proxy, authorities and a certificate of
//! their own.

use http::Uri;
use oauth_io::Policy;

use crate::{Setup, Subject};

pub mod authorities;
pub mod certificate;
pub mod proxy;

/// How an adapter is set up.
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "an adapter has all of them")]
pub struct Settings {
    /// Through a proxy. If it trusts what the platform trusts, by `with_proxy`.
    pub through: fn(&Uri, Setup) -> Subject,
    /// Trusting the authorities of a PEM file with this content. The error is in words.
    pub trusting: fn(&str, Policy) -> Result<Subject, String>,
    /// Trusting the authority of the first PEM file, and showing the certificate and the key of the others.
    pub showing: fn(&str, &str, &str, Policy) -> Subject,
}
