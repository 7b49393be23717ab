//! `response_type`: what the authorization endpoint is to answer with.

use crate::grant::GrantType;

/// What an authorization response holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ResponseType {
    pub(crate) code: bool,
    pub(crate) token: bool,
    pub(crate) id_token: bool,
}

impl ResponseType {
    /// Every combination that is served, in the order of words that PingOne's metadata has.
    pub(crate) const ALL: [&'static str; 7] =
        ["code", "token", "id_token", "token id_token", "code id_token", "code token", "code token id_token"];

    /// The words may come in any order, each once.
    pub(crate) fn from_wire(value: &str) -> Option<Self> {
        let words: Vec<&str> = value.split(' ').collect();
        let has = |word| words.contains(&word);
        let read = Self { code: has("code"), token: has("token"), id_token: has("id_token") };
        let known = [read.code, read.token, read.id_token].iter().filter(|has| **has).count();
        (known == words.len()).then_some(read)
    }

    /// Whether a token comes through the browser. It must not do so in a query, where servers log it.
    pub(crate) fn is_front_channel(self) -> bool {
        self.token || self.id_token
    }

    /// The grants that a client must be allowed.
    pub(crate) fn grant_types(self) -> impl Iterator<Item = GrantType> {
        let code = self.code.then_some(GrantType::AuthorizationCode);
        code.into_iter().chain(self.is_front_channel().then_some(GrantType::Implicit))
    }
}

#[cfg(test)]
mod tests {
    use super::ResponseType;

    #[test]
    fn words_come_in_any_order_and_once() {
        assert!(ResponseType::ALL.iter().all(|known| ResponseType::from_wire(known).is_some()));
        assert_eq!(ResponseType::from_wire("id_token code"), ResponseType::from_wire("code id_token"));
        for unknown in ["", "none", "code code", "code  token", "Code", "code token id_token none"] {
            assert_eq!(ResponseType::from_wire(unknown), None, "{unknown}");
        }
    }
}
