//! The bearer token of a request ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750.html#section-2)).

use http::{StatusCode, header};

use crate::request::recorded::RecordedRequest;
use crate::response::challenge::Challenge;
use crate::response::refusal::Refusal;
use crate::wire::form;

/// Reads the token of a request. Refusals carry `challenge`.
pub(crate) fn token<'a>(request: &'a RecordedRequest, challenge: &Challenge) -> Result<&'a str, Refusal> {
    let refuse = |description| challenge.clone().refuse(StatusCode::BAD_REQUEST, "invalid_request", description);
    let query = request.expose_query().unwrap_or_default().as_bytes();
    let in_url = |(name, _)| form::component(name).is_ok_and(|name| name == "access_token");
    if form::segments(query).any(in_url) || request.form_count("access_token") > 0 {
        return Err(refuse("The access token must be in the Authorization header, neither in the URL nor in the body"));
    }
    let mut values = request.expose_headers().get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Err(challenge.clone().without_error()) };
    if values.next().is_some() {
        return Err(refuse("The Authorization header occurs more than once"));
    }
    let (scheme, token) = value.to_str().unwrap_or_default().split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(challenge.clone().without_error());
    }
    let is_token68 = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if token.is_empty() || !token.bytes().all(is_token68) {
        return Err(refuse("The Authorization header is not Bearer, one space and a token"));
    }
    Ok(token)
}
