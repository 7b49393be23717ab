//! An entry of the ledger.

use std::fmt;
use std::time::SystemTime;

use http::{HeaderMap, Response, StatusCode};

use crate::endpoint::Endpoint;
use crate::request::recorded::RecordedRequest;
use crate::response::delivery::Delivery;
use crate::response::outgoing::OutgoingResponse;
use crate::response::refusal::Reason;
use crate::wire::redact;

/// A request and the response to it. Printing it shows no credentials.
#[derive(Clone)]
pub struct LedgerEntry {
    request: RecordedRequest,
    response: Response<Vec<u8>>,
    delivery: Delivery,
    endpoint: Option<Endpoint>,
    received_at: SystemTime,
}

impl LedgerEntry {
    pub(crate) fn new(
        request: RecordedRequest,
        response: OutgoingResponse,
        endpoint: Option<Endpoint>,
        received_at: SystemTime,
    ) -> Self {
        let OutgoingResponse { response, delivery } = response;
        Self { request, response, delivery, endpoint, received_at }
    }

    /// The request.
    #[must_use]
    pub fn request(&self) -> &RecordedRequest {
        &self.request
    }

    /// The endpoint of the request. `None` if there is no endpoint at its URL.
    #[must_use]
    pub fn endpoint(&self) -> Option<Endpoint> {
        self.endpoint
    }

    /// The time of the request, by the clock of the server.
    #[must_use]
    pub fn received_at(&self) -> SystemTime {
        self.received_at
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The member `error` of the response, if it is a string.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        self.member("error")
    }

    /// The member `error_description` of the response, if it is a string.
    #[must_use]
    pub fn error_description(&self) -> Option<String> {
        self.member("error_description")
    }

    /// Why the client was not authenticated by its assertion, or the assertion of a JWT bearer grant was refused: what was
    /// found, and what the server accepts. As with a real server, the response does not say so.
    #[must_use]
    pub fn refusal_reason(&self) -> Option<&str> {
        self.response.extensions().get::<Reason>().map(|Reason(reason)| reason.as_str())
    }

    /// The delivery of the response.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// The headers of the response.
    #[must_use]
    pub fn expose_response_headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body of the response, including tokens.
    #[must_use]
    pub fn expose_response_body(&self) -> &[u8] {
        self.response.body()
    }

    /// The request and the response as sent, with credentials and tokens redacted.
    ///
    /// ```
    /// use oauth_testkit::{AuthorizationServer, RegisteredClient};
    ///
    /// let server = AuthorizationServer::new().client(RegisteredClient::client_secret_basic("id", "secret"));
    /// let request = http::Request::post(server.token_endpoint())
    ///     .header("content-type", "application/x-www-form-urlencoded")
    ///     .header("authorization", "Basic aWQ6c2VjcmV0")
    ///     .body("grant_type=client_credentials")?;
    /// server.handle(request);
    ///
    /// assert_eq!(
    ///     server.ledger().entries()[0].to_redacted_http(),
    ///     "\
    /// POST /abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token HTTP/1.1
    /// content-type: application/x-www-form-urlencoded
    /// authorization: Basic ***
    ///
    /// grant_type=client_credentials
    ///
    /// HTTP/1.1 200 OK
    /// content-type: application/json
    /// cache-control: no-store
    ///
    /// {\"access_token\":\"***\",\"token_type\":\"Bearer\",\"expires_in\":3600}
    /// "
    /// );
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn to_redacted_http(&self) -> String {
        format!("{}\n{}", self.request.to_redacted_http(), self.redacted_response())
    }

    fn redacted_response(&self) -> String {
        let response = &self.response;
        let note = match self.delivery {
            Delivery::Never => return "[no response]\n".to_owned(),
            Delivery::Reset => return "[connection reset]\n".to_owned(),
            Delivery::Whole => String::new(),
            Delivery::After(time) => format!("[after {time:?}]\n"),
            Delivery::TruncatedAt(at) => format!("[cut after {at} bytes of the body]\n"),
            Delivery::Drip(every) => format!("[a byte every {every:?}]\n"),
            Delivery::Padded { bytes, .. } => format!("[{bytes} spaces before the body]\n"),
        };
        let status = format!("{:?} {}", response.version(), response.status());
        let (headers, body) = (redact::headers(response.headers()), redact::body(response.headers(), response.body()));
        let reason = self.refusal_reason().map(|reason| format!("[{reason}]\n")).unwrap_or_default();
        format!("{note}{reason}{status}\n{headers}\n{body}\n")
    }

    fn member(&self, name: &str) -> Option<String> {
        let value: serde_json::Value = serde_json::from_slice(self.response.body()).ok()?;
        value.get(name)?.as_str().map(str::to_owned)
    }
}

impl fmt::Debug for LedgerEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LedgerEntry").field(&self.to_redacted_http()).finish()
    }
}

impl fmt::Display for LedgerEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_redacted_http())
    }
}
