//! Programs that the commands run and that are not part of Rust, installed into `target/tools` if possible.

mod cargo;
mod node;
mod python;
mod system;

use std::path::PathBuf;

pub(crate) use cargo::CargoTool;
pub(crate) use node::Node;
pub(crate) use python::venv;
pub(crate) use system::{cpp, valgrind};

/// The folder of one of them.
fn folder(name: &str) -> PathBuf {
    crate::workspace::target().join("tools").join(name)
}
