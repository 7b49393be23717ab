//! The successful response of a token endpoint
//! ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).

use std::time::{Duration, SystemTime};

use http::HeaderValue;

use super::{IdToken, Scope, TokenType, TokenTypeIdentifier, lifetime};
use crate::call::{Deviation, Extra};
use crate::error::{Problem, Rejection};
use crate::server::Dialect;
use crate::wire::bearer;
use crate::wire::deviation::Reading;
use crate::wire::json::Node;
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;
use crate::wire::text::has_control;

/// The tokens that a server issued.
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The token that requests to a resource server carry.
    pub access_token: Secret,
    /// How the access token is presented. `None` if the server does not say, which means `Bearer` in practice; what cannot
    /// be read is [`TokenType::UNREADABLE`], which is not `Bearer`.
    pub token_type: Option<TokenType>,
    /// The lifetime of the access token, at most ten years. `None` if the server does not say, or says something that is
    /// no lifetime.
    pub expires_in: Option<Duration>,
    /// When the access token expires: `expires_in` after the time that was given to `decode`.
    pub expires_at: Option<SystemTime>,
    /// The token that gets new access tokens. `None` if the server issued none. After a refresh it is the one to go on
    /// with: the new one, or the old one if the server gave no new one (RFC 6749 §6).
    pub refresh_token: Option<Secret>,
    /// What the access token allows. If the response does not say, it is what was asked for (RFC 6749 §5.1), and `None` if
    /// nothing in particular was, or if what the response says cannot be read.
    pub scope: Option<Scope>,
    /// What was granted at first, which no refresh can widen (RFC 6749 §6). `None` if that is not known. It travels from
    /// refresh to refresh, while `scope` may be narrower.
    pub granted_scope: Option<Scope>,
    /// The resources that were asked for at first (RFC 8707). A refresh repeats them.
    pub resources: Vec<String>,
    /// What the access token is, if the server says so, as in the response to a token exchange: the field `access_token`
    /// is its place whatever it is
    /// ([RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.2.1)).
    pub issued_token_type: Option<TokenTypeIdentifier>,
    /// The ID token, word for word. What was checked of it is in [`id_token_claims`](Self::id_token_claims); an ID token
    /// without these was not checked at all.
    pub id_token: Option<Secret>,
    /// The members of the response that have no field here, and those that could not be read.
    pub extra: Extra,
    /// How the response deviates from the standard.
    pub deviations: Vec<Deviation>,
    pub(crate) claims: Option<IdToken>,
    /// The claims of the ID token with which the user signed in, against which later ones are checked.
    pub(crate) first_claims: Option<IdToken>,
}

debug_of_fields!(TokenResponse {
    access_token,
    token_type,
    expires_in,
    expires_at,
    refresh_token,
    scope,
    granted_scope,
    resources,
    issued_token_type,
    id_token,
    extra,
    deviations,
} hides {
    claims,
    first_claims,
});

/// What was asked for, as far as the response may leave it out.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// The scope of the request.
    pub(crate) scope: Option<&'a Scope>,
    /// The widest scope that the grant can yield.
    pub(crate) limit: Option<&'a Scope>,
}

impl TokenResponse {
    /// The claims of the ID token, checked: of the one that came with these tokens after an authorization code or a
    /// refresh, or else of the one with which the user signed in. `None` if there was none, or none that was asked for.
    #[must_use]
    pub fn id_token_claims(&self) -> Option<&IdToken> {
        self.claims.as_ref()
    }

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

    /// Whether the access token can still be used at `now` and for `margin` longer: the time that a request takes, and by
    /// which two clocks differ. A token whose server does not say when it expires is fresh until a resource refuses it.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// use std::time::Duration;
    ///
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    /// # let client = Client::new(server, "id", ClientAuthentication::none()).unwrap();
    /// # let response = http::Response::new(br#"{"access_token":"a","token_type":"Bearer","expires_in":60}"#);
    /// let tokens = client.client_credentials().decode((&response).into(), now)?;
    /// let margin = Duration::from_secs(10);
    /// assert!(tokens.is_fresh(now + Duration::from_secs(49), margin));
    /// assert!(!tokens.is_fresh(now + Duration::from_secs(50), margin));
    /// # Ok::<_, oauth_core::DecodeError>(())
    /// ```
    #[must_use]
    pub fn is_fresh(&self, now: SystemTime, margin: Duration) -> bool {
        self.expires_at.is_none_or(|expires_at| now.checked_add(margin).is_some_and(|then| then < expires_at))
    }

    /// Reads the response to a request for what was asked.
    pub(crate) fn read(
        mut members: Members<'_>,
        dialect: &Dialect,
        asked: Asked<'_>,
        now: SystemTime,
    ) -> Result<Self, Rejection> {
        let access_token = members.require("access_token", |node| members::secret(node, "access_token"))?;
        if members.is_form() {
            members.deviate(Deviation::FormEncoded)?;
        }
        let token_type = token_type(&mut members, dialect)?;
        let expires_in = expires_in(&mut members, dialect, now)?;
        let refresh_token = members.secret("refresh_token")?;
        let scope = scope(&mut members, dialect, asked)?;
        let issued_token_type = members.text("issued_token_type")?.map(TokenTypeIdentifier::from);
        let id_token = members.secret("id_token")?;
        let (extra, deviations) = members.finish();
        Ok(Self {
            access_token,
            token_type,
            expires_in,
            expires_at: expires_in.and_then(|lifetime| now.checked_add(lifetime)),
            refresh_token,
            granted_scope: asked.limit.cloned(),
            scope,
            resources: Vec::new(),
            issued_token_type,
            id_token,
            extra,
            deviations,
            claims: None,
            first_claims: None,
        })
    }
}

fn token_type(members: &mut Members<'_>, dialect: &Dialect) -> Result<Option<TokenType>, Problem> {
    let field = "token_type";
    let read = members.optional(field, |node| match node {
        Node::String(text) if text.is_empty() => Ok((None, None)),
        Node::String(text) if has_control(text) => {
            Err(Problem::InvalidValue { field, reason: "holds a control character" })
        }
        Node::String(text) if dialect.is_bearer_synonym(text) => {
            Ok((Some(TokenType::BEARER), Some(Deviation::TokenTypeSynonym)))
        }
        Node::String(text) => Ok((Some(TokenType::from(&**text)), None)),
        node => Err(Problem::WrongType { field, expected: "a string", found: node.kind() }),
    })?;
    if read.is_none() && members.is_unreadable(field) {
        return Ok(Some(TokenType::UNREADABLE));
    }
    if read.is_none() {
        members.deviate(Deviation::TokenTypeMissing)?;
    }
    Ok(read)
}

fn expires_in(members: &mut Members<'_>, dialect: &Dialect, now: SystemTime) -> Result<Option<Duration>, Problem> {
    let field = "expires_in";
    let form = members.is_form();
    let read = |node: &Node<'_>, unit| {
        let (lifetime, deviation) = lifetime::read(node, unit, dialect, now)?;
        // In a form every value is a text.
        Ok((lifetime, deviation.filter(|deviation| !form || *deviation != Deviation::ExpiresInNotInteger)))
    };
    let lifetime = members.optional(field, |node| read(node, dialect.expires_in_unit()))?;
    match (lifetime, dialect.other_expires_in()) {
        (None, Some((alias, unit))) => members.optional_as(alias, field, |node| read(node, unit)),
        (lifetime, _) => Ok(lifetime),
    }
}

fn scope(members: &mut Members<'_>, dialect: &Dialect, asked: Asked<'_>) -> Result<Option<Scope>, Problem> {
    let before = || asked.scope.or(asked.limit).cloned();
    let granted = match members.optional("scope", |node| read_scope(node, dialect))? {
        Some(granted) => granted,
        // It is not known what was granted, and least of all that it is what was asked for.
        None if members.is_unreadable("scope") => return Ok(None),
        None => return Ok(before()),
    };
    if granted.is_empty() {
        members.deviate(Deviation::ScopeEmpty)?;
        return Ok(before());
    }
    match asked.limit.filter(|limit| !granted.is_within(limit)) {
        None => Ok(Some(granted)),
        Some(limit) => {
            let cut = granted.cut_to(limit);
            if cut.is_empty() {
                members.deviate(Deviation::ScopeKept)?;
                return Ok(before());
            }
            members.deviate(Deviation::ScopeWidened)?;
            Ok(Some(cut))
        }
    }
}

/// The most scopes that are read from a response.
const MOST_SCOPES: usize = 10_000;

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
    // That many take at least twice as many characters.
    if scope.as_str().len() >= 2 * MOST_SCOPES && scope.iter().nth(MOST_SCOPES).is_some() {
        return Err(Problem::InvalidValue { field, reason: "holds more than 10,000 scopes" });
    }
    Ok((Some(scope), deviation))
}
