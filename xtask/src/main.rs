//! The workspace's own commands, one file each. `cargo xtask help` lists them.

mod bench;
mod ci;
mod clippy;
mod deny;
mod doc;
mod failure;
mod features;
mod floors;
mod fmt;
mod fuzz;
mod interop;
mod metadata;
mod msrv;
mod offline;
mod process;
mod registered;
mod simulate;
mod source;
mod summary;
mod test;
mod tools;
mod tree;
mod wasm;
mod workspace;

use std::process::ExitCode;

use failure::{Failure, Outcome};

/// One command: what the user types after `cargo xtask`.
struct Command {
    name: &'static str,
    /// The arguments that it accepts; empty if it accepts none.
    arguments: &'static str,
    about: &'static str,
    /// Whether `ci` runs it, without arguments.
    in_ci: bool,
    run: fn(&[String]) -> Outcome,
}

impl Command {
    const fn new(name: &'static str, run: fn(&[String]) -> Outcome, about: &'static str) -> Self {
        Self { name, arguments: "", about, in_ci: true, run }
    }

    const fn arguments(self, arguments: &'static str) -> Self {
        Self { arguments, ..self }
    }

    const fn not_in_ci(self) -> Self {
        Self { in_ci: false, ..self }
    }
}

/// Every command. `ci` runs its own in this order: the cheap ones first, so that they fail first.
const COMMANDS: &[Command] = &[
    Command::new("ci", ci::run, "every check, in this order; what .ci/run runs").not_in_ci(),
    Command::new("fmt", fmt::run, "rustfmt changes nothing"),
    Command::new("floors", floors::run, "imports go downward and in no circle; files are short"),
    Command::new("registered", registered::run, "every endpoint and grant has tests and a counterpart in the testkit"),
    Command::new("tree", tree::run, "oauth-core has few dependencies"),
    Command::new("deny", deny::run, "licences, bans and sources of every dependency (cargo-deny)"),
    Command::new("clippy", clippy::run, "clippy finds nothing in any target with any feature"),
    Command::new("test", test::run, "cargo test --workspace"),
    Command::new("offline", offline::run, "oauth-core's tests pass without a network"),
    Command::new("doc", doc::run, "the documentation builds without a warning"),
    Command::new("features", features::run, "every published crate builds with no feature, and with each one alone"),
    Command::new("wasm", wasm::run, "oauth-core, oauth-io and oauth-reqwest build for wasm32"),
    Command::new(
        "bench",
        bench::run,
        "an exchange stays within its allocations, and nothing is quadratic; the others compare",
    )
    .arguments("[growth|report|adapters|keys|cached]"),
    Command::new(
        "interop",
        interop::run,
        "every grant, every endpoint and token sources at real servers, through every adapter",
    )
    .arguments("[--only oidc-provider|canaille]"),
    Command::new(
        "fuzz",
        fuzz::run,
        "no random input breaks oauth-core: each fuzz target for ten seconds, or one for longer",
    )
    .arguments("[--smoke|TARGET SECONDS]"),
    Command::new(
        "simulate",
        simulate::run,
        "10,000 simulated runs of the life of tokens keep every promise; or one again",
    )
    .arguments("[SEED | FIRST COUNT]"),
    Command::new("msrv", msrv::run, "the published crates build with the oldest Rust they support"),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", arguments.as_slice()),
    };
    if matches!(name, "help" | "--help" | "-h") {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    match dispatch(name, rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprint!("xtask: {message}\n\n{}", help());
            ExitCode::from(2)
        }
        Err(Failure::Check(message)) => {
            eprintln!("xtask: {name}: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(name: &str, arguments: &[String]) -> Outcome {
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return Err(Failure::Usage(format!("there is no command {name:?}")));
    };
    if let (true, Some(extra)) = (command.arguments.is_empty(), arguments.first()) {
        return Err(Failure::Usage(format!("{name} takes no argument, and got {extra:?}")));
    }
    summary::timed(command.name, || (command.run)(arguments)).0
}

fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for Command { name, arguments, about, .. } in COMMANDS {
        text.push_str(&format!("  {name:<10} {about}\n"));
        if !arguments.is_empty() {
            text.push_str(&format!("  {:<10} {arguments}\n", ""));
        }
    }
    text.push_str("  help       this list\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_is_a_usage_error() {
        assert!(matches!(dispatch("nothing", &[]), Err(Failure::Usage(_))));
    }

    #[test]
    fn an_argument_too_many_is_a_usage_error() {
        assert!(matches!(dispatch("fmt", &["--now".to_owned()]), Err(Failure::Usage(_))));
    }

    #[test]
    fn help_names_every_command() {
        let help = help();
        assert!(COMMANDS.iter().all(|command| help.contains(command.name) && help.contains(command.about)));
    }
}
