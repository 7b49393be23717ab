//! Pushed authorization requests ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126.html)).

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::ids::Ids;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;

/// The lifetime of a pushed request.
pub(crate) const LIFETIME: Duration = Duration::from_secs(60);

#[derive(Debug)]
struct PushedRequest {
    client_id: String,
    parameters: Parameters,
    expires_at: SystemTime,
}

/// The pushed requests by `request_uri`. Each can be used once, by the client that pushed it.
#[derive(Debug, Default)]
pub(crate) struct PushedRequests {
    requests: BTreeMap<String, PushedRequest>,
}

impl PushedRequests {
    pub(crate) fn push(&mut self, ids: &mut Ids, now: SystemTime, client_id: &str, parameters: Parameters) -> String {
        let request_uri = format!("urn:ietf:params:oauth:request_uri:{}", ids.uuid());
        let expires_at = now.checked_add(LIFETIME).unwrap_or(now);
        let pushed = PushedRequest { client_id: client_id.to_owned(), parameters, expires_at };
        self.requests.insert(request_uri.clone(), pushed);
        request_uri
    }

    /// Removes a request and returns its parameters.
    pub(crate) fn take(&mut self, request_uri: &str, client_id: &str, now: SystemTime) -> Result<Parameters, Refusal> {
        let refuse = |description| Refusal::new(StatusCode::BAD_REQUEST, "invalid_request_uri", description);
        if self.requests.get(request_uri).is_none_or(|pushed| pushed.client_id != client_id) {
            return Err(refuse("The request_uri is unknown, was used before, or is that of another client"));
        }
        let pushed = self.requests.remove(request_uri).filter(|pushed| now < pushed.expires_at);
        pushed.map(|pushed| pushed.parameters).ok_or_else(|| refuse("The request_uri has expired"))
    }
}
