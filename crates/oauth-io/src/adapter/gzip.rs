//! A body that is decoded from gzip while it is read.

use std::io::{self, Write};
use std::mem;

use flate2::write::MultiGzDecoder;

use crate::{TransportError, TransportErrorKind};

/// Decodes gzip piece by piece, and stops at the limit.
pub(super) struct Gzip {
    decoder: MultiGzDecoder<Decoded>,
    /// How many encoded bytes may still come: members without content make any number of them into nothing.
    encoded: usize,
    is_empty: bool,
}

/// The decoded bytes. Writing beyond the limit fails.
struct Decoded {
    bytes: Vec<u8>,
    limit: usize,
    is_full: bool,
}

/// What gzip may add to a body, and more: the names in its header are 64 KiB each at most.
const OVERHEAD: usize = 256 * 1024;

impl Gzip {
    pub(super) fn new(limit: usize) -> Self {
        let decoder = MultiGzDecoder::new(Decoded { bytes: Vec::new(), limit, is_full: false });
        Self { decoder, encoded: limit.saturating_add(OVERHEAD), is_empty: true }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        self.encoded = self.encoded.checked_sub(chunk.len()).ok_or_else(|| self.too_large())?;
        self.is_empty &= chunk.is_empty();
        let written = self.decoder.write_all(chunk);
        written.map_err(|_| self.failed())
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, TransportError> {
        // A server that encodes whatever it sends says so of nothing at all, too.
        if !self.is_empty {
            self.decoder.try_finish().map_err(|_| self.failed())?;
        }
        Ok(mem::take(&mut self.decoder.get_mut().bytes))
    }

    fn failed(&self) -> TransportError {
        if self.decoder.get_ref().is_full {
            return self.too_large();
        }
        TransportError::new(TransportErrorKind::ContentEncoding, "it is said to be gzip, and is not, or not all of it")
    }

    fn too_large(&self) -> TransportError {
        let limit = self.decoder.get_ref().limit;
        TransportError::new(TransportErrorKind::BodyTooLarge, format!("{limit} bytes, decoded"))
    }
}

impl Write for Decoded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.limit - self.bytes.len() {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
