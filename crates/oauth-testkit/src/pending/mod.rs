//! Requests that are pending until a user decides on another device: the device flow and CIBA.

pub(crate) mod backchannel;
pub(crate) mod decision;
pub(crate) mod device;
pub(crate) mod request;
pub(crate) mod requests;
pub(crate) mod user_code;
