//! `cargo xtask bench`: the bench runs.

use crate::failure::Outcome;
use crate::process::Process;
use crate::workspace;

pub(crate) fn run(_: &[String]) -> Outcome {
    // The program that counts allocations runs every scenario and no clock; built as the tests are, it costs little.
    Process::cargo().args(["build", "--workspace", "--bin", "allocations"]).run()?;
    Process::new(workspace::target().join("debug/allocations"), "cargo build makes it").run()
}
