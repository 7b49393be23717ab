//! URLs as the parser of most HTTP engines and of browsers reads them.

use http::Uri;
use url::{Host, Url};

/// What core accepts as a URL with a host must be the same to the other parser: none may send a request elsewhere than
/// another one thinks.
pub fn same(text: &str) {
    // What the other one refuses is sent nowhere.
    let Ok(url) = Url::parse(text) else { return };
    let (scheme, rest) = text.split_once("://").unwrap();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse::<u16>().ok()),
        _ => (authority, None),
    };
    let usual = if scheme == "http" { 80 } else { 443 };
    assert_eq!(url.scheme(), scheme, "{text}");
    assert!(is_host(url.host_str().unwrap_or_default(), host), "{text}: {url}");
    assert_eq!(url.port_or_known_default(), Some(port.unwrap_or(usual)), "{text}: {url}");
    assert!(url.username().is_empty() && url.password().is_none(), "{text}: {url}");
    let path = after.split(['?', '#']).next().unwrap();
    assert_eq!(url.path(), if path.is_empty() { "/" } else { path }, "{text}: {url}");
}

/// Whether this is the same host, but for letters in upper case and for how an address of IPv6 is written.
fn is_host(found: &str, written: &str) -> bool {
    let address = |text: &str| text.strip_prefix('[')?.strip_suffix(']')?.parse::<std::net::Ipv6Addr>().ok();
    match address(written) {
        Some(expected) => address(found) == Some(expected),
        None => found.eq_ignore_ascii_case(written),
    }
}

/// Checks that a public server named no address that is known to be of a network of its own.
pub fn public(text: &str) {
    let inside = match Url::parse(text).ok().and_then(|url| url.host().map(|host| host.to_owned())) {
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_private() || address.is_link_local(),
        Some(Host::Ipv6(address)) => {
            let mapped = address.to_ipv4_mapped().is_some_and(|address| address.is_loopback() || address.is_private());
            mapped || address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost") || name.ends_with(".internal"),
        None => false,
    };
    assert!(!inside, "{text}");
}

/// Checks that a request goes to this host, by https.
pub fn goes_to(uri: &Uri, host: &str) {
    assert_eq!(uri.scheme_str(), Some("https"), "{uri}");
    assert!(uri.host().is_some_and(|found| found.eq_ignore_ascii_case(host)), "{uri}");
    assert!(matches!(uri.port_u16(), None | Some(443)), "{uri}");
    same(&uri.to_string());
}
