//! Requests as they are sent and as they arrive.

use http::Request;

/// A request as it came out of the socket.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// The request line and the headers, without the empty line.
    pub head: String,
    /// The body, as long as `Content-Length` says.
    pub body: Vec<u8>,
}

impl Received {
    /// The first line.
    #[must_use]
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The values of all headers of this name, in their order.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        let headers = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        headers.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).collect()
    }
}

/// A token request by Basic, as `oauth-core` makes them.
#[must_use]
pub fn post(url: &str) -> Request<Vec<u8>> {
    Request::post(url)
        .header("authorization", "Basic Y2xpZW50OnNlY3JldA==")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .body(b"grant_type=client_credentials&scope=a+b".to_vec())
        .unwrap()
}
