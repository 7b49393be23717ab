//! The ways in which the parameters of a request travel.

use http::{Method, Request, Uri};
use serde_json::{Map, Value};

use crate::error::EncodeError;
use crate::wire::url::EndpointUrl;

/// As RFC 6749 wants it: a form in the body.
pub(crate) fn form(url: &EndpointUrl, form: Vec<u8>) -> Request<Vec<u8>> {
    request(Method::POST, url.uri().clone(), form)
}

/// A JSON object of texts in the body; a repeated parameter becomes an array.
pub(crate) fn json(url: &EndpointUrl, form: &[u8]) -> Result<Request<Vec<u8>>, EncodeError> {
    let unreadable = |_| EncodeError::BodyFormat;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(form).map_err(|_| unreadable(()))?;
    let mut object = Map::new();
    for (name, value) in pairs {
        let value = Value::String(value);
        match object.get_mut(&name) {
            None => drop(object.insert(name, value)),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    let body = serde_json::to_vec(&object).map_err(|_| unreadable(()))?;
    Ok(request(Method::POST, url.uri().clone(), body))
}

/// In the URL of a GET request.
pub(crate) fn query(url: &EndpointUrl, form: &[u8]) -> Result<Request<Vec<u8>>, EncodeError> {
    if form.is_empty() {
        return Ok(request(Method::GET, url.uri().clone(), Vec::new()));
    }
    let joint = if url.as_str().contains('?') { '&' } else { '?' };
    let query = std::str::from_utf8(form).map_err(|_| EncodeError::BodyFormat)?;
    let uri: Uri = format!("{}{joint}{query}", url.as_str()).parse().map_err(|_| EncodeError::BodyFormat)?;
    Ok(request(Method::GET, uri, Vec::new()))
}

fn request(method: Method, uri: Uri, body: Vec<u8>) -> Request<Vec<u8>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    request
}
