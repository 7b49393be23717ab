//! Step-up authentication: the demands of a resource before it grants access
//! ([RFC 9470 §4](https://www.rfc-editor.org/rfc/rfc9470.html#section-4)).

use std::time::Duration;

use crate::token::Scope;
use crate::wire::challenge::Challenge;
use crate::wire::show::debug_of_fields;

/// The parameters of a new authorization request, so that the resource that rejected an access token accepts the next
/// one.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepUp {
    /// The accepted authentication context classes, in order of preference. Empty if the resource does not name any.
    pub acr_values: Vec<String>,
    /// The maximum time since the user signed in.
    pub max_age: Option<Duration>,
    /// The scopes that the resource requires.
    pub scope: Option<Scope>,
}

debug_of_fields!(StepUp { acr_values, max_age, scope });

impl Challenge {
    /// Returns what to request in a new authorization request, if the challenge states that the token is valid but
    /// insufficient: `insufficient_user_authentication`
    /// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)) or `insufficient_scope`
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)). Otherwise `None`.
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
