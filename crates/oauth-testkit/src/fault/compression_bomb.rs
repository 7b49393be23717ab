//! The compression bomb: a body that is small on the wire and large once it is decoded.

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use http::HeaderValue;
use http::header::CONTENT_ENCODING;

use crate::response::Response;

/// Prepends `decoded` spaces to the body and compresses it with gzip
/// ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952.html)).
pub(crate) fn compressed(response: Response, decoded: usize) -> Response {
    // Writing to memory cannot fail.
    let mut response = response.map(|body| gzip(decoded, &body).unwrap_or_default());
    response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response
}

fn gzip(spaces: usize, body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    io::copy(&mut io::Read::take(io::repeat(b' '), spaces as u64), &mut encoder)?;
    encoder.write_all(body)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::gzip;

    #[test]
    fn decoding_gives_the_spaces_and_then_the_body() {
        for spaces in [0, 1, 2, 257, 258, 259, 260, 517, 1_000_000] {
            let stream = gzip(spaces, b"{\"a\":1}").unwrap();
            let mut decoded = Vec::new();
            flate2::read::GzDecoder::new(stream.as_slice()).read_to_end(&mut decoded).unwrap();
            assert_eq!(decoded.len(), spaces + 7, "{spaces}");
            assert!(decoded[..spaces].iter().all(|byte| *byte == b' '));
            assert_eq!(&decoded[spaces..], b"{\"a\":1}");
        }
    }

    #[test]
    fn the_stream_is_small() {
        let stream = gzip(16 * 1024 * 1024, b"").unwrap();
        assert!(stream.len() < 20_000, "{}", stream.len());
    }
}
