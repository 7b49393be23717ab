//! The successful answer of a token endpoint
//! ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).

use std::time::{Duration, SystemTime};

use http::HeaderValue;

use crate::call::{Encoding, Response};
use crate::error::{DecodeError, Problem};
use crate::server::Dialect;
use crate::token::Scope;
use crate::token::TokenType;
use crate::token::TokenTypeIdentifier;
use crate::token::lifetime;
use crate::wire::bearer;
use crate::wire::extra::Extra;
use crate::wire::json::{Node, Object};
use crate::wire::secret::Secret;
use crate::wire::text::{has_control, is_vschar};

/// The tokens that a server issued.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The token that requests to a resource server carry.
    pub access_token: Secret,
    /// How the access token is presented. `None` where the server does not say, which means `Bearer` in practice.
    pub token_type: Option<TokenType>,
    /// The lifetime of the access token, at most ten years. `None` where the server does not say, or says something
    /// that is no lifetime.
    pub expires_in: Option<Duration>,
    /// When the access token expires: `expires_in` after the `now` that was given to `decode`.
    pub expires_at: Option<SystemTime>,
    /// The token that gets new access tokens. `None` where the server issued none. After a refresh it is the one to go on
    /// with: the new one, or the old one where the server gave no new one (RFC 6749 §6).
    pub refresh_token: Option<Secret>,
    /// What was granted. Where the answer does not say, it is what was asked for (RFC 6749 §5.1), and `None` if
    /// nothing in particular was. An empty scope grants nothing.
    pub scope: Option<Scope>,
    /// What the access token is, where the server says so, as in the answer to a token exchange: the field
    /// `access_token` is its place whatever it is ([RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.2.1)).
    pub issued_token_type: Option<TokenTypeIdentifier>,
    /// The ID token, word for word. After an authorization code its issuer, audience and nonce were checked; its signature
    /// was not.
    pub id_token: Option<Secret>,
    /// The members of the answer that have no field here.
    pub extra: Extra,
    /// Where the answer deviates from the standard without losing its meaning.
    pub deviations: Vec<Deviation>,
}

/// A way in which an answer deviates from the standard and is understood all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deviation {
    /// `expires_in` is longer than ten years and was read as ten years.
    ExpiresInCapped,
    /// `expires_in` is a text or a fraction where the standard wants an integer.
    ExpiresInNotInteger,
    /// `expires_in` is negative or no number at all; the token has no known lifetime.
    ExpiresInUnusable,
    /// The answer is a form and not JSON.
    FormEncoded,
    /// `scope` is an array and not a text.
    ScopeIsArray,
    /// `scope` claims more than was granted at first, and a refresh cannot widen it (RFC 6749 §6); what goes beyond was
    /// left out.
    ScopeWidened,
    /// `token_type` is missing.
    TokenTypeMissing,
}

impl TokenResponse {
    /// The value of the `Authorization` header of a request to a resource server
    /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1)), marked sensitive.
    ///
    /// `None` for a token that is not a bearer token: such a token is never presented as one.
    #[must_use]
    pub fn bearer_header(&self) -> Option<HeaderValue> {
        if self.token_type.as_ref().is_some_and(|kind| *kind != TokenType::BEARER) {
            return None;
        }
        bearer::header(self.access_token.expose())
    }

    /// Reads the answer to a request for `requested`, by a grant that gives at most `limit`.
    pub(crate) fn read(
        response: Response<'_>,
        dialect: &Dialect,
        requested: Option<&Scope>,
        limit: Option<&Scope>,
        now: SystemTime,
    ) -> Result<Self, DecodeError> {
        let rewritten = match dialect.hook() {
            Some(hook) => {
                response.check().map_err(|problem| response.malformed(problem))?;
                hook(response.status(), response.body())
            }
            None => None,
        };
        let response = rewritten.as_deref().map_or(response, |body| response.with_body(body));
        let (object, encoding) = response.object()?;
        let mut reader = Reader { object, dialect, deviations: Vec::new() };
        let tokens = reader.tokens(encoding, requested, limit, now).map_err(|problem| response.malformed(problem))?;
        Ok(Self { extra: Extra::rest_of(reader.object), deviations: reader.deviations, ..tokens })
    }
}

struct Reader<'a, 'd> {
    object: Object<'a>,
    dialect: &'d Dialect,
    deviations: Vec<Deviation>,
}

impl Reader<'_, '_> {
    fn tokens(
        &mut self,
        encoding: Encoding,
        requested: Option<&Scope>,
        limit: Option<&Scope>,
        now: SystemTime,
    ) -> Result<TokenResponse, Problem> {
        let access_token = self.token("access_token")?.ok_or(Problem::Missing { field: "access_token" })?;
        if encoding == Encoding::Form {
            self.deviate(Deviation::FormEncoded, Problem::Syntax { offset: 0 })?;
        }
        let token_type = self.object.take_text("token_type")?;
        if token_type.as_deref().is_some_and(|text| text != "Bearer" && has_control(text)) {
            return Err(Problem::InvalidValue { field: "token_type", reason: "holds a control character" });
        }
        let token_type = token_type.map(|text| TokenType::from(&*text));
        if token_type.is_none() {
            self.deviate(Deviation::TokenTypeMissing, Problem::Missing { field: "token_type" })?;
        }
        let expires_in = self.expires_in(encoding, now)?;
        Ok(TokenResponse {
            access_token,
            token_type,
            expires_in,
            expires_at: expires_in.and_then(|lifetime| now.checked_add(lifetime)),
            refresh_token: self.token("refresh_token")?,
            scope: self.scope_within(limit)?.or_else(|| requested.or(limit).cloned()),
            issued_token_type: self.object.take_text("issued_token_type")?.map(|text| (&*text).into()),
            id_token: self.token("id_token")?,
            extra: Extra::default(),
            deviations: Vec::new(),
        })
    }

    fn token(&mut self, field: &'static str) -> Result<Option<Secret>, Problem> {
        match self.object.take_text(field)? {
            None => Ok(None),
            Some(text) if is_vschar(&text) => Ok(Some(Secret::from(&*text))),
            Some(_) => Err(Problem::InvalidValue { field, reason: "holds a character that no token can hold" }),
        }
    }

    fn expires_in(&mut self, encoding: Encoding, now: SystemTime) -> Result<Option<Duration>, Problem> {
        let alias = self.dialect.other_expires_in();
        let node = self.object.take("expires_in").or_else(|| self.object.take(alias?));
        let Some(node) = node else { return Ok(None) };
        let (lifetime, deviation) = lifetime::read(&node, self.dialect, now)?;
        let reason = "is not an integer of seconds up to ten years";
        match deviation {
            // In a form every value is a text.
            Some(Deviation::ExpiresInNotInteger) if encoding == Encoding::Form => {}
            Some(deviation) => self.deviate(deviation, Problem::InvalidValue { field: "expires_in", reason })?,
            None => {}
        }
        Ok(lifetime)
    }

    fn scope_within(&mut self, limit: Option<&Scope>) -> Result<Option<Scope>, Problem> {
        let granted = self.scope()?;
        match (granted, limit) {
            (Some(granted), Some(limit)) if !granted.is_within(limit) => {
                let reason = "holds more than was granted at first";
                self.deviate(Deviation::ScopeWidened, Problem::InvalidValue { field: "scope", reason })?;
                Ok(Some(granted.iter().filter(|token| limit.contains(token)).collect()))
            }
            (granted, _) => Ok(granted),
        }
    }

    fn scope(&mut self) -> Result<Option<Scope>, Problem> {
        let (scope, deviation) = read_scope(&mut self.object, self.dialect)?;
        self.deviations.extend(deviation);
        Ok(scope)
    }

    /// Notes a deviation, or refuses it where the dialect is strict.
    fn deviate(&mut self, deviation: Deviation, problem: Problem) -> Result<(), Problem> {
        if self.dialect.is_strict() {
            return Err(problem);
        }
        self.deviations.push(deviation);
        Ok(())
    }
}

/// Takes the scopes out of an answer, and says how their spelling deviates.
pub(crate) fn read_scope(
    object: &mut Object<'_>,
    dialect: &Dialect,
) -> Result<(Option<Scope>, Option<Deviation>), Problem> {
    let field = "scope";
    let wrong = |node: &Node<'_>| Problem::WrongType { field, expected: "a string", found: node.kind() };
    let (scope, deviation) = match object.take(field) {
        None => return Ok((None, None)),
        Some(Node::String(text)) => (dialect.split_scope(text), None),
        Some(Node::Array(items)) if !dialect.is_strict() => {
            let texts = items.iter().map(|item| match item {
                Node::String(text) => Ok(&**text),
                node => Err(wrong(node)),
            });
            (texts.collect::<Result<Scope, _>>()?, Some(Deviation::ScopeIsArray))
        }
        Some(node) => return Err(wrong(&node)),
    };
    if has_control(scope.as_str()) {
        return Err(Problem::InvalidValue { field, reason: "holds a control character" });
    }
    Ok((Some(scope), deviation))
}
