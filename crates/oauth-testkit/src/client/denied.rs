//! What the server says if it does not authenticate a client, in the words of PingOne.

pub(super) const UNSUPPORTED_METHOD: &str = "Unsupported authentication method";
pub(super) const INVALID_CREDENTIALS: &str = "Invalid client credentials";
pub(super) const DISABLED: &str = "The application is disabled";
