//! `cargo xtask simulate`: 10,000 simulated runs of the life of tokens keep every promise.
//! `cargo xtask simulate SEED` runs one of them again and prints all that happens in it.

use crate::failure::{Failure, Outcome};
use crate::process::Process;
use crate::workspace;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    if arguments.len() > 2 || arguments.iter().any(|argument| argument.parse::<u64>().is_err()) {
        return Err(Failure::Usage("cargo xtask simulate [SEED | FIRST COUNT]".to_owned()));
    }
    Process::cargo().args(["build", "--profile", "simulation", "--package", "oauth-simulation"]).run()?;
    let program = workspace::target().join("simulation/simulate");
    Process::new(program, "cargo build makes it").args(arguments).run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_number() {
        assert!(matches!(run(&["all".to_owned()]), Err(Failure::Usage(_))));
    }
}
