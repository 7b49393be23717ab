//! The table in the documentation of the module, a test for each row.

mod activity;
mod chain;
mod facts;
mod in_hand;
