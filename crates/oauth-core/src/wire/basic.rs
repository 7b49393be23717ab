//! The value of an `Authorization: Basic` header
//! ([RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617.html#section-2)).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::form::{self, Space};

/// How the user id and the password are written before base64.
#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    Form,
    Raw,
}

/// `Basic base64(id ":" password)`, marked sensitive.
///
/// `None` where base64 gave something that is no header value, which it never does.
pub(crate) fn header(id: &str, password: &str, encoding: Encoding) -> Option<HeaderValue> {
    // Room for every byte to become %XX, so that no grown buffer leaves a copy of the password behind.
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
