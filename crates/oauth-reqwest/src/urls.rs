//! The URLs that were asked, as reqwest takes them.

use std::sync::{PoisonError, RwLock};

use http::Uri;
use reqwest::Url;

/// How many are kept. A program asks a handful.
const KEPT: usize = 16;

/// Parsing a URL costs a tenth of a whole request, and a program asks the same ones again and again. One with a query is
/// parsed each time, because a query may hold a secret, and is another one each time.
#[derive(Default)]
pub(crate) struct Urls(RwLock<Vec<(Uri, Url)>>);

impl Urls {
    /// The URL that `parse` makes of `uri`, now or before.
    pub(crate) fn get<E>(&self, uri: &Uri, parse: impl FnOnce(&Uri) -> Result<Url, E>) -> Result<Url, E> {
        if uri.query().is_some() {
            return parse(uri);
        }
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, url)) = known.iter().find(|(known, _)| known == uri) {
            return Ok(url.clone());
        }
        drop(known);
        let url = parse(uri)?;
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.push((uri.clone(), url.clone()));
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_parsed_once_unless_it_has_a_query() {
        let urls = Urls::default();
        let mut parsed = 0;
        let mut get = |uri: &'static str| {
            let url = urls.get(&Uri::from_static(uri), |uri| {
                parsed += 1;
                Url::parse(&uri.to_string())
            });
            assert_eq!(url.unwrap().as_str(), uri);
            parsed
        };
        assert_eq!([get("https://a.example/x"), get("https://a.example/y"), get("https://a.example/x")], [1, 2, 2]);
        assert_eq!([get("https://a.example/x?c=1"), get("https://a.example/x?c=1")], [3, 4]);
        assert_eq!(get("https://b.example/x"), 5);
    }

    #[test]
    fn there_is_an_end_to_it() {
        let urls = Urls::default();
        for number in 0..100 {
            let uri: Uri = format!("https://a.example/{number}").parse().unwrap();
            assert!(urls.get(&uri, |uri| Url::parse(&uri.to_string())).is_ok_and(|url| url.path() == uri.path()));
        }
        assert!(urls.0.read().unwrap().len() <= KEPT);
        assert!(urls.get(&Uri::from_static("https://a.example/x"), |_| Err(())).is_err());
    }
}
