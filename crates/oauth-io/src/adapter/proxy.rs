//! The proxy that a request goes through, for messages.

use std::env;

use http::Uri;

use crate::TransportError;

/// The proxy for https, as far as an adapter knows it, and the hosts that are asked without it.
///
/// It sends nothing anywhere: that is the engine's. It tells whose proxy was in the way
/// ([`TransportError::through`](crate::TransportError::through)).
#[derive(Debug, Clone, Default)]
pub struct KnownProxy {
    proxy: Option<Uri>,
    exceptions: Vec<String>,
}

impl KnownProxy {
    /// There is none, or it is not known.
    #[must_use]
    pub fn unknown() -> Self {
        Self::default()
    }

    /// All requests by https go through this one.
    #[must_use]
    pub fn named(proxy: Uri) -> Self {
        Self { proxy: Some(proxy), exceptions: Vec::new() }
    }

    /// What the environment says now, for an engine that reads it. `variables` are those that it reads, in its order.
    #[must_use]
    pub fn of_environment(variables: &[&str]) -> Self {
        let first =
            |names: &[&str]| names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
        Self::of_settings(first(variables), first(&["no_proxy", "NO_PROXY"]))
    }

    fn of_settings(proxy: Option<String>, exceptions: Option<String>) -> Self {
        // Without a scheme it is one of http.
        let proxy = proxy.and_then(|proxy| match proxy.contains("://") {
            true => proxy.parse().ok(),
            false => format!("http://{proxy}").parse().ok(),
        });
        let exceptions = exceptions.unwrap_or_default();
        Self { proxy, exceptions: exceptions.split(',').map(|host| host.trim().to_ascii_lowercase()).collect() }
    }

    /// The proxy of a request to this URL. `None` also if that cannot be told: networks among the exceptions are not
    /// understood here.
    #[must_use]
    pub fn of(&self, url: &Uri) -> Option<&Uri> {
        let host = url.host()?.to_ascii_lowercase();
        let excepted = |exception: &String| {
            let domain = exception.trim_start_matches('.');
            let inside = host.strip_suffix(domain).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
            exception == "*" || exception.contains('/') || (inside && !domain.is_empty())
        };
        let https = url.scheme_str() == Some("https");
        self.proxy.as_ref().filter(|_| https && !self.exceptions.iter().any(excepted))
    }

    /// `error` of a request to `url`, with both names in it.
    #[must_use]
    pub fn place(&self, error: TransportError, url: &Uri) -> TransportError {
        let error = error.at(url);
        match self.of(url) {
            Some(proxy) => error.through(proxy),
            None => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_asked_through_the_proxy() {
        let of = |proxy: &str, exceptions: &str, url: &str| {
            let found = KnownProxy::of_settings(Some(proxy.to_owned()), Some(exceptions.to_owned()));
            found.of(&url.parse().unwrap()).map(ToString::to_string)
        };
        let proxy = Some("http://proxy.example:3128/".to_owned());
        for exceptions in ["", "b.example", "localhost, .b.example", "xa.example", "ample", "a.example.b", ","] {
            assert_eq!(of("http://proxy.example:3128", exceptions, "https://a.example/t"), proxy, "{exceptions}");
        }
        assert_eq!(of("proxy.example:3128", "", "https://a.example/t"), proxy);
        for exceptions in ["*", "a.example", "A.Example", ".a.example", "x, example", "10.0.0.0/8"] {
            assert_eq!(of("http://proxy.example:3128", exceptions, "https://a.example/t"), None, "{exceptions}");
        }
        let named = KnownProxy::named(Uri::from_static("http://proxy.example:3128"));
        assert_eq!(named.of(&Uri::from_static("https://a.example/t")).map(ToString::to_string), proxy);
        assert_eq!(named.of(&Uri::from_static("http://a.example/t")), None);
        assert_eq!(of("no proxy", "", "https://a.example/t"), None);
        assert_eq!(KnownProxy::unknown().of(&Uri::from_static("https://a.example/t")), None);
    }
}
