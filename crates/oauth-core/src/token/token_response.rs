//! The successful answer of a token endpoint
//! ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).

use std::time::{Duration, SystemTime};

use http::HeaderValue;

use super::{Scope, TokenType, TokenTypeIdentifier, lifetime};
use crate::call::{Deviation, Extra};
use crate::error::{Problem, Rejection};
use crate::server::Dialect;
use crate::wire::bearer;
use crate::wire::deviation::Reading;
use crate::wire::json::Node;
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::text::has_control;

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

    /// Reads the response to a request for `requested`, by a grant that yields at most `limit`.
    pub(crate) fn read(
        mut members: Members<'_>,
        dialect: &Dialect,
        requested: Option<&Scope>,
        limit: Option<&Scope>,
        now: SystemTime,
    ) -> Result<Self, Rejection> {
        let access_token = members.require("access_token", |node| members::secret(node, "access_token"))?;
        if members.is_form() {
            members.deviate(Deviation::FormEncoded)?;
        }
        let token_type = token_type(&mut members)?;
        let expires_in = expires_in(&mut members, dialect, now)?;
        let refresh_token = members.secret("refresh_token")?;
        let scope = scope_within(&mut members, dialect, limit)?.or_else(|| requested.or(limit).cloned());
        let issued_token_type = members.text("issued_token_type")?.map(TokenTypeIdentifier::from);
        let id_token = members.secret("id_token")?;
        let (extra, deviations) = members.finish();
        Ok(Self {
            access_token,
            token_type,
            expires_in,
            expires_at: expires_in.and_then(|lifetime| now.checked_add(lifetime)),
            refresh_token,
            scope,
            issued_token_type,
            id_token,
            extra,
            deviations,
        })
    }
}

fn token_type(members: &mut Members<'_>) -> Result<Option<TokenType>, Problem> {
    // A type that cannot be read never counts as Bearer.
    let text = members.strict("token_type", |node| members::line(node, "token_type"))?;
    if text.is_none() {
        members.deviate(Deviation::TokenTypeMissing)?;
    }
    Ok(text.map(|text| TokenType::from(&*text)))
}

fn expires_in(members: &mut Members<'_>, dialect: &Dialect, now: SystemTime) -> Result<Option<Duration>, Problem> {
    let form = members.is_form();
    let lifetime = members.optional("expires_in", |node| {
        let (lifetime, deviation) = lifetime::read(node, dialect, now)?;
        // In a form every value is a text.
        Ok((lifetime, deviation.filter(|deviation| !form || *deviation != Deviation::ExpiresInNotInteger)))
    })?;
    match (lifetime, dialect.other_expires_in()) {
        (None, Some(alias)) => match members.take(alias) {
            Some(node) => Ok(lifetime::read(&node, dialect, now)?.0),
            None => Ok(None),
        },
        (lifetime, _) => Ok(lifetime),
    }
}

fn scope_within(members: &mut Members<'_>, dialect: &Dialect, limit: Option<&Scope>) -> Result<Option<Scope>, Problem> {
    let granted = members.strict("scope", |node| read_scope(node, dialect))?;
    match (granted, limit) {
        (Some(granted), Some(limit)) if !granted.is_within(limit) => {
            members.deviate(Deviation::ScopeWidened)?;
            Ok(Some(granted.iter().filter(|token| limit.contains(token)).collect()))
        }
        (granted, _) => Ok(granted),
    }
}

/// The scopes of a response, and how their spelling deviates.
pub(crate) fn read_scope(node: &Node<'_>, dialect: &Dialect) -> Reading<Scope> {
    let field = "scope";
    let wrong = |node: &Node<'_>| Problem::WrongType { field, expected: "a string", found: node.kind() };
    let (scope, deviation) = match node {
        Node::String(text) => (dialect.split_scope(text), None),
        Node::Array(items) => {
            let texts = items.iter().map(|item| match item {
                Node::String(text) => Ok(&**text),
                node => Err(wrong(node)),
            });
            (texts.collect::<Result<Scope, _>>()?, Some(Deviation::ScopeIsArray))
        }
        node => return Err(wrong(node)),
    };
    if has_control(scope.as_str()) {
        return Err(Problem::InvalidValue { field, reason: "holds a control character" });
    }
    Ok((Some(scope), deviation))
}
