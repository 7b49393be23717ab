//! The origin to which a registration token may go.

use crate::server::{Endpoint, Issuer, Server};

/// A URL of the origin at which this server registers clients: its registration endpoint, or its issuer or its token
/// endpoint if that is not known.
pub(super) fn of(server: &Server) -> Option<&str> {
    let registration = server.endpoint(Endpoint::Registration);
    registration.or_else(|| server.issuer().map(Issuer::as_str)).or_else(|| server.endpoint(Endpoint::Token))
}
