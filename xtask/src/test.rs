//! `cargo xtask test`: the README's test command.

use crate::failure::Outcome;
use crate::process::Process;

pub(crate) fn run(_: &[String]) -> Outcome {
    Process::cargo().args(["test", "--workspace"]).run()
}
