//! Bytes and text: forms, JSON, header values and URLs.

pub(crate) mod basic;
pub(crate) mod bearer;
pub(crate) mod challenge;
pub(crate) mod date_time;
pub(crate) mod deviation;
pub(crate) mod extra;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod json;
pub(crate) mod members;
pub(crate) mod numeric_date;
pub(crate) mod problem;
pub(crate) mod random;
pub(crate) mod raw;
pub(crate) mod reading;
pub(crate) mod secret;
pub(crate) mod show;
mod split;
pub(crate) mod text;
pub(crate) mod url;
