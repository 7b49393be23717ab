//! The destination of an authorization response.

use crate::authorization::response_mode::ResponseMode;
use crate::authorization::response_type::ResponseType;
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;

/// A redirect URI of the client, the response mode, and the `state` to return.
#[derive(Clone, Debug)]
pub(crate) struct Destination {
    pub(crate) redirect_uri: String,
    pub(crate) response_mode: ResponseMode,
    pub(crate) state: Option<String>,
}

impl Destination {
    /// Reads the destination from a request. If there is none, the refusal is shown to the user, without a redirect
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    pub(crate) fn read(client: &RegisteredClient, parameters: &Parameters) -> Result<Self, Refusal> {
        let redirect_uri = parameters.required("redirect_uri")?;
        if !client.redirect_uris.iter().any(|registered| is_same(registered, redirect_uri)) {
            let description = "The redirect_uri is not one that the client has registered";
            return Err(Refusal::invalid_request(description));
        }
        let mode = parameters.value("response_mode").and_then(ResponseMode::from_wire);
        let tokens = parameters
            .value("response_type")
            .and_then(ResponseType::from_wire)
            .is_some_and(ResponseType::is_front_channel);
        let response_mode = match mode {
            Some(ResponseMode::Query) | None if tokens => ResponseMode::Fragment,
            mode => mode.unwrap_or(ResponseMode::Query),
        };
        let state = parameters.value("state").map(str::to_owned);
        Ok(Self { redirect_uri: redirect_uri.to_owned(), response_mode, state })
    }
}

/// Whether two redirect URIs are equal. The port of a loopback address is ignored
/// ([RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)).
fn is_same(registered: &str, requested: &str) -> bool {
    if registered == requested {
        return true;
    }
    ["http://127.0.0.1", "http://[::1]"].into_iter().any(|host| {
        let registered = registered.strip_prefix(host).map(without_port);
        registered.is_some() && registered == requested.strip_prefix(host).map(without_port)
    })
}

/// Strips the port from the part of a URL that follows the host.
fn without_port(rest: &str) -> &str {
    rest.strip_prefix(':').map_or(rest, |port| port.trim_start_matches(|digit: char| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn only_the_port_of_a_loopback_uri_may_differ() {
        for (registered, requested) in [
            ("https://a/cb", "https://a/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:4711/cb"),
            ("http://127.0.0.1:1/cb", "http://127.0.0.1:2/cb"),
            ("http://[::1]/cb", "http://[::1]:4711/cb"),
        ] {
            assert!(is_same(registered, requested), "{requested}");
        }
        for (registered, requested) in [
            ("https://a/cb", "https://a/cb/"),
            ("https://a/cb", "https://a:443/cb"),
            ("https://a/cb", "https://A/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1/other"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:1@evil.example/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1.evil.example/cb"),
            ("http://127.0.0.1/cb", "https://127.0.0.1/cb"),
            ("http://localhost/cb", "http://localhost:1/cb"),
        ] {
            assert!(!is_same(registered, requested), "{requested}");
        }
    }
}
