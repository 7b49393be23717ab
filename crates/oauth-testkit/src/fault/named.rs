//! What real servers do to one member of an answer that is in order otherwise, by name.

use http::HeaderValue;

use crate::fault::Fault;

/// Answers of the server itself, with what some real server does differently.
impl Fault {
    /// A member is missing.
    #[must_use]
    pub fn without_member(name: impl Into<String>) -> Self {
        Self::WithoutMember { name: name.into() }
    }

    /// A member has another value, given as JSON, or is new.
    #[must_use]
    pub fn member(name: impl Into<String>, json: impl Into<String>) -> Self {
        Self::Member { name: name.into(), json: json.into() }
    }

    /// A device authorization without `interval`, which means 5 s (RFC 8628, section 3.2).
    #[must_use]
    pub fn no_interval() -> Self {
        Self::without_member("interval")
    }

    /// A device authorization with `verification_url` for `verification_uri`, as Google sends it.
    #[must_use]
    pub fn verification_url() -> Self {
        Self::RenamedMember { from: "verification_uri".to_owned(), to: "verification_url".to_owned() }
    }

    /// `token_type` in lower case, as Glewlwyd sends it.
    #[must_use]
    pub fn lower_case_token_type() -> Self {
        Self::member("token_type", "\"bearer\"")
    }

    /// An answer to a refresh, or to a code, without a refresh token, whatever becomes of the old one.
    #[must_use]
    pub fn no_refresh_token() -> Self {
        Self::without_member("refresh_token")
    }

    /// An introspection whose `exp` has a fraction, as Authlib sends it.
    #[must_use]
    pub fn fraction_of_a_second() -> Self {
        Self::member("exp", "1767229200.271091")
    }

    /// A registration whose `client_id_issued_at` is a string, as LemonLDAP::NG sends it.
    #[must_use]
    pub fn issued_at_string() -> Self {
        Self::member("client_id_issued_at", "\"1767225600\"")
    }

    /// A pushed request with a `request_uri` of another form, as some servers give it. The server does not know it.
    #[must_use]
    pub fn uuid_request_uri() -> Self {
        Self::member("request_uri", "\"urn:uuid:6d2dd4ae-4a0b-4b3e-9e0c-2b6e5f0d3a11\"")
    }

    /// JSON that says it is HTML, as Django OAuth Toolkit does with some errors.
    #[must_use]
    pub fn json_as_html() -> Self {
        Self::ContentType(HeaderValue::from_static("text/html; charset=utf-8"))
    }

    /// Metadata without the device authorization endpoint that there is, as Django OAuth Toolkit does it.
    #[must_use]
    pub fn unadvertised_device_endpoint() -> Self {
        Self::without_member("device_authorization_endpoint")
    }
}
