//! Members of an answer that the protocol does not define.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::wire::json::Object;

/// The members of an answer that this library has no name for. A client ignores them
/// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)) unless it knows the server.
///
/// Its `Debug` shows the names and none of the values, which may be tokens.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Vec<(String, Value)>);

impl Extra {
    pub(crate) fn rest_of(object: Object<'_>) -> Self {
        let members = object.into_members();
        if members.is_empty() {
            return Self::default();
        }
        Self(members.into_iter().map(|(name, node)| (name.into_owned(), node.into_value())).collect())
    }

    /// Adds a member. `false` where there is one of this name already.
    pub(crate) fn insert(&mut self, name: String, value: Value) -> bool {
        let fresh = self.names().all(|each| each != name);
        if fresh {
            self.0.push((name, value));
        }
        fresh
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Reads a member as whatever type it should have. `None` where it is absent, null or of another type.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    /// # let client = Client::new(server, "id", ClientAuthentication::none()).unwrap();
    /// # let answer = http::Response::new(br#"{"access_token":"a","token_type":"Bearer","ext_expires_in":"7200"}"#);
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let tokens = client.client_credentials().decode((&answer).into(), now)?;
    /// assert_eq!(tokens.extra.get::<String>("ext_expires_in").as_deref(), Some("7200"));
    /// # Ok::<_, oauth_core::DecodeError>(())
    /// ```
    #[must_use]
    pub fn get<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Option<T> {
        let value = self.0.iter().find_map(|(member, value)| (member == name).then_some(value))?;
        T::deserialize(value).ok()
    }

    /// The names of the members.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
