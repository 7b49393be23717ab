//! The parts of a URL that decide where a request goes.

use std::fmt;

use super::UrlProblem;
use super::host::{self, is_host};

/// The maximum length of a URL, in bytes.
const LONGEST: usize = 8 * 1024;

/// The parts of an `https` or `http` URL. Every HTTP implementation reads the same scheme, host and port.
#[derive(Clone, Copy)]
pub(super) struct Parts<'u> {
    pub(super) is_http: bool,
    pub(super) host: &'u str,
    pub(super) port: u16,
    /// Scheme, host and port as written.
    pub(super) origin: &'u str,
    /// Path and query as written.
    pub(super) rest: &'u str,
}

impl<'u> Parts<'u> {
    /// Splits and checks a URL. It must not have a fragment.
    pub(super) fn of(url: &'u str) -> Result<Self, UrlProblem> {
        if url.len() > LONGEST {
            return Err(UrlProblem::TooLong);
        }
        if url.contains('#') {
            return Err(UrlProblem::Fragment);
        }
        if !url.bytes().all(is_url_byte) {
            return Err(UrlProblem::Character);
        }
        let (is_http, behind) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(behind), _) => (false, behind),
            (_, Some(behind)) => (true, behind),
            _ => return Err(UrlProblem::NotAbsolute),
        };
        let authority = behind.split(['/', '?']).next().unwrap_or_default();
        let (origin, rest) = url.split_at(url.len() - behind.len() + authority.len());
        let (host, port) = host_and_port(authority, is_http)?;
        if path_of(rest).as_bytes().split(|&byte| byte == b'/').any(is_dot_segment) {
            return Err(UrlProblem::DotSegment);
        }
        Ok(Self { is_http, host, port, origin, rest })
    }

    /// Does the same for a URL that the `http` crate parsed.
    pub(super) fn of_uri(uri: &'u http::Uri) -> Result<Self, UrlProblem> {
        let is_http = match uri.scheme_str() {
            Some("https") => false,
            Some("http") => true,
            _ => return Err(UrlProblem::NotAbsolute),
        };
        let origin = uri.authority().map_or("", |authority| authority.as_str());
        let rest = uri.path_and_query().map_or("", |rest| rest.as_str());
        if origin.len() + rest.len() > LONGEST {
            return Err(UrlProblem::TooLong);
        }
        let (host, port) = host_and_port(origin, is_http)?;
        if !rest.bytes().all(is_url_byte) {
            return Err(UrlProblem::Character);
        }
        if path_of(rest).as_bytes().split(|&byte| byte == b'/').any(is_dot_segment) {
            return Err(UrlProblem::DotSegment);
        }
        Ok(Self { is_http, host, port, origin, rest })
    }

    pub(super) fn path(&self) -> &'u str {
        path_of(self.rest)
    }

    /// Returns whether both have the same scheme, host and port, however they are written.
    pub(super) fn has_origin_of(&self, other: &Parts<'_>) -> bool {
        let same_host = match (host::address(self.host), host::address(other.host)) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.host.eq_ignore_ascii_case(other.host),
            _ => false,
        };
        same_host && (self.is_http, self.port) == (other.is_http, other.port)
    }
}

fn path_of(rest: &str) -> &str {
    let end = rest.bytes().position(|byte| byte == b'?').unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// This function and its callees work on bytes, because they run for every request.
fn host_and_port(authority: &str, is_http: bool) -> Result<(&str, u16), UrlProblem> {
    let find = |wanted: u8, from: usize| {
        let behind = authority.as_bytes().get(from..)?;
        Some(behind.iter().position(|&byte| byte == wanted)? + from)
    };
    if find(b'@', 0).is_some() {
        return Err(UrlProblem::UserInfo);
    }
    if authority.is_empty() {
        return Err(UrlProblem::NotAbsolute);
    }
    // The colons of an IPv6 address come before its closing bracket.
    let end = find(b']', 0).map_or(0, |at| at + 1);
    let (host, port) = authority.split_at(find(b':', end).unwrap_or(authority.len()));
    if !is_host(host) {
        return Err(UrlProblem::Host);
    }
    match port.strip_prefix(':') {
        None => Ok((host, if is_http { 80 } else { 443 })),
        Some(digits) => read_port(digits).map(|port| (host, port)).ok_or(UrlProblem::Port),
    }
}

/// Parses a port strictly: some implementations replace an invalid port by the default one, which is another server.
fn read_port(digits: &str) -> Option<u16> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

/// Returns whether RFC 3986 allows the character, including the percent sign.
pub(super) fn is_url_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'?'..=b'@' | b'#'..=b';' | b'!' | b'=' | b'[' | b']' | b'_' | b'~')
}

/// Returns whether a segment is `.` or `..`, in any encoding.
fn is_dot_segment(segment: &[u8]) -> bool {
    let after_dot = |text: &[u8]| match text {
        [b'.', ..] => Some(1),
        [b'%', b'2', b'e' | b'E', ..] => Some(3),
        _ => None,
    };
    let Some(one) = after_dot(segment) else { return false };
    let rest = segment.get(one..).unwrap_or_default();
    rest.is_empty() || after_dot(rest) == Some(rest.len())
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.origin, f)
    }
}
