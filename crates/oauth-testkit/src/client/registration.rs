//! A dynamic registration ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)).

use serde_json::Value;

use crate::wire::json;

/// The registration of a client, with the metadata as received and the defaults filled in.
#[derive(Clone, Debug)]
pub(crate) struct Registration {
    pub(crate) access_token: String,
    pub(crate) secret: Option<String>,
    pub(crate) issued_at: u64,
    /// The names and the JSON values of the metadata.
    pub(crate) metadata: Vec<(String, String)>,
}

impl Registration {
    /// The client information response. `endpoint` is the URL of the registration endpoint.
    pub(crate) fn to_json(&self, client_id: &str, endpoint: &str) -> String {
        let text = |value: &str| Value::from(value).to_string();
        let mut members: Vec<(&str, String)> =
            vec![("client_id", text(client_id)), ("client_id_issued_at", self.issued_at.to_string())];
        if let Some(secret) = &self.secret {
            members.extend([("client_secret", text(secret)), ("client_secret_expires_at", "0".to_owned())]);
        }
        members.push(("registration_access_token", text(&self.access_token)));
        members.push(("registration_client_uri", text(&format!("{endpoint}/{client_id}"))));
        let named = |(name, _): &&(String, String)| !members.iter().any(|(own, _)| own == name);
        let metadata: Vec<_> = self.metadata.iter().filter(named).collect();
        let metadata = metadata.into_iter().map(|(name, json)| (name.as_str(), json.clone()));
        json::raw_object(members.clone().into_iter().chain(metadata))
    }
}
