//! Rich authorization requests ([RFC 9396](https://www.rfc-editor.org/rfc/rfc9396.html)).

use http::StatusCode;
use serde_json::Value;

use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;

/// Reads the `authorization_details` of a request. They are granted unchanged if the client may use all of their types.
pub(crate) fn read(client: &RegisteredClient, parameters: &Parameters) -> Result<Option<Value>, Refusal> {
    let Some(text) = parameters.value("authorization_details") else { return Ok(None) };
    let details: Value =
        serde_json::from_str(text).map_err(|_| invalid("The authorization_details are not JSON".to_owned()))?;
    let list = details.as_array().filter(|list| !list.is_empty());
    let Some(list) = list else {
        return Err(invalid("The authorization_details are not an array of objects".to_owned()));
    };
    for detail in list {
        let Some(of_type) = detail.get("type").and_then(Value::as_str) else {
            return Err(invalid("One of the authorization_details has no type".to_owned()));
        };
        if !client.authorization_details_types.iter().any(|known| known == of_type) {
            return Err(invalid(format!("The client may not use authorization_details of the type {of_type}")));
        }
    }
    Ok(Some(details))
}

fn invalid(description: String) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "invalid_authorization_details", description)
}
