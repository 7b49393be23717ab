//! What the browser brings back
//! ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)).

use std::fmt;

use zeroize::Zeroizing;

use super::place::{Compared, Place};
use super::returned::Returned;
use super::state;
use crate::error::{AuthorizationError, Problem};
use crate::wire::secret::Secret;
use crate::wire::show::Showing;
use crate::wire::text::Shown;

/// The parameters with which the browser came back, and the place to which it came; read and not yet checked:
/// [`AuthorizationSession::receive`](crate::authorization::AuthorizationSession::receive) does that.
///
/// The place is part of the response: `receive` compares it with the redirect URI of the sign-in. It is where the
/// browser's request went, as the application sees it, and never a constant or the redirect URI itself, which would be
/// compared with itself. A path is enough. If a proxy takes a part of the path away, the place is the path that the browser
/// saw.
///
/// More than 64 KiB and more than 1,000 parameters are refused.
pub struct AuthorizationResponse {
    pub(super) returned: Returned,
    pub(super) place: Place,
    pub(super) iss: Option<String>,
    pub(super) error: Option<String>,
    state: Option<Secret>,
    response: Option<Secret>,
}

const NOT_A_QUERY: Problem =
    Problem::InvalidValue { field: "the query", reason: "begins with a path or a URL; that is for from_url" };
const NOT_A_URL: Problem = Problem::InvalidValue {
    field: "the URL",
    reason: "has neither query nor fragment; a query alone is for from_query",
};

impl AuthorizationResponse {
    /// Reads the URL to which the browser came: whole, or path and query as in a request line. Query and fragment are read
    /// together: there are servers that put `iss` into the one and the rest into the other.
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
        let joined = Zeroizing::new(format!("{query}&{fragment}"));
        Self::read(Returned::parse(joined.as_bytes()), Place::beside(url))
    }

    /// Reads the query of the request that the browser made at `place`, with or without the `?`.
    ///
    /// ```
    /// use oauth_core::authorization::AuthorizationResponse;
    ///
    /// let response = AuthorizationResponse::from_query("code=SplxlOBeZQQYbYS6WxSbIA&state=xyz", "/cb")?;
    /// assert_eq!(response.state(), Some("xyz"));
    /// # Ok::<_, oauth_core::error::AuthorizationError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `state`, `iss`, `error` or `response` stands there with two values, or holds a character that it cannot hold; or
    /// it is too much.
    pub fn from_query(query: &str, place: &str) -> Result<Self, AuthorizationError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        // Of a whole URL the first name would be wrong, and a second of that name would pass unseen.
        if query.split(['=', '&']).next().is_some_and(|name| name.contains(['?', '/'])) {
            return Err(AuthorizationError::Malformed(NOT_A_QUERY));
        }
        Self::read(Returned::parse(query.as_bytes()), Place::with_own_query(place))
    }

    /// Reads the fragment of the page at `place`, with or without the `#`. Only a script in that page can know it.
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn from_fragment(fragment: &str, place: &str) -> Result<Self, AuthorizationError> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        Self::read(Returned::parse(fragment.as_bytes()), Place::beside(place))
    }

    /// Reads the body of the POST that the browser made to `place` (`response_mode=form_post`).
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn from_form_post(body: impl AsRef<[u8]>, place: &str) -> Result<Self, AuthorizationError> {
        Self::read(Returned::parse(body.as_ref()), Place::beside(place))
    }

    /// Takes over the parameters of a response that came to `place` and that somebody else has decoded: a web framework,
    /// or a page that hands them on as JSON.
    ///
    /// ```
    /// use oauth_core::authorization::AuthorizationResponse;
    ///
    /// let pairs = [("code", "SplxlOBeZQQYbYS6WxSbIA"), ("state", "xyz")];
    /// assert_eq!(AuthorizationResponse::from_pairs(pairs, "/cb")?.state(), Some("xyz"));
    /// # Ok::<_, oauth_core::error::AuthorizationError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn from_pairs<N: Into<String>, V: Into<Secret>>(
        pairs: impl IntoIterator<Item = (N, V)>,
        place: &str,
    ) -> Result<Self, AuthorizationError> {
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self::read(Returned::from_pairs(pairs), Place::with_own_query(place))
    }

    /// Has scheme, host and port of the place compared as well, for an application that no proxy stands before. The place
    /// has to be a whole URL then.
    #[must_use]
    pub fn compare_origin(self) -> Self {
        Self { place: self.place.comparing(Compared::Whole), ..self }
    }

    /// Takes the response wherever it came, for a service to which others forward callbacks.
    ///
    /// Whoever signs users in at several servers then has to rest on `iss` alone. A server that sends none cannot be told
    /// from another one, and a malicious one gets codes of the others: see
    /// [`receive`](crate::authorization::AuthorizationSession::receive).
    #[must_use]
    pub fn dangerous_at_any_place(self) -> Self {
        Self { place: self.place.comparing(Compared::Nothing), ..self }
    }

    /// The `state`, by which an application that keeps several sessions for one browser finds the right one.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_ref().map(Secret::expose)
    }

    /// The application's own text in the `state`
    /// ([`AuthorizationRequest::state_text`](crate::authorization::AuthorizationRequest::state_text)), for one place before
    /// several deployments that routes by it. Anybody can have written it.
    #[must_use]
    pub fn unverified_state_text(&self) -> Option<&str> {
        self.state().and_then(state::text)
    }

    /// The `response`, of `response_mode=jwt` and the like: a JWT that holds the parameters, word for word. Nobody
    /// verified its signature; until then it says nothing.
    #[must_use]
    pub fn unverified_response(&self) -> Option<&Secret> {
        self.response.as_ref()
    }

    fn read(returned: Result<Returned, Problem>, place: Place) -> Result<Self, AuthorizationError> {
        let read = |returned: Returned| {
            Ok(Self {
                state: returned.secret("state")?,
                response: returned.secret("response")?,
                iss: returned.line("iss")?,
                error: returned.line("error")?,
                returned,
                place,
            })
        };
        returned.and_then(read).map_err(AuthorizationError::Malformed)
    }
}

/// Place and names alone.
impl fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationResponse")
            .field("place", &Shown(self.place.without_query()))
            .field("iss", &Showing(&self.iss))
            .field("error", &Showing(&self.error))
            .field("parameters", &Showing(&self.returned.names().map(str::to_owned).collect::<Vec<_>>()))
            .finish_non_exhaustive()
    }
}
