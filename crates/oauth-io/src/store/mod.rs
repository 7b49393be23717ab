//! Where tokens outlive the process.

mod any;
mod error;
mod memory;
mod token_store;

pub(crate) use any::AnyStore;
pub use error::StoreError;
pub use memory::MemoryStore;
pub use token_store::TokenStore;
