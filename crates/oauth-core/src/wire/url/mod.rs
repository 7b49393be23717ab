//! URLs: validated, never normalized.
//!
//! A URL parser that rewrites its input cannot be used for an issuer, which is compared byte for byte
//! ([RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)). A [WHATWG](https://url.spec.whatwg.org/)
//! parser splits every URL accepted here into the same scheme, host and port.

mod endpoint_url;
mod host;
mod origin;
mod parts;
mod policy;
mod problem;
mod redirect_uri;
mod resolve;

pub(crate) use endpoint_url::EndpointUrl;
pub(crate) use origin::Origin;
pub use policy::UrlPolicy;
pub use problem::UrlProblem;
pub(crate) use redirect_uri::{check_redirect_uri, is_absolute_uri};
pub(crate) use resolve::{is_parent, same_origin};

/// Splits a checked URL after the scheme, host and port.
pub(crate) fn split_origin(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    url.split_at(url[host..].find(['/', '?']).map_or(url.len(), |at| host + at))
}
