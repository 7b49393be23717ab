//! Members of a response that have no field.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::raw::Raw;
use super::text::Shown;

/// The members of a response that this library does not know, or could not read, verbatim.
///
/// A client ignores unknown members ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)); use
/// them only if you know the server. The `Debug` shows the names but not the values, which may be tokens.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Extra(Vec<(Box<str>, Box<str>)>);

impl Extra {
    pub(crate) fn rest(members: Vec<(Cow<'_, str>, Raw<'_>)>) -> Self {
        if members.is_empty() {
            return Self::default();
        }
        let mut kept = Vec::with_capacity(members.len());
        kept.extend(members.into_iter().map(|(name, value)| (name.into(), value.into_json())));
        Self(kept)
    }

    /// Adds a member. Returns `false` if the name exists already.
    pub(crate) fn insert(&mut self, name: String, value: Value) -> bool {
        let fresh = self.names().all(|each| each != name);
        if fresh {
            self.0.push((name.into(), value.to_string().into()));
        }
        fresh
    }

    /// Adds the members whose names do not exist yet. If a name is repeated, the first member counts.
    pub(crate) fn extend(&mut self, members: impl IntoIterator<Item = (Box<str>, Box<str>)>) {
        let more: Vec<_> = members.into_iter().collect();
        let mut known: HashSet<&str> = self.names().collect();
        let fresh: Vec<bool> = more.iter().map(|(name, _)| known.insert(name)).collect();
        self.0.extend(more.into_iter().zip(fresh).filter_map(|(member, fresh)| fresh.then_some(member)));
    }

    /// Returns the members under the names that `rename` makes of theirs.
    pub(crate) fn renamed(self, rename: impl Fn(String) -> String) -> Self {
        Self(self.0.into_iter().map(|(name, value)| (rename(name.into()).into(), value)).collect())
    }

    /// Returns the names and the JSON values of the members, and ends the list.
    pub(crate) fn into_members(self) -> impl Iterator<Item = (Box<str>, Box<str>)> {
        self.0.into_iter()
    }

    /// Returns the names and the JSON values of the members.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Returns a member as the given type. `None` if it is absent, null or of another type. If the name is repeated,
    /// the first member counts.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    /// # let client = Client::new(server, "id", ClientAuthentication::none()).unwrap();
    /// # let response = http::Response::new(br#"{"access_token":"a","token_type":"Bearer","ext_expires_in":"7200"}"#);
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let tokens = client.client_credentials().decode((&response).into(), now)?;
    /// assert_eq!(tokens.extra.get::<String>("ext_expires_in").as_deref(), Some("7200"));
    /// # Ok::<_, oauth_core::DecodeError>(())
    /// ```
    #[must_use]
    pub fn get<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Option<T> {
        serde_json::from_str(self.get_json(name)?).ok()
    }

    /// Returns the JSON value of a member as the server wrote it. The parameters of a form are strings.
    #[must_use]
    pub fn get_json(&self, name: &str) -> Option<&str> {
        self.members().find_map(|(member, value)| (member == name).then_some(value))
    }

    /// Returns the names of the members.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members().map(|(name, _)| name)
    }

    /// Returns whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The maximum number of names to print.
        const MOST: usize = 16;
        let mut set = f.debug_set();
        set.entries(self.names().take(MOST).map(Shown));
        if self.names().nth(MOST).is_some() {
            set.entry(&format_args!(".."));
        }
        set.finish()
    }
}
