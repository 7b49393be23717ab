//! Constructors for faults that occur with real servers.

use http::HeaderValue;

use crate::fault::Fault;

/// Deviations of real servers in an otherwise correct response.
impl Fault {
    /// A missing member.
    #[must_use]
    pub fn without_member(name: impl Into<String>) -> Self {
        Self::WithoutMember { name: name.into() }
    }

    /// A member with another value, given as JSON. It is appended if it does not exist.
    #[must_use]
    pub fn member(name: impl Into<String>, json: impl Into<String>) -> Self {
        Self::Member { name: name.into(), json: json.into() }
    }

    /// A device authorization response without `interval`, which defaults to 5 s
    /// ([RFC 8628 §3.2](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.2)).
    #[must_use]
    pub fn no_interval() -> Self {
        Self::without_member("interval")
    }

    /// Google: a device authorization response with `verification_url` instead of `verification_uri`.
    #[must_use]
    pub fn verification_url() -> Self {
        Self::RenamedMember { from: "verification_uri".to_owned(), to: "verification_url".to_owned() }
    }

    /// Glewlwyd: a lower-case `token_type`.
    #[must_use]
    pub fn lower_case_token_type() -> Self {
        Self::member("token_type", "\"bearer\"")
    }

    /// A token response without a refresh token.
    #[must_use]
    pub fn no_refresh_token() -> Self {
        Self::without_member("refresh_token")
    }

    /// Authlib: an introspection response with a fractional `exp`.
    #[must_use]
    pub fn fraction_of_a_second() -> Self {
        Self::member("exp", "1767229200.271091")
    }

    /// LemonLDAP::NG: a registration response in which `client_id_issued_at` is a string.
    #[must_use]
    pub fn issued_at_string() -> Self {
        Self::member("client_id_issued_at", "\"1767225600\"")
    }

    /// A `request_uri` of another form, which this server does not recognise later.
    #[must_use]
    pub fn uuid_request_uri() -> Self {
        Self::member("request_uri", "\"urn:uuid:6d2dd4ae-4a0b-4b3e-9e0c-2b6e5f0d3a11\"")
    }

    /// Django OAuth Toolkit, some errors: JSON labelled as HTML.
    #[must_use]
    pub fn json_as_html() -> Self {
        Self::ContentType(HeaderValue::from_static("text/html; charset=utf-8"))
    }

    /// Django OAuth Toolkit: metadata that omits the device authorization endpoint.
    #[must_use]
    pub fn unadvertised_device_endpoint() -> Self {
        Self::without_member("device_authorization_endpoint")
    }
}
