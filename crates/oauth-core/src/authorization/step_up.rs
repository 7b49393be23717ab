//! What a resource wants before it gives access
//! ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)).

use std::time::Duration;

use crate::token::Scope;
use crate::wire::challenge::Challenge;

/// What a new authorization request has to ask for, so that the resource that refused an access token takes the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepUp {
    /// The classes of authentication that would do, the best first. Empty where the resource does not say.
    pub acr_values: Vec<String>,
    /// How long ago the user may have signed in at most.
    pub max_age: Option<Duration>,
    /// The scopes that the resource needs.
    pub scope: Option<Scope>,
}

impl Challenge {
    /// What to ask for in a new authorization request, where the challenge says that the token was good and not enough:
    /// `insufficient_user_authentication` ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)) or
    /// `insufficient_scope` ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)). Otherwise
    /// `None`.
    ///
    /// ```
    /// let mut headers = http::HeaderMap::new();
    /// let line = r#"Bearer error="insufficient_user_authentication", acr_values="phr mfa", max_age="5""#;
    /// headers.append("www-authenticate", line.parse()?);
    ///
    /// let step_up = oauth_core::error::challenges(&headers)[0].step_up().ok_or("no step-up")?;
    /// assert_eq!(step_up.acr_values, ["phr", "mfa"]);
    /// assert_eq!(step_up.max_age, Some(std::time::Duration::from_secs(5)));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn step_up(&self) -> Option<StepUp> {
        if !matches!(self.error()?, "insufficient_user_authentication" | "insufficient_scope") {
            return None;
        }
        Some(StepUp {
            acr_values: self.acr_values().unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect(),
            max_age: self.max_age(),
            scope: self.scope().map(Scope::from).filter(|scope| !scope.is_empty() && scope.is_valid()),
        })
    }
}
