//! What is known of each origin, for a limited number of them.

use http::Uri;

/// The maximum number of origins.
const MOST: usize = 64;

/// A value for each key and origin. The least recently used one is first, and is dropped if there are too many.
pub(super) struct Origins<K, T>(Vec<(K, String, T)>);

impl<K, T> Default for Origins<K, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq, T: Clone> Origins<K, T> {
    pub(super) fn get(&mut self, key: &K, uri: &Uri) -> Option<T> {
        let origin = origin(uri);
        let at = self.0.iter().position(|(each, of, _)| each == key && *of == origin)?;
        let used = self.0.remove(at);
        let value = used.2.clone();
        self.0.push(used);
        Some(value)
    }

    pub(super) fn set(&mut self, key: K, uri: &Uri, value: T) {
        let origin = origin(uri);
        self.remove_origin(&key, &origin);
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push((key, origin, value));
    }

    pub(super) fn remove(&mut self, key: &K, uri: &Uri) {
        self.remove_origin(key, &origin(uri));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn remove_origin(&mut self, key: &K, origin: &str) {
        self.0.retain(|(each, of, _)| each != key || of != origin);
    }
}

/// Returns scheme, host and port, with the default port written out.
fn origin(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let port = uri.port_u16().unwrap_or(if scheme == "http" { 80 } else { 443 });
    format!("{scheme}://{}:{port}", uri.host().unwrap_or_default().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_per_key_and_origin_and_the_oldest_is_dropped() {
        let mut values = Origins::default();
        let uri = |text: &str| text.parse::<Uri>().unwrap();
        values.set('s', &uri("https://as.example/token"), "n1");
        values.set('r', &uri("https://AS.example:443/userinfo"), "n2");
        assert_eq!(values.get(&'s', &uri("https://as.example/par")).unwrap(), "n1");
        assert_eq!(values.get(&'r', &uri("https://as.example/x")).unwrap(), "n2");
        assert_eq!(values.get(&'r', &uri("https://as.example:8443/x")), None);
        values.get(&'s', &uri("https://as.example/par"));
        for port in 1000..1063 {
            values.set('r', &uri(&format!("https://r.example:{port}/")), "n");
        }
        assert_eq!(values.0.len(), MOST);
        assert_eq!(values.get(&'r', &uri("https://as.example/x")), None, "used the longest ago");
        assert!(values.get(&'s', &uri("https://as.example/par")).is_some());
        values.remove(&'s', &uri("https://as.example:443"));
        assert_eq!(values.get(&'s', &uri("https://as.example/par")), None);
    }
}
