//! oidc-provider, by npm.

use std::path::Path;

use super::{Recipe, copy, state};
use crate::failure::Outcome;
use crate::process::Process;
use crate::tools::Node;

pub(super) const RECIPE: Recipe = Recipe { name: "oidc-provider", lock: "package-lock.json", install, process };

fn install(source: &Path, folder: &Path) -> Outcome {
    for name in ["package.json", "package-lock.json"] {
        copy(name, source, folder)?;
    }
    let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    // The packages' own scripts are not run.
    Node::find()?.npm().args(["ci", "--ignore-scripts"]).args(quiet).directory(folder).run()
}

fn process(source: &Path, folder: &Path, port: u16, clients: &Path) -> Outcome<Process> {
    // Node looks for packages beside the program or above it, so the program has to be where they are installed.
    for name in ["server.mjs", "journal.mjs"] {
        copy(name, source, folder)?;
    }
    let server = Node::find()?.node().args([folder.join("server.mjs")]);
    Ok(server.args([port.to_string()]).args([clients, &state(folder)]))
}
