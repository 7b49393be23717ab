//! `cargo xtask test`: the README's test command, and the tests of what a feature leaves out.

use crate::failure::Outcome;
use crate::process::Process;

pub(crate) fn run(_: &[String]) -> Outcome {
    Process::cargo().args(["test", "--workspace"]).run()?;
    // Another crate of the workspace turns the feature `jwt` on, so that the tests without it do not run above.
    Process::cargo().args(["test", "-p", "oauth-testkit", "--test", "it"]).run()
}
