//! The value of an `Authorization: Bearer` header
//! ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1)).

use http::HeaderValue;
use zeroize::Zeroizing;

use super::text::is_vschar;

/// Returns `Bearer token`, marked sensitive. `None` if the token is empty or contains a character that no token may
/// contain.
pub(crate) fn header(token: &str) -> Option<HeaderValue> {
    if token.is_empty() || !is_vschar(token) {
        return None;
    }
    let mut value = Zeroizing::new(String::with_capacity("Bearer ".len() + token.len()));
    value.push_str("Bearer ");
    value.push_str(token);
    let mut value = HeaderValue::from_str(&value).ok()?;
    value.set_sensitive(true);
    Some(value)
}
