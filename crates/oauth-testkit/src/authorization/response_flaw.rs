//! What can be wrong with an authorization response, by name.

/// Something wrong with the next authorization response, be it a success or an error. Queue it with
/// [`AuthorizationServer::queue`](crate::AuthorizationServer::queue); it strikes at the authorization endpoint.
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
    /// There is no `iss`, although the metadata promises one.
    IssMissing,
    /// `iss` names another server: what a mix-up attack looks like (RFC 9207, section 1).
    IssWrong,
    /// `iss` comes twice, first right, then wrong.
    IssRepeated,
    /// `iss` is in the query and everything else in the fragment, as one server sends it.
    IssInQuery,
    /// There is no `state`, although the request had one.
    StateMissing,
    /// `state` is that of another request: what a forged request looks like.
    StateWrong,
    /// `state` comes twice, first right, then wrong.
    StateRepeated,
    /// There is no `code`, nor an error.
    CodeMissing,
    /// `code` has no value.
    CodeEmpty,
    /// `code` comes twice, first right, then wrong.
    CodeRepeated,
    /// `code` is one that was never issued, as an attacker would inject it.
    CodeForeign,
    /// There is an `error` beside everything else.
    ErrorBesideCode,
    /// What belongs into the query is in the fragment, and the other way round.
    WrongMode,
    /// The fields of a form are percent-encoded in its HTML, as one server sends them.
    PercentEncodedFields,
    /// A parameter holds what cannot be decoded.
    InvalidEscape,
}

type Pairs = Vec<(&'static str, String)>;

impl AuthorizationResponseFlaw {
    /// Spoils the parameters, where it is about them.
    pub(crate) fn spoil(self, pairs: &mut Pairs) {
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

/// Sets a parameter where it stands, or at the end if it is new.
fn set(pairs: &mut Pairs, name: &'static str, value: &str) {
    match pairs.iter_mut().find(|(candidate, _)| *candidate == name) {
        Some(pair) => pair.1 = value.to_owned(),
        None => pairs.push((name, value.to_owned())),
    }
}
