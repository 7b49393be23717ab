//! Hosts: their syntax, and which are not public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The maximum length of a host name, in bytes (RFC 1035 §2.3.4, in dotted form).
const LONGEST_NAME: usize = 253;
/// The maximum length of a label, in bytes.
const LONGEST_LABEL: usize = 63;

/// Returns whether every HTTP implementation connects to the same place for this host: a name of letters, digits, `-`
/// and `_`; four decimal numbers; or an IPv6 address in brackets, without a zone.
///
/// If the last label of a name is a number, implementations that follow
/// [WHATWG](https://url.spec.whatwg.org/#ends-in-a-number-checker) read an address, and others a name: `127.1`,
/// `0x7f000001` and `2130706433` are 127.0.0.1 to the former. So only the usual spelling of an address is accepted.
pub(super) fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let mut labels = host.as_bytes().split(|&byte| byte == b'.');
    if labels.clone().next_back().is_some_and(is_number) {
        return host.parse::<Ipv4Addr>().is_ok();
    }
    host.len() <= LONGEST_NAME && labels.all(is_label)
}

fn is_label(label: &[u8]) -> bool {
    (1..=LONGEST_LABEL).contains(&label.len())
        && label.first() != Some(&b'-')
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
}

/// Returns whether WHATWG's address parser reads a number: decimal, octal or hexadecimal.
fn is_number(label: &[u8]) -> bool {
    match label {
        [b'0', b'x' | b'X', digits @ ..] => digits.iter().all(u8::is_ascii_hexdigit),
        digits => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
    }
}

/// Returns the IP address, if the host is one.
pub(super) fn address(host: &str) -> Option<IpAddr> {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).parse().ok()
}

/// Returns whether the host is a loopback address or `localhost`.
pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || address(host).is_some_and(|address| address.is_loopback())
}

/// Returns whether a host is only reachable from within a network, judging by its text: a loopback, link-local,
/// private, shared or multicast address; a name in a zone that public DNS does not have; or a name without a dot.
///
/// It does not consider what a public name resolves to.
pub(super) fn is_private(host: &str) -> bool {
    match address(host) {
        Some(IpAddr::V4(address)) => is_private_v4(address),
        Some(IpAddr::V6(address)) => is_private_v6(address),
        None => {
            // RFC 6761 §6.3, RFC 6762 §3, RFC 8375, and the zone that ICANN reserves.
            const ZONES: [&str; 4] = [".localhost", ".local", ".home.arpa", ".internal"];
            let name = host.to_ascii_lowercase();
            !name.contains('.') || name == "home.arpa" || ZONES.iter().any(|zone| name.ends_with(zone))
        }
    }
}

/// The blocks of [RFC 6890](https://www.rfc-editor.org/rfc/rfc6890.html) that are not globally reachable, and
/// multicast.
fn is_private_v4(address: Ipv4Addr) -> bool {
    matches!(
        address.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [192, 0, 0, _]
            | [198, 18 | 19, ..]
    )
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| is_private_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match address.segments() {
        // Unspecified, loopback, and the deprecated IPv4-compatible addresses.
        [0, 0, 0, 0, 0, 0, ..] => true,
        // IPv4-mapped, NAT64 and 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            embedded(high, low)
        }
        // Local-use NAT64, unique local, link-local, site-local, multicast.
        [0x64, 0xff9b, 1, ..] | [0xfc00..=0xfdff, ..] | [0xfe80..=0xfeff, ..] | [0xff00..=0xffff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_and_invalid_hosts() {
        let long_label = "a".repeat(63);
        let long_name = [&*long_label, &long_label, &long_label, &"b".repeat(61)].join(".");
        for host in [
            "a.example",
            "keycloak",
            "my_service.x-y.example",
            "127.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[2001:DB8::1]",
            "[::ffff:1.2.3.4]",
            "1.example",
            "0xg",
            "xn--bcher-kva.example",
            &long_name,
        ] {
            assert!(is_host(host), "{host}");
        }
        let too_long_name = format!("{long_name}c");
        let too_long_label = "a".repeat(64);
        for host in [
            "",
            ".",
            "a..example",
            ".example",
            "a.example.",
            "-a.example",
            "*.example",
            "a'b.example",
            "a b",
            "a%41.example",
            "256.256.256.256",
            "1.2.3",
            "127.1",
            "127.0.0.01",
            "1.2.3.4.5",
            "2130706433",
            "0x7f000001",
            "0X7F.1",
            "a.example.0x",
            "a.09",
            "[",
            "[]",
            "[::1",
            "[::1%25eth0]",
            "[::1%eth0]",
            "[1.2.3.4]",
            "::1",
            "[::1].example",
            &too_long_name,
            &too_long_label,
        ] {
            assert!(!is_host(host), "{host}");
        }
    }

    #[test]
    fn private_and_public_hosts() {
        for host in [
            "localhost",
            "LOCALHOST",
            "app.localhost",
            "keycloak",
            "printer.local",
            "nas.home.arpa",
            "metadata.google.internal",
            "127.0.0.1",
            "127.255.255.255",
            "0.0.0.0",
            "10.0.0.5",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[::127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:a9fe:a9fe]",
            "[64:ff9b::169.254.169.254]",
            "[64:ff9b:1::1]",
            "[2002:a00:1::]",
            "[fc00::1]",
            "[fdff::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
        ] {
            assert!(is_host(host) && is_private(host), "{host}");
        }
        for host in [
            "a.example",
            "local.example",
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.2.1",
            "169.253.0.1",
            "223.255.255.255",
            "[2001:db8::1]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::8.8.8.8]",
            "[2002:808:808::]",
        ] {
            assert!(is_host(host) && !is_private(host), "{host}");
        }
    }
}
