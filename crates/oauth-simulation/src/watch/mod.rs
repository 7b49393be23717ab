//! The promises, checked whenever something happens.

mod callers;
mod end;
mod requests;
mod writes;
