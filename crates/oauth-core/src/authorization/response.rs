//! What the browser brings back
//! ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)).

use std::fmt;

use crate::error::{AuthorizationError, AuthorizationErrorResponse, ErrorCode, Problem};
use crate::wire::extra::Extra;
use crate::wire::form;
use crate::wire::json::Object;
use crate::wire::secret::Secret;
use crate::wire::text::{has_control, is_vschar};

/// The greatest size of a response that is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// The parameters with which the browser came back, read and not yet checked:
/// [`AuthorizationSession::receive`](crate::authorization::AuthorizationSession::receive) does that.
///
/// A parameter that stands there twice, a control character in one, or more than 64 KiB are refused.
pub struct AuthorizationResponse {
    state: Option<Secret>,
    response: Option<Secret>,
    pub(super) iss: Option<String>,
    pub(super) error: Option<AuthorizationErrorResponse>,
    pub(super) code: Option<Secret>,
    pub(super) access_token: Option<Secret>,
    pub(super) token_type: Option<String>,
    pub(super) expires_in: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) id_token: Option<Secret>,
    pub(super) extra: Extra,
}

const NOT_A_QUERY: Problem =
    Problem::InvalidValue { field: "the query", reason: "begins with a path or a URL; that is for from_url" };
const NOT_A_URL: Problem = Problem::InvalidValue {
    field: "the URL",
    reason: "has neither query nor fragment; a query alone is for from_query",
};

impl AuthorizationResponse {
    /// Reads the query of the request that the browser made, with or without the `?`.
    ///
    /// # Errors
    ///
    /// A parameter stands there twice, or holds a character that it cannot hold; or it is too much.
    pub fn from_query(query: &str) -> Result<Self, AuthorizationError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        // Of a whole URL the first name would be wrong, and a second of that name would pass unseen.
        if query.split(['=', '&']).next().is_some_and(|name| name.contains(['?', '/'])) {
            return Err(AuthorizationError::Malformed(NOT_A_QUERY));
        }
        Self::read(query.as_bytes())
    }

    /// Reads the fragment of the page's URL, with or without the `#`. Only a script in that page can know it.
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn from_fragment(fragment: &str) -> Result<Self, AuthorizationError> {
        Self::read(fragment.strip_prefix('#').unwrap_or(fragment).as_bytes())
    }

    /// Reads the body of the POST that the browser made (`response_mode=form_post`).
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn from_form_post(body: impl AsRef<[u8]>) -> Result<Self, AuthorizationError> {
        Self::read(body.as_ref())
    }

    /// Reads the URL, its query and its fragment together: there are servers that put `iss` into the one and the rest
    /// into the other.
    ///
    /// ```
    /// use oauth_core::authorization::AuthorizationResponse;
    ///
    /// let url = "https://client.example.org/cb?iss=https%3A%2F%2Fas.example#code=SplxlOBeZQQYbYS6WxSbIA&state=xyz";
    /// assert_eq!(AuthorizationResponse::from_url(url)?.state(), Some("xyz"));
    /// # Ok::<_, oauth_core::error::AuthorizationError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn from_url(url: &str) -> Result<Self, AuthorizationError> {
        if !url.contains(['?', '#']) {
            return Err(AuthorizationError::Malformed(NOT_A_URL));
        }
        let (before, fragment) = url.split_once('#').unwrap_or((url, ""));
        let query = before.split_once('?').map_or("", |(_, query)| query);
        let joined = zeroize::Zeroizing::new(format!("{query}&{fragment}"));
        Self::read(joined.as_bytes())
    }

    /// The `state`, by which an application that keeps several sessions for one browser finds the right one.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_ref().map(Secret::expose)
    }

    /// The `response`, of `response_mode=jwt` and the like: a JWT that holds the parameters, word for word. Nobody
    /// verified its signature; until then it says nothing.
    #[must_use]
    pub fn unverified_response(&self) -> Option<&Secret> {
        self.response.as_ref()
    }

    fn read(form: &[u8]) -> Result<Self, AuthorizationError> {
        if form.len() > LARGEST {
            return Err(AuthorizationError::Malformed(Problem::TooLarge { limit: LARGEST }));
        }
        form::parse(form).and_then(Self::take).map_err(AuthorizationError::Malformed)
    }

    fn take(mut object: Object<'_>) -> Result<Self, Problem> {
        let (state, response) = (secret(&mut object, "state")?, secret(&mut object, "response")?);
        let iss = text(&mut object, "iss")?;
        let error = text(&mut object, "error")?;
        // These two are for people, and are shown escaped: a line break in them does not hide the error itself.
        let description = object.take_text("error_description")?.map(std::borrow::Cow::into_owned);
        let uri = object.take_text("error_uri")?.map(std::borrow::Cow::into_owned);
        let (code, access_token) = (secret(&mut object, "code")?, secret(&mut object, "access_token")?);
        let id_token = secret(&mut object, "id_token")?;
        let (token_type, scope) = (text(&mut object, "token_type")?, text(&mut object, "scope")?);
        let expires_in = text(&mut object, "expires_in")?;
        let extra = Extra::rest_of(object);
        let error = error.map(|code| AuthorizationErrorResponse {
            code: ErrorCode::from(&*code),
            description,
            uri,
            extra: extra.clone(),
        });
        Ok(Self { state, response, iss, error, code, access_token, token_type, expires_in, scope, id_token, extra })
    }
}

/// A text without control characters.
fn text(object: &mut Object<'_>, field: &'static str) -> Result<Option<String>, Problem> {
    match object.take_text(field)? {
        Some(text) if has_control(&text) => Err(Problem::InvalidValue { field, reason: "holds a control character" }),
        text => Ok(text.map(std::borrow::Cow::into_owned)),
    }
}

/// A text of visible ASCII characters and spaces, as codes, tokens and our own state are.
fn secret(object: &mut Object<'_>, field: &'static str) -> Result<Option<Secret>, Problem> {
    match object.take_text(field)? {
        Some(text) if !is_vschar(&text) => {
            Err(Problem::InvalidValue { field, reason: "holds a character that it cannot hold" })
        }
        text => Ok(text.map(Secret::new)),
    }
}

impl fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationResponse")
            .field("iss", &self.iss)
            .field("error", &self.error)
            .field("code", &self.code)
            .field("access_token", &self.access_token)
            .field("id_token", &self.id_token)
            .field("response", &self.response)
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}
