//! The blocking twin of this crate, with the same names.

mod drive;
mod on_thread;
mod signed;
mod signer;
mod transport;

pub use drive::{run, send};
pub use on_thread::OnThread;
pub use signer::WithSigner;
pub use transport::Transport;
