//! A strict reader. It copies nothing and never recurses.

/// The tags of DER that keys use.
pub(crate) mod tag {
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const SEQUENCE: u8 = 0x30;
    /// `[0]`, constructed.
    pub(crate) const CONTEXT_0: u8 = 0xa0;
    /// `[1]`, constructed.
    pub(crate) const CONTEXT_1: u8 = 0xa1;
    /// `[1]`, primitive.
    pub(crate) const CONTEXT_1_PRIMITIVE: u8 = 0x81;
}

/// What is wrong with bytes that should be DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// An element is longer than what is left.
    CutOff,
    /// Anything else.
    Malformed,
}

/// What is left of a sequence of elements.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns the content of the one element that these bytes are.
    pub(crate) fn only(bytes: &'a [u8], tag: u8) -> Result<Self, Flaw> {
        let mut reader = Self(bytes);
        let content = reader.expect(tag)?;
        reader.end()?;
        Ok(Self(content))
    }

    /// Returns the tag of the next element.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// Reads an element: its tag and its content.
    pub(crate) fn element(&mut self) -> Result<(u8, &'a [u8]), Flaw> {
        let (&[tag, first], rest) = self.0.split_first_chunk().ok_or(Flaw::CutOff)?;
        // A tag of several bytes, which no key has.
        if tag & 0x1f == 0x1f {
            return Err(Flaw::Malformed);
        }
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            // At most three bytes of length: longer than any input.
            0x81..=0x83 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f)).ok_or(Flaw::CutOff)?;
                let length = bytes.iter().fold(0, |length, &byte| length << 8 | usize::from(byte));
                let shortest = bytes[0] != 0 && length > 0x7f;
                (shortest.then_some(length).ok_or(Flaw::Malformed)?, rest)
            }
            _ => return Err(Flaw::Malformed),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(Flaw::CutOff)?;
        self.0 = rest;
        Ok((tag, content))
    }

    /// Reads an element of this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<&'a [u8], Flaw> {
        match self.element()? {
            (found, content) if found == tag => Ok(content),
            _ => Err(Flaw::Malformed),
        }
    }

    /// Reads an element if the next one has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, Flaw> {
        if self.peek() == Some(tag) { self.expect(tag).map(Some) } else { Ok(None) }
    }

    /// Reads a sequence.
    pub(crate) fn sequence(&mut self) -> Result<Self, Flaw> {
        self.expect(tag::SEQUENCE).map(Self)
    }

    /// Reads an element with its tag and length.
    pub(crate) fn raw(&mut self) -> Result<&'a [u8], Flaw> {
        let before = self.0;
        self.element()?;
        Ok(&before[..before.len() - self.0.len()])
    }

    /// Reads an integer that is not negative. Returns it without leading zeros.
    pub(crate) fn unsigned(&mut self) -> Result<&'a [u8], Flaw> {
        match self.expect(tag::INTEGER)? {
            [] => Err(Flaw::Malformed),
            [0] => Ok(&[]),
            [0, rest @ ..] if rest[0] >= 0x80 => Ok(rest),
            [0 | 0x80..=0xff, ..] => Err(Flaw::Malformed),
            number => Ok(number),
        }
    }

    /// Reads a bit string of whole bytes.
    pub(crate) fn bit_string(&mut self) -> Result<&'a [u8], Flaw> {
        whole_bytes(self.expect(tag::BIT_STRING)?)
    }

    /// Checks that nothing is left.
    pub(crate) fn end(&self) -> Result<(), Flaw> {
        if self.0.is_empty() { Ok(()) } else { Err(Flaw::Malformed) }
    }
}

/// Returns the bytes of a bit string's content, which has no unused bits.
pub(crate) fn whole_bytes(content: &[u8]) -> Result<&[u8], Flaw> {
    match content {
        [0, bytes @ ..] => Ok(bytes),
        _ => Err(Flaw::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(bytes: &[u8]) -> Result<(u8, &[u8]), Flaw> {
        Reader::new(bytes).element()
    }

    #[test]
    fn a_length_has_its_shortest_form() {
        assert_eq!(element(&[4, 1, 7]), Ok((4, [7].as_slice())));
        let long = [[4, 0x81, 0x80].as_slice(), &[7; 0x80]].concat();
        assert_eq!(element(&long), Ok((4, [7; 0x80].as_slice())));
        for flawed in [
            [4, 0x80, 0, 0].as_slice(),
            &[4, 0x81, 1, 7],
            &[&[4, 0x82, 0, 0x80][..], &[7; 0x80]].concat(),
            &[4, 0x82, 0, 1, 7],
            &[4, 0x84, 0, 0, 0, 1, 7],
            &[4, 0xff, 7],
            &[0x1f, 1, 7],
        ] {
            assert_eq!(element(flawed), Err(Flaw::Malformed), "{flawed:?}");
        }
    }

    #[test]
    fn an_element_that_is_longer_than_what_is_left_is_cut_off() {
        for flawed in [[].as_slice(), &[4], &[4, 2, 7], &[4, 0x82, 1], &[0x30, 0x83, 0xff, 0xff, 0xff]] {
            assert_eq!(element(flawed), Err(Flaw::CutOff), "{flawed:?}");
        }
    }

    #[test]
    fn an_integer_is_minimal_and_not_negative() {
        let unsigned = |content: &[u8]| {
            let bytes = [&[2, u8::try_from(content.len()).unwrap()], content].concat();
            Reader::new(&bytes).unsigned().map(<[u8]>::to_vec)
        };
        assert_eq!(unsigned(&[0]), Ok(vec![]));
        assert_eq!(unsigned(&[0x7f]), Ok(vec![0x7f]));
        assert_eq!(unsigned(&[0, 0x80]), Ok(vec![0x80]));
        for flawed in [[].as_slice(), &[0x80], &[0, 0x7f], &[0, 0, 0x80], &[0xff, 1]] {
            assert_eq!(unsigned(flawed), Err(Flaw::Malformed), "{flawed:?}");
        }
    }

    #[test]
    fn bytes_after_the_only_element_are_a_flaw() {
        assert!(Reader::only(&[0x30, 0], tag::SEQUENCE).is_ok());
        assert!(Reader::only(&[0x30, 0, 0], tag::SEQUENCE).is_err());
        assert!(Reader::only(&[0x31, 0], tag::SEQUENCE).is_err());
    }
}
