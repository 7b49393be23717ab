//! What the fuzz targets of `oauth-core` share: how an input is read, who asks whom, and what has to hold of every answer.

pub mod check;
pub mod input;
pub mod party;
pub mod web;
