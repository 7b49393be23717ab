//! `cargo xtask fmt`: rustfmt changes nothing.

use crate::failure::Outcome;
use crate::process::Process;

pub(crate) fn run(_: &[String]) -> Outcome {
    Process::cargo().args(["fmt", "--all", "--check"]).run()
}
