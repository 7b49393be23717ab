//! The response that the browser brings back
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

/// An authorization response: the parameters that the browser brought back, and the URL at which it arrived (its
/// place). It is parsed but not yet checked;
/// [`AuthorizationSession::receive`](crate::authorization::AuthorizationSession::receive) does that.
///
/// `receive` compares the place with the redirect URI of the sign-in. Pass the URL of the browser's request as the
/// application sees it. Never pass a constant or the redirect URI itself, which would compare it with itself. A path is
/// enough. If a proxy strips part of the path, pass the path that the browser requested.
///
/// Responses of more than 64 KiB or 1,000 parameters are rejected.
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
    /// Parses the URL that the browser requested, complete or as path and query. Query and fragment are read together,
    /// because some servers put `iss` in one and the rest in the other.
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
    /// The URL has neither a query nor a fragment; or the same as for [`from_query`](Self::from_query).
    pub fn from_url(url: &str) -> Result<Self, AuthorizationError> {
        if !url.contains(['?', '#']) {
            return Err(AuthorizationError::Malformed(NOT_A_URL));
        }
        let (before, fragment) = url.split_once('#').unwrap_or((url, ""));
        let query = before.split_once('?').map_or("", |(_, query)| query);
        let joined = Zeroizing::new(format!("{query}&{fragment}"));
        Self::read(Returned::parse(joined.as_bytes()), Place::beside(url))
    }

    /// Parses the query of the browser's request to `place`, with or without the `?`.
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
    /// `state`, `iss`, `error` or `response` occurs with two different values or contains an invalid character; `query`
    /// is a URL; or the response is too large.
    pub fn from_query(query: &str, place: &str) -> Result<Self, AuthorizationError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        // In a complete URL, the first name would be wrong, and a second parameter with that name would go unnoticed.
        if query.split(['=', '&']).next().is_some_and(|name| name.contains(['?', '/'])) {
            return Err(AuthorizationError::Malformed(NOT_A_QUERY));
        }
        Self::read(Returned::parse(query.as_bytes()), Place::with_own_query(place))
    }

    /// Parses the fragment of the page at `place`, with or without the `#`. Only a script in that page can read it.
    ///
    /// # Errors
    ///
    /// The same as for [`from_query`](Self::from_query).
    pub fn from_fragment(fragment: &str, place: &str) -> Result<Self, AuthorizationError> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        Self::read(Returned::parse(fragment.as_bytes()), Place::beside(place))
    }

    /// Parses the body of the browser's POST request to `place` (`response_mode=form_post`).
    ///
    /// # Errors
    ///
    /// The same as for [`from_query`](Self::from_query).
    pub fn from_form_post(body: impl AsRef<[u8]>, place: &str) -> Result<Self, AuthorizationError> {
        Self::read(Returned::parse(body.as_ref()), Place::beside(place))
    }

    /// Creates a response from parameters that a web framework has already decoded, or that a page passed on as JSON.
    /// `place` is the URL at which the response arrived.
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
    /// The same as for [`from_query`](Self::from_query).
    pub fn from_pairs<N: Into<String>, V: Into<Secret>>(
        pairs: impl IntoIterator<Item = (N, V)>,
        place: &str,
    ) -> Result<Self, AuthorizationError> {
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self::read(Returned::from_pairs(pairs), Place::with_own_query(place))
    }

    /// Also compares scheme, host and port of the place, for an application that is not behind a proxy. The place must
    /// then be a complete URL.
    #[must_use]
    pub fn compare_origin(self) -> Self {
        Self { place: self.place.comparing(Compared::Whole), ..self }
    }

    /// Accepts the response regardless of where it arrived, for a service to which others forward callbacks.
    ///
    /// An application with several servers then depends on `iss` alone. A server that does not send it cannot be told
    /// apart from another one, and a malicious server can obtain codes of the others: see
    /// [`receive`](crate::authorization::AuthorizationSession::receive).
    #[must_use]
    pub fn dangerous_at_any_place(self) -> Self {
        Self { place: self.place.comparing(Compared::Nothing), ..self }
    }

    /// Returns the `state`, to find the right session if an application keeps several for one browser.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_ref().map(Secret::expose)
    }

    /// Returns the application's own text in the `state`
    /// ([`AuthorizationRequest::state_text`](crate::authorization::AuthorizationRequest::state_text)), for a shared
    /// redirect URI that routes responses to several deployments. Anyone can have written it.
    #[must_use]
    pub fn unverified_state_text(&self) -> Option<&str> {
        self.state().and_then(state::text)
    }

    /// Returns the raw `response` parameter, a JWT that contains the actual parameters (`response_mode=jwt` and
    /// similar). Its signature has not been verified: do not rely on its contents.
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

/// Prints only the place, `iss`, `error` and the names of the parameters.
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
