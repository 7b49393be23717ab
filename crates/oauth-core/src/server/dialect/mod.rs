//! Deviations of a server from the standard.

mod basic_encoding;
mod body_format;
mod expires_in_unit;
mod response_hook;
mod rotation;

use std::borrow::Cow;
use std::sync::Arc;

pub use basic_encoding::BasicEncoding;
pub(crate) use body_format::BodyFormat;
pub use expires_in_unit::ExpiresInUnit;
pub use response_hook::ResponseHook;
pub use rotation::Rotation;

use super::Endpoint;
use crate::token::Scope;

/// The ways in which a server deviates from the standard. None is detected automatically: set those that you know of.
///
/// ```
/// use oauth_core::server::{Dialect, ExpiresInUnit};
///
/// let dialect = Dialect::new().scope_separator(',').expires_in(ExpiresInUnit::Milliseconds);
/// # let _ = dialect;
/// ```
#[derive(Debug, Clone)]
pub struct Dialect {
    basic_encoding: BasicEncoding,
    body_format: BodyFormat,
    credential_parameters: (Cow<'static, str>, Cow<'static, str>),
    scope_separator: char,
    granted_scope_separator: char,
    expires_in: ExpiresInUnit,
    zero: Zero,
    strictness: Strictness,
    expires_in_alias: Option<(Cow<'static, str>, ExpiresInUnit)>,
    bearer_synonyms: Vec<Cow<'static, str>>,
    response_hook: Option<ResponseHook>,
    refresh_tokens: Rotation,
    refresh_tokens_bound: bool,
    client_id_repeated: Vec<Endpoint>,
    sign_in: SignIn,
}

/// The ways in which a server deviates in a sign-in.
#[derive(Debug, Clone, Copy, Default)]
struct SignIn {
    errors_without_issuer: bool,
    pushed_parameters_repeated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zero {
    Expired,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strictness {
    Lenient,
    Strict,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            basic_encoding: BasicEncoding::default(),
            body_format: BodyFormat::default(),
            credential_parameters: (Cow::Borrowed("client_id"), Cow::Borrowed("client_secret")),
            scope_separator: ' ',
            granted_scope_separator: ' ',
            expires_in: ExpiresInUnit::default(),
            zero: Zero::Expired,
            strictness: Strictness::Lenient,
            expires_in_alias: None,
            bearer_synonyms: Vec::new(),
            response_hook: None,
            refresh_tokens: Rotation::Unknown,
            refresh_tokens_bound: false,
            client_id_repeated: Vec::new(),
            sign_in: SignIn::default(),
        }
    }
}

impl Dialect {
    /// Creates the standard protocol, read leniently: harmless deviations are accepted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how the client id and the secret are encoded in an `Authorization: Basic` header.
    #[must_use]
    pub fn basic_encoding(mut self, encoding: BasicEncoding) -> Self {
        self.basic_encoding = encoding;
        self
    }

    /// Sends the parameters of requests as a JSON object of strings, for a server that does not read forms.
    #[must_use]
    pub fn json_body(mut self) -> Self {
        self.body_format = BodyFormat::Json;
        self
    }

    /// Sends the parameters of requests in the query of a GET, for a server that requires it.
    ///
    /// Everything that logs URLs, such as proxies, servers and browsers, then logs the credentials. RFC 6749 forbids it
    /// ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1)).
    #[must_use]
    pub fn dangerous_get(mut self) -> Self {
        self.body_format = BodyFormat::Query;
        self
    }

    /// Sets the server's names of the parameters `client_id` and `client_secret`, such as `client_key`, `appid` or
    /// `secret`. Extra parameters can use neither these names nor the standard ones.
    #[must_use]
    pub fn credential_parameters(
        mut self,
        client_id: impl Into<Cow<'static, str>>,
        client_secret: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.credential_parameters = (client_id.into(), client_secret.into());
        self
    }

    /// Sets the separator of scopes in requests and in responses. The standard is a space.
    #[must_use]
    pub fn scope_separator(mut self, separator: char) -> Self {
        self.scope_separator = separator;
        self.granted_scope_separator = separator;
        self
    }

    /// Sets the separator of scopes in responses only.
    #[must_use]
    pub fn granted_scope_separator(mut self, separator: char) -> Self {
        self.granted_scope_separator = separator;
        self
    }

    /// Sets a function that rewrites the body of every response of this server, at every endpoint, before it is read.
    /// Use it for a server that puts the tokens or the error at a non-standard place. The function also gets the status
    /// and the headers.
    ///
    /// ```
    /// use oauth_core::server::Dialect;
    ///
    /// /// Some servers wrap every response: `{"data": {"access_token": ...}}`.
    /// fn unwrap_data(_: http::StatusCode, _: &http::HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    ///     let response: serde_json::Value = serde_json::from_slice(body).ok()?;
    ///     serde_json::to_vec(response.get("data")?).ok()
    /// }
    ///
    /// let dialect = Dialect::new().response_hook(unwrap_data);
    /// # let _ = dialect;
    /// ```
    #[must_use]
    pub fn response_hook(mut self, hook: ResponseHook) -> Self {
        self.response_hook = Some(hook);
        self
    }

    /// Sets how this server rotates refresh tokens.
    #[must_use]
    pub fn refresh_tokens(mut self, rotation: Rotation) -> Self {
        self.refresh_tokens = rotation;
        self
    }

    /// States that the server ties each refresh token to the key that signed the client's assertion when it was issued. A
    /// refresh by another key is then an error before the request, which only a new sign-in mends. Without this, a grant
    /// whose key is gone is refreshed with the client's current key.
    #[must_use]
    pub fn refresh_tokens_bound_to_keys(mut self) -> Self {
        self.refresh_tokens_bound = true;
        self
    }

    /// Repeats the `client_id` in the body of requests to this endpoint although the credentials are in the header, for
    /// a server that requires it. No effect at the token endpoint.
    #[must_use]
    pub fn repeat_client_id(mut self, endpoint: Endpoint) -> Self {
        self.client_id_repeated.push(endpoint);
        self
    }

    /// Accepts error responses of a sign-in without `iss`, for a server that promises it in every response
    /// ([RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207.html#section-2)) but omits it from errors. A code without
    /// `iss` is still rejected.
    #[must_use]
    pub fn errors_without_issuer(mut self) -> Self {
        self.sign_in.errors_without_issuer = true;
        self
    }

    /// Repeats `response_type`, `redirect_uri`, `scope` and `state` next to the `request_uri` of a pushed request, for
    /// a server that requires it.
    #[must_use]
    pub fn repeat_pushed_parameters(mut self) -> Self {
        self.sign_in.pushed_parameters_repeated = true;
        self
    }

    /// Sets the unit of `expires_in`.
    #[must_use]
    pub fn expires_in(mut self, unit: ExpiresInUnit) -> Self {
        self.expires_in = unit;
        self
    }

    /// Reads this member, which has its own unit, if `expires_in` is missing. For a server that calls it `expires`, for
    /// example.
    #[must_use]
    pub fn expires_in_alias(mut self, member: impl Into<Cow<'static, str>>, unit: ExpiresInUnit) -> Self {
        self.expires_in_alias = Some((member.into(), unit));
        self
    }

    /// Treats this `token_type` as `Bearer`, ignoring case, for a server that writes `BearerToken` or `jwt` for a
    /// bearer token. May be called several times.
    #[must_use]
    pub fn bearer_synonym(mut self, token_type: impl Into<Cow<'static, str>>) -> Self {
        self.bearer_synonyms.push(token_type.into());
        self
    }

    /// Reads `"expires_in": 0` as "never expires" instead of "has expired".
    #[must_use]
    pub fn zero_expires_in_means_never(mut self) -> Self {
        self.zero = Zero::Never;
        self
    }

    /// Rejects every response that has a [`Deviation`](crate::call::Deviation), as FAPI requires.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strictness = Strictness::Strict;
        self
    }

    /// Returns how this server rotates refresh tokens.
    #[must_use]
    pub fn rotation(&self) -> Rotation {
        self.refresh_tokens
    }

    pub(crate) fn binds_refresh_tokens_to_keys(&self) -> bool {
        self.refresh_tokens_bound
    }

    pub(crate) fn repeats_client_id(&self, endpoint: Endpoint) -> bool {
        self.client_id_repeated.contains(&endpoint)
    }

    pub(crate) fn leaves_issuer_out_of_errors(&self) -> bool {
        self.sign_in.errors_without_issuer
    }

    pub(crate) fn repeats_pushed_parameters(&self) -> bool {
        self.sign_in.pushed_parameters_repeated
    }

    pub(crate) fn encoding(&self) -> BasicEncoding {
        self.basic_encoding
    }

    pub(crate) fn body_format(&self) -> BodyFormat {
        self.body_format
    }

    /// Returns the parameter names of the client id and the client secret.
    pub(crate) fn credential_names(&self) -> (&str, &str) {
        (&self.credential_parameters.0, &self.credential_parameters.1)
    }

    pub(crate) fn hook(&self) -> Option<ResponseHook> {
        self.response_hook
    }

    pub(crate) fn expires_in_unit(&self) -> ExpiresInUnit {
        self.expires_in
    }

    /// Returns the other name of `expires_in` and its unit.
    pub(crate) fn other_expires_in(&self) -> Option<(&str, ExpiresInUnit)> {
        self.expires_in_alias.as_ref().map(|(member, unit)| (&**member, *unit))
    }

    pub(crate) fn is_bearer_synonym(&self, token_type: &str) -> bool {
        self.bearer_synonyms.iter().any(|each| each.eq_ignore_ascii_case(token_type))
    }

    pub(crate) fn zero_means_never(&self) -> bool {
        self.zero == Zero::Never
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }

    /// Returns the value of a request's `scope` parameter.
    pub(crate) fn scope_value(&self, scope: &Scope) -> Arc<str> {
        match self.scope_separator {
            ' ' => scope.shared(),
            separator => scope.as_str().replace(' ', separator.encode_utf8(&mut [0; 4])).into(),
        }
    }

    /// Splits the `scope` member of a response.
    pub(crate) fn split_scope(&self, text: &str) -> Scope {
        match self.granted_scope_separator {
            ' ' => text.into(),
            separator => text.split([separator, ' ']).collect(),
        }
    }
}
