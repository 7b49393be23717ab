//! The URLs that were asked before.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use http::Uri;

/// How many are kept. A program asks a handful.
const KEPT: usize = 16;

/// The URLs that were asked before, each with what an adapter made of it: that it was checked ([`check_request`]), and
/// its form for the engine.
///
/// Both depend on the URL alone, cost more than the comparison, and a program asks the same URLs again and again. One
/// with a query is made each time, because a query may hold a secret, and is another one each time. A refusal is not kept.
///
/// [`check_request`]: super::check_request
pub struct KnownUrls<T>(RwLock<Vec<(Uri, T)>>);

impl<T: Clone> KnownUrls<T> {
    /// What `make` returns for `uri`, now or before. Always hand it the same `make`, of the same policy.
    ///
    /// # Errors
    ///
    /// As `make`.
    pub fn get<E>(&self, uri: &Uri, make: impl FnOnce(&Uri) -> Result<T, E>) -> Result<T, E> {
        if uri.query().is_some() {
            return make(uri);
        }
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = known.iter().find(|(known, _)| known == uri) {
            return Ok(made.clone());
        }
        drop(known);
        let made = make(uri)?;
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.push((uri.clone(), made.clone()));
        Ok(made)
    }
}

impl<T> Default for KnownUrls<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> fmt::Debug for KnownUrls<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownUrls").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_made_once_unless_it_has_a_query() {
        let urls = KnownUrls::default();
        let mut times = 0;
        let mut get = |uri: &'static str| {
            let made = urls.get(&Uri::from_static(uri), |uri| {
                times += 1;
                Ok::<_, ()>(uri.to_string())
            });
            assert_eq!(made.unwrap(), uri);
            times
        };
        assert_eq!([get("https://a.example/x"), get("https://a.example/y"), get("https://a.example/x")], [1, 2, 2]);
        assert_eq!([get("https://a.example/x?c=1"), get("https://a.example/x?c=1")], [3, 4]);
        assert_eq!([get("https://b.example/x"), get("http://a.example/x"), get("https://a.example:444/x")], [5, 6, 7]);
    }

    #[test]
    fn a_refusal_is_not_kept_and_is_no_answer_for_another_url() {
        let urls = KnownUrls::default();
        let uri = Uri::from_static("https://a.example/x");
        assert_eq!(urls.get(&uri, |_| Err::<(), _>("no")), Err("no"));
        assert_eq!(urls.get(&uri, |_| Ok::<_, &str>(())), Ok(()));
        assert_eq!(urls.get(&uri, |_| Err("no")), Ok(()));
        assert_eq!(urls.get(&Uri::from_static("https://a.example/y"), |_| Err("no")), Err("no"));
    }

    #[test]
    fn there_is_an_end_to_it() {
        let urls = KnownUrls::default();
        for number in 0..100 {
            let uri: Uri = format!("https://a.example/{number}").parse().unwrap();
            assert_eq!(urls.get(&uri, |_| Ok::<_, ()>(number)), Ok(number));
        }
        assert!(urls.0.read().unwrap().len() <= KEPT);
    }
}
