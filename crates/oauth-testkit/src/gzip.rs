//! A gzip stream that is small on the wire and large when decoded, put together bit by bit (RFC 1951, RFC 1952).

/// The longest match of DEFLATE.
const MATCH: usize = 258;

/// `spaces` spaces and then `tail`. `tail` is cut after 65,535 bytes, the longest stored block.
pub(crate) fn bomb(spaces: usize, tail: &[u8]) -> Vec<u8> {
    let tail = tail.get(..usize::from(u16::MAX)).unwrap_or(tail);
    // Deflate, no flags, no time, an unknown system.
    let mut stream = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    stream.extend(run(spaces));
    stream.extend(stored(tail));
    let mut crc = Crc::new();
    (0..spaces).for_each(|_| crc.update(b' '));
    tail.iter().for_each(|byte| crc.update(*byte));
    stream.extend(crc.finish().to_le_bytes());
    // The length is taken modulo 2^32, so wrapping is what the format asks for.
    stream.extend((spaces.wrapping_add(tail.len()) as u32).to_le_bytes());
    stream
}

/// A block with the fixed codes: spaces one by one, then copies of 258 bytes from one byte before.
fn run(spaces: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.number(0, 1);
    bits.number(1, 2);
    let (matches, literals) = match spaces {
        0 => (0, 0),
        // The first space is a literal: a copy needs something to copy from.
        _ => ((spaces - 1) / MATCH, 1 + (spaces - 1) % MATCH),
    };
    for _ in 0..literals {
        bits.code(0x30 + u32::from(b' '), 8);
    }
    for _ in 0..matches {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    bits.finish()
}

/// The last block, stored as it is. It begins at a byte: an empty stored block before it has its padding.
fn stored(tail: &[u8]) -> Vec<u8> {
    let length = u16::try_from(tail.len()).unwrap_or(u16::MAX);
    let mut block = vec![1];
    block.extend(length.to_le_bytes());
    block.extend((!length).to_le_bytes());
    block.extend(tail);
    block
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn bit(&mut self, bit: u32) {
        if self.used % 8 == 0 {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit == 1) << (self.used % 8);
        }
        self.used = (self.used + 1) % 8;
    }

    /// A number: its lowest bit first.
    fn number(&mut self, value: u32, width: u32) {
        (0..width).for_each(|at| self.bit(value >> at & 1));
    }

    /// A Huffman code: its highest bit first.
    fn code(&mut self, code: u32, width: u32) {
        (0..width).rev().for_each(|at| self.bit(code >> at & 1));
    }

    /// Ends with an empty stored block, so that the next block begins at a byte.
    fn finish(mut self) -> Vec<u8> {
        self.number(0, 3);
        self.bytes.extend([0, 0, 0xff, 0xff]);
        self.bytes
    }
}

/// CRC-32 as gzip has it, a nibble at a time.
struct Crc {
    state: u32,
}

impl Crc {
    const TABLE: [u32; 16] = Self::table();

    const fn table() -> [u32; 16] {
        let mut table = [0; 16];
        let mut at = 0;
        while at < 16 {
            let mut value = at as u32;
            let mut round = 0;
            while round < 4 {
                value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
                round += 1;
            }
            table[at] = value;
            at += 1;
        }
        table
    }

    fn new() -> Self {
        Self { state: u32::MAX }
    }

    fn update(&mut self, byte: u8) {
        for nibble in [u32::from(byte & 15), u32::from(byte >> 4)] {
            let at = (self.state & 15) ^ nibble;
            self.state = Self::TABLE[at as usize] ^ (self.state >> 4);
        }
    }

    fn finish(self) -> u32 {
        !self.state
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::bomb;

    #[test]
    fn another_decoder_reads_it() {
        for spaces in [0, 1, 2, 257, 258, 259, 260, 517, 1_000_000] {
            let stream = bomb(spaces, b"{\"a\":1}");
            let mut decoded = Vec::new();
            flate2::read::GzDecoder::new(stream.as_slice()).read_to_end(&mut decoded).unwrap();
            assert_eq!(decoded.len(), spaces + 7, "{spaces}");
            assert!(decoded[..spaces].iter().all(|byte| *byte == b' '));
            assert_eq!(&decoded[spaces..], b"{\"a\":1}");
        }
    }

    #[test]
    fn it_is_small_on_the_wire() {
        let stream = bomb(16 * 1024 * 1024, b"");
        assert!(stream.len() < 110_000, "{}", stream.len());
    }
}
