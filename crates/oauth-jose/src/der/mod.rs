//! DER ([X.690](https://www.itu.int/rec/T-REC-X.690)), as far as keys and certificates need it.

pub(crate) mod oid;
mod reader;
mod writer;

pub(crate) use reader::{Flaw, Reader, tag};
pub(crate) use writer::{tlv, unsigned};
