//! Scopes ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3)).

use std::fmt;
use std::sync::Arc;

use crate::wire::show::show_by_debug;
use crate::wire::text::{Shown, has_control};

/// The scopes of a request or of a token, in order.
///
/// ```
/// use oauth_core::Scope;
///
/// let scope = Scope::from("read write");
/// assert_eq!(scope, Scope::from_iter(["read", "write"]));
/// assert!(scope.contains("write"));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Scope(Arc<str>);

impl Scope {
    /// Returns the scopes, separated by spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns an iterator over the scopes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|token| !token.is_empty())
    }

    /// Returns whether `token` is one of the scopes. Scopes are case-sensitive.
    #[must_use]
    pub fn contains(&self, token: &str) -> bool {
        self.iter().any(|each| each == token)
    }

    /// Returns these scopes, and those of `others` that are not among them.
    ///
    /// ```
    /// use oauth_core::Scope;
    ///
    /// assert_eq!(Scope::from("read write").with(&"write delete".into()), Scope::from("read write delete"));
    /// ```
    #[must_use]
    pub fn with(&self, others: &Self) -> Self {
        self.iter().chain(others.iter().filter(|token| !self.contains(token))).collect()
    }

    /// Returns the scopes without copying them.
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// Returns whether there are no scopes. An empty scope grants nothing; it does not mean "everything".
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether `limit` contains each of these scopes.
    pub(crate) fn is_within(&self, limit: &Self) -> bool {
        all_among(self.iter(), limit.iter())
    }

    /// Returns those of these scopes that `limit` contains.
    pub(crate) fn cut_to(&self, limit: &Self) -> Self {
        let limit = sorted(limit.iter());
        self.iter().filter(|token| limit.binary_search(token).is_ok()).collect()
    }

    /// Returns these scopes, and those of `more` that are not among them and are in `limit`, if there is one.
    pub(crate) fn widened(&self, more: &Self, limit: Option<&Self>) -> Self {
        let (known, limit) = (sorted(self.iter()), limit.map(|limit| sorted(limit.iter())));
        let within = |token: &&str| limit.as_ref().is_none_or(|limit| limit.binary_search(token).is_ok());
        let fresh = more.iter().filter(|token| known.binary_search(token).is_err()).filter(within);
        self.iter().chain(fresh).collect()
    }

    /// Returns whether a request may contain these scopes: `NQCHAR` of RFC 6749, and non-ASCII letters, which some
    /// servers use.
    pub(crate) fn is_valid(&self) -> bool {
        let bad = |byte: u8| byte.is_ascii_control() | (byte == b'"') | (byte == b'\\');
        !self.0.bytes().fold(false, |found, byte| found | bad(byte)) && (self.0.is_ascii() || !has_control(&self.0))
    }
}

impl From<&str> for Scope {
    fn from(scopes: &str) -> Self {
        // Without an early exit, the compiler vectorizes the loop.
        let pairs = scopes.bytes().zip(scopes.bytes().skip(1));
        let has_gap = pairs.fold(false, |found, (one, next)| found | (one == b' ') & (next == b' '));
        let is_tidy = !(has_gap || scopes.is_empty() || scopes.starts_with(' ') || scopes.ends_with(' '));
        if is_tidy { Self(scopes.into()) } else { scopes.split(' ').collect() }
    }
}

impl From<String> for Scope {
    fn from(scopes: String) -> Self {
        scopes.as_str().into()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Scope {
    fn from_iter<I: IntoIterator<Item = T>>(scopes: I) -> Self {
        let mut joined = String::new();
        for scope in scopes {
            for token in scope.as_ref().split(' ').filter(|token| !token.is_empty()) {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(token);
            }
        }
        Self(joined.into())
    }
}

fn all_among<T: Ord>(mut items: impl Iterator<Item = T>, limit: impl Iterator<Item = T>) -> bool {
    let limit = sorted(limit);
    items.all(|item| limit.binary_search(&item).is_ok())
}

/// Sorts a list for lookups. Linear lookups would take too long if a server fills both lists.
fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scope").field(&Shown(&self.0)).finish()
    }
}

show_by_debug!(Scope);

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extra_spaces_are_ignored() {
        for text in ["a b", " a  b ", "a b "] {
            assert_eq!(Scope::from(text).as_str(), "a b");
            assert_eq!(Scope::from(text.to_owned()).as_str(), "a b");
        }
        assert!(Scope::from("").is_empty() && Scope::from(" ").is_empty());
        assert_eq!(Scope::from_iter(["a", "", "b"]).as_str(), "a b");
        assert_eq!(Scope::from_iter([" ", " a  b", "c "]).as_str(), "a b c");
        assert!(Scope::from_iter([" "]).is_empty());
    }

    #[test]
    fn contains_compares_whole_scopes() {
        let scope = Scope::from("read:all write");
        assert!(scope.contains("read:all"));
        assert!(!scope.contains("read") && !scope.contains("WRITE") && !scope.contains(""));
    }

    /// A text that counts its comparisons.
    #[derive(PartialEq, Eq)]
    struct Counted<'c>(String, &'c std::cell::Cell<usize>);

    impl Ord for Counted<'_> {
        fn cmp(&self, other: &Self) -> std::cmp::Ordering {
            self.1.set(self.1.get() + 1);
            self.0.cmp(&other.0)
        }
    }

    impl PartialOrd for Counted<'_> {
        fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
            Some(self.cmp(other))
        }
    }

    #[test]
    fn the_comparison_of_scopes_takes_quasilinear_time() {
        let work = |count: usize| {
            let compared = std::cell::Cell::new(0);
            let scopes = |step: usize| (0..count).map(move |n| format!("scope:{}", n * step % count));
            let counted = |step| scopes(step).map(|text| Counted(text, &compared));
            assert!(all_among(counted(7), counted(1)));
            compared.get()
        };
        let (few, more, many) = (work(1_000), work(4_000), work(16_000));
        assert!(few > 0 && more < 6 * few && many < 6 * more, "{few} {more} {many}");
    }

    #[test]
    fn cut_scopes_keep_their_order() {
        let limit = Scope::from("d b a");
        assert_eq!(Scope::from("c b e a").cut_to(&limit).as_str(), "b a");
        assert!(Scope::from("a b").is_within(&limit) && Scope::default().is_within(&limit));
        assert!(!Scope::from("a c").is_within(&limit) && !Scope::from("a").is_within(&Scope::default()));
    }
}
