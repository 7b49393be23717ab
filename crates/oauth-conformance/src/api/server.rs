//! An API that refuses tokens.

use std::sync::{Arc, Mutex};

use oauth_io::token::AccessToken;

use crate::{Received, Server};

/// An API on a socket. It accepts every token but those that it was told to refuse.
pub(crate) struct Api {
    server: Server,
    refused: Arc<Mutex<Vec<String>>>,
}

impl Api {
    /// An API that responds so to a token that it refuses.
    pub(crate) fn refusing_with(refusal: String) -> Self {
        let refused = Arc::<Mutex<Vec<String>>>::default();
        let bad = Arc::clone(&refused);
        let server = Server::new(move |connection| {
            let Some(request) = connection.request() else { return };
            let is_refused = token(&request).is_some_and(|token| bad.lock().unwrap().contains(&token));
            let accepted = response("200 OK", "", "accepted");
            connection.write(if is_refused { refusal.as_bytes() } else { accepted.as_bytes() });
        });
        Self { server, refused }
    }

    /// An API that refuses as RFC 6750 says.
    pub(crate) fn new() -> Self {
        let challenge = "www-authenticate: Bearer error=\"invalid_token\"\r\n";
        Self::refusing_with(response("401 Unauthorized", challenge, "refused"))
    }

    /// Refuses this token from now on.
    pub(crate) fn refuse(&self, token: &AccessToken) {
        self.refused.lock().unwrap().push(token.text().expose().to_owned());
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    pub(crate) fn requests(&self) -> Vec<Received> {
        self.server.requests()
    }

    /// The tokens of the requests so far.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.requests().iter().filter_map(token).collect()
    }
}

fn token(request: &Received) -> Option<String> {
    Some(request.header("authorization").first()?.strip_prefix("Bearer ")?.to_owned())
}

/// A response as it is written to a socket. `headers` end with a line break.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}
