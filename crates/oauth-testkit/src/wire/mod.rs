//! Encodings and redaction: text and bytes, without any OAuth.

pub(crate) mod date_time;
pub(crate) mod form;
pub(crate) mod http_date;
pub(crate) mod json;
pub(crate) mod redact;
