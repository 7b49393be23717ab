//! The HTTP request, and what is read from it.

pub(crate) mod bearer_token;
pub(crate) mod json_object;
pub(crate) mod parameters;
pub(crate) mod recorded;
pub(crate) mod worker;
