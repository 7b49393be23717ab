//! The URL of an endpoint.

use std::borrow::Cow;
use std::fmt;

use http::Uri;

use super::resolve::{resolve, same_origin};
use super::{UrlPolicy, UrlProblem};
use crate::wire::show::show_by_debug;
use crate::wire::text::Shown;

/// The URL of an endpoint: absolute, `https` (or `http`, if the policy allows it), without fragment and user info. It
/// is kept as written.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EndpointUrl {
    text: String,
    uri: Uri,
}

impl EndpointUrl {
    /// Creates a URL that the caller configured.
    pub(crate) fn new(text: &str, policy: &UrlPolicy) -> Result<Self, UrlProblem> {
        policy.check(text)?;
        Self::parse(text.to_owned())
    }

    /// Creates a URL that a document or a response from `by` names. It must be absolute.
    pub(crate) fn named(text: &str, by: &str, policy: &UrlPolicy) -> Result<Self, UrlProblem> {
        policy.check_named(text, by)?;
        Self::parse(text.to_owned())
    }

    /// Creates a URL that a response from `by` names and that must have the same origin. Also returns whether it was
    /// relative.
    pub(crate) fn of_origin(text: &str, by: &str, policy: &UrlPolicy) -> Result<(Self, bool), UrlProblem> {
        let resolved = resolve(by, text)?;
        policy.check(&resolved)?;
        if !same_origin(&resolved, by) {
            return Err(UrlProblem::Origin);
        }
        let relative = matches!(resolved, Cow::Owned(_));
        Ok((Self::parse(resolved.into_owned())?, relative))
    }

    fn parse(text: String) -> Result<Self, UrlProblem> {
        let uri = text.parse().map_err(|_| UrlProblem::Character)?;
        Ok(Self { text, uri })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }
}

impl fmt::Debug for EndpointUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Shown(&self.text), f)
    }
}

show_by_debug!(EndpointUrl);
