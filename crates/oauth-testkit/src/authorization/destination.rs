//! Where the answer to an authorization request goes.

use crate::authorization::response_mode::ResponseMode;
use crate::authorization::response_type::ResponseType;
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;

/// A redirect URI of the client, how the answer gets there, and the `state` that goes with it.
#[derive(Clone, Debug)]
pub(crate) struct Destination {
    pub(crate) redirect_uri: String,
    pub(crate) response_mode: ResponseMode,
    pub(crate) state: Option<String>,
}

impl Destination {
    /// Reads it from a request. Without one the user sees the refusal and nobody is redirected (RFC 6749, section
    /// 4.1.2.1).
    pub(crate) fn read(client: &RegisteredClient, parameters: &Parameters) -> Result<Self, Refusal> {
        let redirect_uri = parameters.required("redirect_uri")?;
        if !client.redirect_uris.iter().any(|registered| is_same(registered, redirect_uri)) {
            let description = "The redirect_uri is none that the client has registered, character by character";
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

/// Character by character, but for the port of a loopback address, which the system chooses (RFC 8252, section 7.3).
fn is_same(registered: &str, requested: &str) -> bool {
    if registered == requested {
        return true;
    }
    ["http://127.0.0.1", "http://[::1]"].into_iter().any(|host| {
        let registered = registered.strip_prefix(host).map(without_port);
        registered.is_some() && registered == requested.strip_prefix(host).map(without_port)
    })
}

/// What follows the host of a URL, without a port.
fn without_port(rest: &str) -> &str {
    rest.strip_prefix(':').map_or(rest, |port| port.trim_start_matches(|digit: char| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn only_the_port_of_loopback_may_differ() {
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
