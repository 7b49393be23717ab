//! How the body of a response is encoded, by its headers.

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Identity,
    /// Once, and by nothing else.
    Gzip,
    Other,
}

impl Coding {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(CONTENT_ENCODING).iter();
        let mut codings = values.flat_map(|value| value.as_bytes().split(|&byte| byte == b',')).map(<[u8]>::trim_ascii);
        // What some servers write in place of `identity`.
        let mut codings = codings.by_ref().filter(|coding| !is(coding, &[b"identity", b"none", b"utf-8", b""]));
        match (codings.next(), codings.next()) {
            (None, _) => Self::Identity,
            // Both names mean the same (RFC 9110 §8.4.1.3).
            (Some(coding), None) if is(coding, &[b"gzip", b"x-gzip"]) => Self::Gzip,
            _ => Self::Other,
        }
    }

    /// Why a body of this coding is not read. The header's value is not repeated.
    pub(super) fn refusal(self) -> &'static str {
        match self {
            Self::Gzip if cfg!(feature = "gzip") => "it is gzip; Policy::decode_gzip has it decoded",
            Self::Gzip => "it is gzip; Policy::decode_gzip, which the feature gzip adds, has it decoded",
            Self::Identity | Self::Other => "it is not gzip, which alone can be decoded",
        }
    }
}

fn is(coding: &[u8], names: &[&[u8]]) -> bool {
    names.iter().any(|name| coding.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_as_which_coding() {
        let coding = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(CONTENT_ENCODING, http::HeaderValue::from_static(value));
            }
            Coding::of(&headers)
        };
        for identity in [&[][..], &["identity"], &["Identity"], &["UTF-8"], &["none"], &[""], &["identity, none", ""]] {
            assert_eq!(coding(identity), Coding::Identity, "{identity:?}");
        }
        for gzip in [&["gzip"][..], &["GZip"], &["x-gzip"], &["identity, gzip"], &["identity", " gzip ,"]] {
            assert_eq!(coding(gzip), Coding::Gzip, "{gzip:?}");
        }
        for other in [&["br"][..], &["gzip, gzip"], &["gzip", "gzip"], &["gzip, br"], &["gzip;q=1"], &["UTF-16"]] {
            assert_eq!(coding(other), Coding::Other, "{other:?}");
        }
    }
}
