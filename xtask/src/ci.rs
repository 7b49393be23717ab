//! `cargo xtask ci`: every check, with a table of times at its end.

use crate::failure::{Failure, Outcome};
use crate::summary::Summary;

/// Runs every check, even after a failure, so that one run reports everything that is wrong.
pub(crate) fn run(_: &[String]) -> Outcome {
    let mut summary = Summary::default();
    for command in crate::COMMANDS.iter().filter(|command| command.in_ci) {
        summary.step(command.name, || (command.run)(&[]));
    }
    println!("\n{}", summary.table());
    match summary.failed().as_slice() {
        [] => Ok(()),
        failed => Err(Failure::check(failed.join(", "))),
    }
}
