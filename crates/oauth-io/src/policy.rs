//! The settings that every adapter has.

use std::time::Duration;

use http::HeaderValue;
use oauth_core::server::UrlPolicy;

/// The settings of a transport. The defaults are safe; each can be changed.
///
/// What an adapter does with them is in [`adapter`](crate::adapter).
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) body_limit: usize,
    pub(crate) urls: UrlPolicy,
    pub(crate) user_agent: Option<HeaderValue>,
    #[cfg(feature = "gzip")]
    pub(crate) decode_gzip: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(10),
            body_limit: 1024 * 1024,
            urls: UrlPolicy::new(),
            user_agent: None,
            #[cfg(feature = "gzip")]
            decode_gzip: false,
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

    /// Decodes a response that is gzip, although every request asks for `identity`: for a server behind something that
    /// encodes whatever it sends. Default: such a response is refused.
    ///
    /// The [body limit](Self::body_limit) holds for what is decoded, and decoding stops there.
    #[cfg(feature = "gzip")]
    #[must_use]
    pub fn decode_gzip(mut self) -> Self {
        self.decode_gzip = true;
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
        self.urls = self.urls.dangerous_http_loopback();
        self
    }

    /// Allows `http` at these hosts, with any port: in a network of containers, or in a mesh that has a TLS of its own. Calls
    /// add up.
    ///
    /// Credentials then travel in the clear: whoever reads that network has them. A host is compared as a whole, in upper
    /// or lower case: `keycloak` is neither `keycloak.example` nor any address that it resolves to. Such a request never
    /// goes through a proxy that the engine was told of.
    ///
    /// The client has to allow it too: see [`Issuer::dangerous_http`](oauth_core::Issuer::dangerous_http).
    ///
    /// ```
    /// use oauth_io::Policy;
    ///
    /// let policy = Policy::new().dangerous_allow_http_to(["keycloak", "10.0.0.5"]);
    /// ```
    #[must_use]
    pub fn dangerous_allow_http_to<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.urls = self.urls.dangerous_http_hosts(hosts);
        self
    }
}
