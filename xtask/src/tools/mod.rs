//! The programs that the commands run and that Rust does not come with. What can be is installed into `target/tools`.

mod cargo;
mod node;
mod python;
mod system;

use std::path::PathBuf;

pub(crate) use cargo::CargoTool;
pub(crate) use node::Node;
pub(crate) use python::venv;
pub(crate) use system::cpp;

/// The folder for one of them.
fn folder(name: &str) -> PathBuf {
    crate::workspace::target().join("tools").join(name)
}
