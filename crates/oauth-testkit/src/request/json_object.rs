//! The JSON object in the body of a request.

use http::header;
use serde_json::Value;

use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::wire::json;

/// A JSON object, both parsed and as received.
#[derive(Clone, Debug)]
pub(crate) struct JsonObject {
    /// The names and the JSON values, in the order of the request.
    pub(crate) members: Vec<(String, String)>,
    value: Value,
}

impl JsonObject {
    /// Reads the body of a registration request.
    pub(crate) fn from_body(request: &RecordedRequest) -> Result<Self, Refusal> {
        let content_type = request.expose_headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
        if !essence.trim().eq_ignore_ascii_case("application/json") {
            let description = "The Content-Type of a request to this endpoint is application/json";
            return Err(Refusal::invalid_client_metadata(description));
        }
        let text = std::str::from_utf8(request.expose_raw_body()).ok();
        let members = text.and_then(json::members);
        let value = text.and_then(|text| serde_json::from_str(text).ok());
        match members.zip(value) {
            Some((members, value)) => Ok(Self { members, value }),
            None => Err(Refusal::invalid_client_metadata("The body is not a JSON object")),
        }
    }

    /// The value of a member.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.value.get(name)
    }
}
