//! The value of an `Authorization: Basic` header
//! ([RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617.html#section-2)).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::form::{self, Space};

/// The encoding of the user id and the password before base64.
#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    Form,
    Raw,
}

/// Returns `Basic base64(id ":" password)`, marked sensitive.
///
/// `None` if base64 yields an invalid header value, which never happens.
pub(crate) fn header(id: &str, password: &str, encoding: Encoding) -> Option<HeaderValue> {
    // Reserve space for every byte as %XX, so that a growing buffer leaves no copy of the password in memory.
    let mut pair = Zeroizing::new(Vec::with_capacity(3 * (id.len() + password.len()) + 1));
    match encoding {
        Encoding::Form => {
            form::encode(id, Space::Percent, &mut pair);
            pair.push(b':');
            form::encode(password, Space::Percent, &mut pair);
        }
        Encoding::Raw => {
            pair.extend_from_slice(id.as_bytes());
            pair.push(b':');
            pair.extend_from_slice(password.as_bytes());
        }
    }
    let mut value = Zeroizing::new(String::with_capacity(6 + pair.len().div_ceil(3) * 4));
    value.push_str("Basic ");
    STANDARD.encode_string(pair.as_slice(), &mut value);
    let mut value = HeaderValue::from_str(&value).ok()?;
    value.set_sensitive(true);
    Some(value)
}
