//! HTTP Basic credentials ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1)).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::wire::form;

/// How the server decodes the client id and secret of a `Basic` credential, after base64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BasicDecoding {
    /// Both are form-decoded, as [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1) requires.
    /// A space may be `+` or `%20`.
    #[default]
    Form,
    /// Both are taken literally, as by many servers.
    Raw,
}

impl BasicDecoding {
    /// The client id and the secret of a credential. `None` if it is malformed.
    pub(crate) fn decode(self, credentials: &[u8]) -> Option<(String, String)> {
        let pair = String::from_utf8(STANDARD.decode(credentials).ok()?).ok()?;
        let (client_id, secret) = pair.split_once(':')?;
        match self {
            Self::Raw => Some((client_id.to_owned(), secret.to_owned())),
            Self::Form => Some((form::component(client_id.as_bytes()).ok()?, form::component(secret.as_bytes()).ok()?)),
        }
    }
}
