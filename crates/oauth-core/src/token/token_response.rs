//! Successful responses of a token endpoint ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).

use std::time::{Duration, SystemTime};

use http::HeaderValue;

use super::{IdToken, Scope, TokenType, TokenTypeIdentifier, lifetime};
use crate::call::{Deviation, Extra};
use crate::error::{Problem, Rejection};
use crate::server::Dialect;
use crate::wire::bearer;
use crate::wire::deviation::Reading;
use crate::wire::json::Node;
use crate::wire::members::Members;
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;
use crate::wire::text::has_control;

/// The tokens that a server issued ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The access token, for requests to a resource server.
    pub access_token: Secret,
    /// How the access token is presented. `None` if the server does not state it, which in practice means `Bearer`. An
    /// unreadable type is [`TokenType::UNREADABLE`], which is not `Bearer`.
    pub token_type: Option<TokenType>,
    /// The lifetime of the access token, at most ten years. `None` if the server states none, or an unreadable one.
    pub expires_in: Option<Duration>,
    /// When the access token expires: `expires_in` after the request was sent.
    pub expires_at: Option<SystemTime>,
    /// The refresh token, if the server issued one. After a refresh, this is the token to use next: the new one, or the
    /// old one if the server issued no new one ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).
    pub refresh_token: Option<Secret>,
    /// The scope of the access token. If the response omits it, this is the requested scope
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)). `None` if no scope was requested
    /// either, or if the scope in the response cannot be read.
    pub scope: Option<Scope>,
    /// The scope that was granted originally, which no refresh can widen
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)). `None` if it is not known. It is kept
    /// across refreshes, while `scope` may be narrower.
    pub granted_scope: Option<Scope>,
    /// The resources of the original request ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)). A
    /// refresh requests them again.
    pub resources: Vec<String>,
    /// The name of the client's key that signed the request: its thumbprint
    /// ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638.html)), or else its `kid`. `None` if the client does not sign.
    /// A [refresh](crate::Client::refresh) is signed with this key as long as the client holds it, because some servers tie
    /// refresh tokens to keys.
    pub client_key: Option<String>,
    /// The type of the token in `access_token`, if the server states it, as in the response to a token exchange. The
    /// token need not be an access token
    /// ([RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.2.1)).
    pub issued_token_type: Option<TokenTypeIdentifier>,
    /// The ID token verbatim. Its checked claims are in [`id_token_claims`](Self::id_token_claims); without them, the
    /// ID token was not checked at all.
    pub id_token: Option<Secret>,
    /// Members of the response that have no field here, or that cannot be read.
    pub extra: Extra,
    /// The deviations of the response from the standard.
    pub deviations: Vec<Deviation>,
    pub(crate) claims: Option<IdToken>,
    /// The claims of the ID token with which the user signed in. Later ID tokens are checked against them.
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
    client_key,
    issued_token_type,
    id_token,
    extra,
    deviations,
} hides {
    claims,
    first_claims,
});

/// What was requested, for members that the response may omit.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// The scope of the request.
    pub(crate) scope: Option<&'a Scope>,
    /// The widest scope that the grant can yield.
    pub(crate) limit: Option<&'a Scope>,
}

impl TokenResponse {
    /// Returns the checked claims of the ID token that came with these tokens, or else those of the sign-in. `None` if
    /// there is no ID token, or none was requested.
    #[must_use]
    pub fn id_token_claims(&self) -> Option<&IdToken> {
        self.claims.as_ref()
    }

    /// Returns the `Authorization` header value for requests to a resource server
    /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1)), marked sensitive.
    ///
    /// `None` if the token is not a bearer token. Such a token is never presented as one.
    #[must_use]
    pub fn bearer_header(&self) -> Option<HeaderValue> {
        if self.token_type.as_ref().is_some_and(|kind| *kind != TokenType::BEARER) {
            return None;
        }
        bearer::header(self.access_token.expose())
    }

    /// Returns whether the access token is valid at `now` and for `margin` longer. The margin covers the duration of a
    /// request and the difference between clocks. A token without a known expiry is always fresh; the resource decides.
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

    /// Reads the response to a token request.
    pub(crate) fn read(
        mut members: Members<'_>,
        dialect: &Dialect,
        asked: Asked<'_>,
        now: SystemTime,
    ) -> Result<Self, Rejection> {
        let access_token = members.require_secret("access_token")?;
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
            client_key: None,
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
        // In a form, every value is a string.
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
        // The granted scope is unknown; it need not be the requested one.
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

/// The maximum number of scopes in a response.
const MOST_SCOPES: usize = 10_000;

/// Reads the scopes of a response, and how their spelling deviates.
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
    // More scopes need at least twice as many characters.
    if scope.as_str().len() >= 2 * MOST_SCOPES && scope.iter().nth(MOST_SCOPES).is_some() {
        return Err(Problem::InvalidValue { field, reason: "holds more than 10,000 scopes" });
    }
    Ok((Some(scope), deviation))
}
