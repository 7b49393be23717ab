//! How the bytes of an input are read. They are text as far as possible, so that a seed can be written by hand.
//!
//! The first line holds options, a character each. The rest are parts with a line `%%` between them. A part that is a
//! response begins with a line of its status and how its body is wrapped; header lines follow, then an empty line and the
//! body. What stands between `~(` and `~)` stands there until it fills 14 KiB.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::check::ISSUED;

/// The options in the first line of an input. One that is missing is zero.
pub struct Options<'a>(&'a [u8]);

impl Options<'_> {
    /// The next option, one of `count`: `0` is the first.
    pub fn choose(&mut self, count: u8) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first.wrapping_sub(b'0') % count
    }

    /// The next option, a yes or a no.
    pub fn flip(&mut self) -> bool {
        self.choose(2) == 1
    }

    /// The next option, an item of a list.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[usize::from(self.choose(u8::try_from(list.len()).unwrap()))]
    }
}

/// The input with what is to be repeated in it repeated, at three places at most.
pub fn grown(data: &[u8]) -> Cow<'_, [u8]> {
    const SIZE: usize = 14 * 1024;
    let find = |data: &[u8], mark: &[u8]| data.windows(mark.len()).position(|window| window == mark);
    let mut rest = data;
    let mut whole = Vec::new();
    for _ in 0..3 {
        let Some(start) = find(rest, b"~(") else { break };
        let Some(length) = find(&rest[start + 2..], b"~)") else { break };
        let repeated = &rest[start + 2..][..length];
        whole.extend_from_slice(&rest[..start]);
        let until = whole.len() + SIZE;
        while !repeated.is_empty() && whole.len() < until {
            whole.extend_from_slice(repeated);
        }
        rest = &rest[start + 2 + length + 2..];
    }
    if whole.is_empty() {
        return data.into();
    }
    whole.extend_from_slice(rest);
    whole.into()
}

/// The options of an input, and the rest of it.
pub fn read(data: &[u8]) -> (Options<'_>, &[u8]) {
    let (first, rest) = line(data);
    (Options(first), rest)
}

/// The first line, and the rest.
pub fn line(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, b""),
    }
}

/// The parts between the lines `%%`.
pub fn parts(mut data: &[u8]) -> Vec<&[u8]> {
    const MARK: &[u8] = b"\n%%\n";
    let mut parts = Vec::new();
    while let Some(at) = data.windows(MARK.len()).position(|window| window == MARK) {
        parts.push(&data[..at]);
        data = &data[at + MARK.len()..];
    }
    parts.push(data);
    parts
}

/// The response that a part describes. `secret` are the members whose values are nobody's to see: how the body is wrapped
/// says whether [`ISSUED`] stands in them. `also` are more members, as JSON, for a body of JSON that holds them all.
pub fn response(part: &[u8], secret: &[&str], also: &str) -> Response<Vec<u8>> {
    let (first, mut rest) = line(part);
    let (status, wrap) = first.split_at(first.len().min(3));
    let status = StatusCode::from_bytes(status).unwrap_or(StatusCode::OK);
    let mut response = Response::builder().status(status).body(Vec::new()).unwrap();
    loop {
        let (header, after) = line(rest);
        rest = after;
        if header.is_empty() {
            break;
        }
        let Some(at) = header.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (&header[..at], header[at + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            response.headers_mut().append(name, value);
        }
    }
    *response.body_mut() = wrapped(wrap.trim_ascii(), secret, also, rest);
    response
}

fn wrapped(wrap: &[u8], secret: &[&str], also: &str, body: &[u8]) -> Vec<u8> {
    let each = |write: &dyn Fn(&&str) -> String| secret.iter().map(write).collect::<String>();
    let quoted = each(&|name| format!("\"{name}\":\"{ISSUED}\","));
    let start = match wrap {
        b"1" => format!("{{{quoted}"),
        b"2" => each(&|name| format!("{name}={ISSUED}&")),
        b"3" => format!("{{\"x\":{{\"y\":[\"{ISSUED}\"]}},"),
        b"4" => format!("{{{also}"),
        b"5" => format!("{{{also}{quoted}"),
        _ => return body.to_vec(),
    };
    // A body of JSON goes on in the wrapping's object.
    let body = if start.starts_with('{') { body.strip_prefix(b"{").unwrap_or(body) } else { body };
    let mut whole = start.into_bytes();
    if body == b"}" {
        whole.pop();
    }
    whole.extend_from_slice(body);
    whole
}
