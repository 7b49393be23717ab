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
mod interop;
mod metadata;
mod msrv;
mod offline;
mod process;
mod source;
mod summary;
mod test;
mod tree;
mod wasm;
mod workspace;

use std::process::ExitCode;

use failure::{Failure, Outcome};

/// One command: what the user types after `cargo xtask`.
struct Command {
    name: &'static str,
    /// What it accepts after its name; empty where it accepts nothing.
    arguments: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Outcome,
}

/// Every command. All but `ci` are what `ci` runs, in this order: the cheap ones first, so that they fail first.
const COMMANDS: &[Command] = &[
    Command { name: "ci", arguments: "", about: "every check below, in this order; what .ci/run runs", run: ci::run },
    Command { name: "fmt", arguments: "", about: "rustfmt changes nothing", run: fmt::run },
    Command {
        name: "floors",
        arguments: "",
        about: "modules and crates import downward only; files are short",
        run: floors::run,
    },
    Command {
        name: "tree",
        arguments: "",
        about: "oauth-core stays light: how many crates, and none that does I/O",
        run: tree::run,
    },
    Command {
        name: "deny",
        arguments: "",
        about: "licences, bans and sources of every dependency (cargo-deny)",
        run: deny::run,
    },
    Command {
        name: "clippy",
        arguments: "",
        about: "clippy finds nothing in any target with any feature",
        run: clippy::run,
    },
    Command { name: "test", arguments: "", about: "cargo test --workspace", run: test::run },
    Command {
        name: "offline",
        arguments: "",
        about: "oauth-core's tests pass where there is no network",
        run: offline::run,
    },
    Command { name: "doc", arguments: "", about: "the documentation builds without a warning", run: doc::run },
    Command {
        name: "features",
        arguments: "",
        about: "every published crate builds with each feature alone and with none",
        run: features::run,
    },
    Command {
        name: "wasm",
        arguments: "",
        about: "oauth-core, oauth-client and oauth-reqwest build for wasm32",
        run: wasm::run,
    },
    Command {
        name: "bench",
        arguments: "",
        about: "the bench runs: a smoke test, its figures mean nothing",
        run: bench::run,
    },
    Command {
        name: "interop",
        arguments: "[--only oidc-provider|canaille]",
        about: "tokens from real authorization servers, through every adapter",
        run: interop::run,
    },
    Command {
        name: "msrv",
        arguments: "",
        about: "the published crates build with the oldest Rust they promise",
        run: msrv::run,
    },
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
        text.push_str(&format!("  {name:<9} {about}\n"));
        if !arguments.is_empty() {
            text.push_str(&format!("  {:<9} {arguments}\n", ""));
        }
    }
    text.push_str("  help      this list\n");
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
