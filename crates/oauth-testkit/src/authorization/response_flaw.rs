//! Flaws of an authorization response.

/// A flaw of the next authorization response, which may be a success or an error. Queue it with
/// [`AuthorizationServer::queue`](crate::AuthorizationServer::queue). It applies at the authorization endpoint.
///
/// ```
/// use oauth_testkit::{AuthorizationResponseFlaw, AuthorizationServer};
///
/// let server = AuthorizationServer::new();
/// server.queue(AuthorizationResponseFlaw::StateWrong);
/// assert_eq!(server.pending_faults(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationResponseFlaw {
    /// `iss` is missing, although the metadata announces it.
    IssMissing,
    /// `iss` names another server, as in a mix-up attack
    /// ([RFC 9207 §1](https://www.rfc-editor.org/rfc/rfc9207.html#section-1)).
    IssWrong,
    /// `iss` occurs twice: first the correct value, then a wrong one.
    IssRepeated,
    /// `iss` is in the query and the other parameters are in the fragment, as one real server sends it.
    IssInQuery,
    /// `state` is missing, although the request had one.
    StateMissing,
    /// `state` is that of another request, as in a CSRF attack.
    StateWrong,
    /// `state` occurs twice: first the correct value, then a wrong one.
    StateRepeated,
    /// Both `code` and `error` are missing.
    CodeMissing,
    /// `code` is empty.
    CodeEmpty,
    /// `code` occurs twice: first the correct value, then a wrong one.
    CodeRepeated,
    /// `code` was never issued, as in a code injection attack.
    CodeForeign,
    /// The response contains an `error` next to its other parameters.
    ErrorBesideCode,
    /// The parameters are in the fragment instead of the query, or vice versa.
    WrongMode,
    /// The form fields are percent-encoded in the HTML, as one real server sends them.
    PercentEncodedFields,
    /// A parameter contains an invalid percent escape.
    InvalidEscape,
}

type Pairs = Vec<(&'static str, String)>;

impl AuthorizationResponseFlaw {
    /// Applies the flaw to the parameters. Flaws of the encoding leave them unchanged.
    pub(crate) fn apply(self, pairs: &mut Pairs) {
        match self {
            Self::IssMissing => pairs.retain(|(name, _)| *name != "iss"),
            Self::IssWrong => set(pairs, "iss", "https://issuer.example.com"),
            Self::IssRepeated => pairs.push(("iss", "https://issuer.example.com".to_owned())),
            Self::StateMissing => pairs.retain(|(name, _)| *name != "state"),
            Self::StateWrong => set(pairs, "state", "the-state-of-another-request"),
            Self::StateRepeated => pairs.push(("state", "the-state-of-another-request".to_owned())),
            Self::CodeMissing => pairs.retain(|(name, _)| *name != "code" && !name.starts_with("error")),
            Self::CodeEmpty => set(pairs, "code", ""),
            Self::CodeRepeated => pairs.push(("code", "another-code".to_owned())),
            Self::CodeForeign => set(pairs, "code", "another-code"),
            Self::ErrorBesideCode => pairs.push(("error", "access_denied".to_owned())),
            Self::IssInQuery | Self::WrongMode | Self::PercentEncodedFields | Self::InvalidEscape => {}
        }
    }
}

/// Sets a parameter in place, or appends it.
fn set(pairs: &mut Pairs, name: &'static str, value: &str) {
    match pairs.iter_mut().find(|(candidate, _)| *candidate == name) {
        Some(pair) => pair.1 = value.to_owned(),
        None => pairs.push((name, value.to_owned())),
    }
}
