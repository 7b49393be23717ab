//! The OAuth parameters of a challenge ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)).

use std::time::Duration;

use crate::wire::challenge::Challenge;

impl Challenge {
    /// Returns `error`: why the request was refused, such as `invalid_token`. Absent if the request carried no token.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.parameter("error").filter(|code| !code.is_empty())
    }

    /// Returns `error_description`: a human-readable explanation of the error. It is untrusted text.
    #[must_use]
    pub fn error_description(&self) -> Option<&str> {
        self.parameter("error_description")
    }

    /// Returns `scope`: the scopes that the request needs, separated by spaces.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.parameter("scope")
    }

    /// Returns `realm`: the name of the protected area.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.parameter("realm")
    }

    /// Returns `resource_metadata`: the URL of the resource's metadata
    /// ([RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1)). It is untrusted text:
    /// [`ProtectedResource::metadata_from`](crate::endpoint::ProtectedResource::metadata_from) checks it.
    #[must_use]
    pub fn resource_metadata(&self) -> Option<&str> {
        self.parameter("resource_metadata")
    }

    /// Returns `acr_values`: the acceptable authentication context classes in order of preference, separated by spaces
    /// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)).
    #[must_use]
    pub fn acr_values(&self) -> Option<&str> {
        self.parameter("acr_values")
    }

    /// Returns `max_age`: the maximum time since the user signed in, in whole seconds on the wire
    /// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)). `None` if the value is not a whole
    /// number of seconds.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        let text = self.parameter("max_age")?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().map(Duration::from_secs)
    }
}
