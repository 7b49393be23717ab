//! oidc-provider, by npm.

use std::path::Path;

use super::{Recipe, copy, tools};
use crate::failure::Outcome;
use crate::process::Process;

pub(super) const RECIPE: Recipe =
    Recipe { name: "oidc-provider", lock: "package-lock.json", require: tools::node, install, process };

fn install(source: &Path, folder: &Path) -> Outcome {
    for name in ["package.json", "package-lock.json"] {
        copy(name, source, folder)?;
    }
    let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    // No package's own program runs at its installation.
    Process::new("npm", tools::NODE).args(["ci", "--ignore-scripts"]).args(quiet).directory(folder).run()
}

fn process(source: &Path, folder: &Path, port: u16, clients: &Path) -> Outcome<Process> {
    // A module finds its packages beside itself or above, so the program has to stand where they were installed.
    copy("server.mjs", source, folder)?;
    let node = Process::new("node", tools::NODE).args([folder.join("server.mjs")]);
    Ok(node.args([port.to_string()]).args([clients]))
}
