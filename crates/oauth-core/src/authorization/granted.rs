//! The contents of an authorization response, by response type.

use std::time::Duration;

use super::response_type::ResponseType;
use super::returned::Returned;
use crate::error::Problem;
use crate::server::Dialect;
use crate::token::{Scope, TokenType, lifetime};
use crate::wire::extra::Extra;
use crate::wire::secret::Secret;

/// The parameters that every response may have.
const ALWAYS: [&str; 6] = ["state", "iss", "error", "error_description", "error_uri", "response"];

/// The parameters for each word of the response type. The first one is required.
const BY_WORD: [(&str, &[&str]); 3] = [
    ("code", &["code"]),
    ("id_token", &["id_token"]),
    ("token", &["access_token", "token_type", "expires_in", "scope"]),
];

/// The parameters that the response type defines. The others are ignored, so that a stray parameter cannot break the
/// sign-in.
pub(super) struct Granted {
    /// The issuer named in the response.
    pub(super) iss: Option<String>,
    pub(super) code: Option<Secret>,
    pub(super) access_token: Option<Secret>,
    pub(super) token_type: Option<TokenType>,
    pub(super) expires_in: Option<Duration>,
    pub(super) scope: Option<Scope>,
    pub(super) id_token: Option<Secret>,
    pub(super) extra: Extra,
}

impl Granted {
    pub(super) fn read(returned: &Returned, response_type: &ResponseType, dialect: &Dialect) -> Result<Self, Problem> {
        let secret = |word: &str, field| match response_type.contains(word) {
            true => returned.secret(field)?.ok_or(Problem::Missing { field }).map(Some),
            false => Ok(None),
        };
        let (code, id_token) = (secret("code", "code")?, secret("id_token", "id_token")?);
        let access_token = secret("token", "access_token")?;
        let with_token = |field| if access_token.is_some() { returned.line(field) } else { Ok(None) };
        let token_type = with_token("token_type")?.map(|text| TokenType::from(&*text));
        let expires_in = with_token("expires_in")?.and_then(|text| lifetime::of_text(&text, dialect));
        let scope = with_token("scope")?.map(|text| dialect.split_scope(&text));
        let extra = returned.without(&names(response_type));
        Ok(Self { iss: None, code, access_token, token_type, expires_in, scope, id_token, extra })
    }

    /// Creates the contents for a code that did not come through a redirect.
    pub(super) fn code(code: Secret) -> Self {
        Self {
            iss: None,
            code: Some(code),
            access_token: None,
            token_type: None,
            expires_in: None,
            scope: None,
            id_token: None,
            extra: Extra::default(),
        }
    }
}

/// Returns the names of the parameters that are read from a response of this type.
pub(super) fn names(response_type: &ResponseType) -> Vec<&'static str> {
    let words = BY_WORD.iter().filter(|(word, _)| response_type.contains(word));
    ALWAYS.into_iter().chain(words.flat_map(|(_, names)| names.iter().copied())).collect()
}
