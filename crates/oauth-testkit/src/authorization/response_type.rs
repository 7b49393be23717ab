//! The `response_type` parameter ([RFC 6749 §3.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.1)).

use crate::grant::GrantType;

/// The values that an authorization response contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ResponseType {
    pub(crate) code: bool,
    pub(crate) token: bool,
    pub(crate) id_token: bool,
}

impl ResponseType {
    /// The supported combinations, with their words in the order of PingOne's metadata.
    pub(crate) const ALL: [&'static str; 7] =
        ["code", "token", "id_token", "token id_token", "code id_token", "code token", "code token id_token"];

    /// Parses a value. Its words may come in any order, but only once each.
    pub(crate) fn from_wire(value: &str) -> Option<Self> {
        let words: Vec<&str> = value.split(' ').collect();
        let has = |word| words.contains(&word);
        let read = Self { code: has("code"), token: has("token"), id_token: has("id_token") };
        let known = [read.code, read.token, read.id_token].iter().filter(|has| **has).count();
        (known == words.len()).then_some(read)
    }

    /// Whether a token passes through the browser, so that the response must not use the query, which servers log.
    pub(crate) fn is_front_channel(self) -> bool {
        self.token || self.id_token
    }

    /// The grants that the client needs for this response type.
    pub(crate) fn grant_types(self) -> impl Iterator<Item = GrantType> {
        let code = self.code.then_some(GrantType::AuthorizationCode);
        code.into_iter().chain(self.is_front_channel().then_some(GrantType::Implicit))
    }
}

#[cfg(test)]
mod tests {
    use super::ResponseType;

    #[test]
    fn words_come_in_any_order_but_once() {
        assert!(ResponseType::ALL.iter().all(|known| ResponseType::from_wire(known).is_some()));
        assert_eq!(ResponseType::from_wire("id_token code"), ResponseType::from_wire("code id_token"));
        for unknown in ["", "none", "code code", "code  token", "Code", "code token id_token none"] {
            assert_eq!(ResponseType::from_wire(unknown), None, "{unknown}");
        }
    }
}
