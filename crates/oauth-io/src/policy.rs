//! The settings that every adapter has.

use std::time::Duration;

use http::HeaderValue;

/// The settings of a transport. The defaults are safe; each can be changed.
///
/// What an adapter does with them is in [`adapter`](crate::adapter).
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) body_limit: usize,
    pub(crate) http_loopback: bool,
    pub(crate) user_agent: Option<HeaderValue>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(10),
            body_limit: 1024 * 1024,
            http_loopback: false,
            user_agent: None,
        }
    }
}

impl Policy {
    /// The default settings: 3 s to connect, 10 s for the whole exchange, 1 MiB of body, https only.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The time to connect, TLS included if the engine counts it so. Default: 3 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time for the whole exchange, from the first step to the last byte of the response. Default: 10 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The size of a response's body, in bytes. Default: 1 MiB, and `oauth-core` reads no more than that.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The `User-Agent` of requests that have none. Default: the adapter's name and version, unless the engine was given
    /// one of its own; some servers reject requests without a `User-Agent`.
    ///
    /// ```
    /// use http::HeaderValue;
    /// use oauth_io::Policy;
    ///
    /// let policy = Policy::new().user_agent(HeaderValue::from_static("backup-job/2.1"));
    /// ```
    #[must_use]
    pub fn user_agent(mut self, user_agent: HeaderValue) -> Self {
        self.user_agent = Some(user_agent);
        self
    }

    /// Allows `http://127.0.0.1`, `http://[::1]` and `http://localhost`, for a test server on this machine.
    ///
    /// Credentials then travel in the clear, though only inside this machine.
    #[must_use]
    pub fn dangerous_allow_http_loopback(mut self) -> Self {
        self.http_loopback = true;
        self
    }
}
