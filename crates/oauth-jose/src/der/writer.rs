//! A writer for single elements. What it writes may be a key, so it is overwritten on drop.

use zeroize::Zeroizing;

use super::tag;

/// Writes an element whose content is these parts.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let bytes = length.to_be_bytes();
    let significant = &bytes[bytes.iter().take_while(|&&byte| byte == 0).count()..];
    // The whole capacity at once: a buffer that grows leaves copies behind.
    let mut out = Zeroizing::new(Vec::with_capacity(length + significant.len() + 2));
    out.push(tag);
    match significant {
        [] => out.push(0),
        &[short @ 0..=0x7f] => out.push(short),
        long => {
            // A length of at most eight bytes.
            out.push(0x80 | long.len().to_le_bytes()[0]);
            out.extend_from_slice(long);
        }
    }
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out
}

/// Writes an integer from its big-endian bytes without leading zeros.
pub(crate) fn unsigned(number: &[u8]) -> Zeroizing<Vec<u8>> {
    match number.first() {
        Some(0..=0x7f) => tlv(tag::INTEGER, &[number]),
        _ => tlv(tag::INTEGER, &[&[0], number]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for length in [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000] {
            let content = vec![7; length];
            let written = tlv(tag::OCTET_STRING, &[&content[..length / 2], &content[length / 2..]]);
            assert_eq!(Reader::new(&written).element(), Ok((tag::OCTET_STRING, content.as_slice())), "{length}");
        }
        for number in [[].as_slice(), &[1], &[0x7f], &[0x80], &[0xff, 0]] {
            assert_eq!(Reader::new(&unsigned(number)).unsigned(), Ok(number));
        }
    }
}
