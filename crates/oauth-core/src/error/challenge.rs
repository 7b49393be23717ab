//! What the parameters of a challenge mean in OAuth
//! ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)).

use std::time::Duration;

use crate::wire::challenge::Challenge;

impl Challenge {
    /// `error`: why the request was refused, such as `invalid_token`. A request without a token gets none.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.parameter("error").filter(|code| !code.is_empty())
    }

    /// `error_description`: the same for people. It is text from outside.
    #[must_use]
    pub fn error_description(&self) -> Option<&str> {
        self.parameter("error_description")
    }

    /// `scope`: the scopes that the request needs, separated by spaces.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.parameter("scope")
    }

    /// `realm`: what is protected.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.parameter("realm")
    }

    /// `resource_metadata`: where the resource describes itself
    /// ([RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1)). It is text from outside:
    /// [`ProtectedResource::metadata_from`](crate::endpoint::ProtectedResource::metadata_from) checks it.
    #[must_use]
    pub fn resource_metadata(&self) -> Option<&str> {
        self.parameter("resource_metadata")
    }

    /// `acr_values`: the classes of authentication that would do, the best first, separated by spaces
    /// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)).
    #[must_use]
    pub fn acr_values(&self) -> Option<&str> {
        self.parameter("acr_values")
    }

    /// `max_age`: how long ago the user may have signed in at most
    /// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)). `None` where it is no number of seconds.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        let text = self.parameter("max_age")?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().map(Duration::from_secs)
    }
}
