//! `cargo xtask offline`: `oauth-core`'s tests pass without a network.

use crate::failure::{Failure, Outcome};
use crate::process::Process;

pub(crate) fn run(_: &[String]) -> Outcome {
    // The build may download dependencies. The tests then run without a network.
    let tests = ["test", "--locked", "-p", "oauth-core"];
    Process::cargo().args(tests).args(["--no-run"]).run()?;
    match without_network() {
        Some(unshare) => unshare.args(["cargo"]).args(tests).args(["--offline"]).run(),
        None if std::env::var_os("CI").is_some() => Err(Failure::check(
            "no network namespace can be made here (unshare, of util-linux), and CI has to prove it",
        )),
        None => {
            eprintln!(
                "NOT PROVEN: no network namespace can be made here (unshare); the tests run with the network on."
            );
            Process::cargo().args(tests).args(["--offline"]).run()
        }
    }
}

/// `unshare` in the form that works here: root may create a network namespace, another user only in a user namespace.
fn without_network() -> Option<Process> {
    let unshare = |flag: &str| Process::new("unshare", "install util-linux").args([flag, "--"]);
    ["-n", "-rn"].into_iter().find(|flag| unshare(flag).args(["true"]).succeeds()).map(unshare)
}
