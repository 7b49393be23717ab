//! `cargo xtask interop`: tokens from real authorization servers, on loopback, through every adapter.

mod canaille;
mod oidc_provider;
mod server;

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::process::Process;
use crate::workspace;
use server::Server;

/// An authorization server: how to install it in a folder of its own, and how to start it there.
struct Recipe {
    name: &'static str,
    /// The file that determines what is installed. If it changes, the folder is laid out anew.
    lock: &'static str,
    install: fn(source: &Path, folder: &Path) -> Outcome,
    /// Starts it with a port and the file of its clients. What it keeps is in its [`state`].
    process: fn(source: &Path, folder: &Path, port: u16, clients: &Path) -> Outcome<Process>,
}

const RECIPES: &[Recipe] = &[oidc_provider::RECIPE, canaille::RECIPE];

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let recipes = chosen(arguments)?;
    for recipe in &recipes {
        recipe.lay_out()?;
    }
    // `--workspace` selects the features that the tests were built with, so that little is built again.
    Process::cargo().args(["build", "--workspace", "--bin", "oauth-interop"]).run()?;

    let client = || Process::new(workspace::target().join("debug/oauth-interop"), "cargo build makes it");
    // The private keys of the clients, and the clients with the public keys that every server registers.
    let keys = workspace::target().join("interop/keys");
    client().args(["--generate-keys"]).args([&keys]).run()?;

    let mut servers = Vec::new();
    for recipe in &recipes {
        servers.push(recipe.start(&keys.join("clients.json"))?);
    }
    let named = servers.iter().flat_map(|server| [format!("--{}", server.name()), server.issuer()]);
    let named: Vec<_> = named.collect();
    let start_again = || servers.iter_mut().try_for_each(Server::start_again_if_it_asked);
    let outcome = client().args(["--keys"]).args([&keys]).args(named).run_while(start_again);
    if outcome.is_err() {
        servers.iter().for_each(Server::print_log);
    }
    outcome
}

/// The servers that the arguments select: all of them, or one.
fn chosen(arguments: &[String]) -> Outcome<Vec<&'static Recipe>> {
    match arguments {
        [] => Ok(RECIPES.iter().collect()),
        [only, name] if only == "--only" => match RECIPES.iter().find(|recipe| recipe.name == name) {
            Some(recipe) => Ok(vec![recipe]),
            None => Err(Failure::Usage(format!("there is no server {name:?}"))),
        },
        _ => Err(Failure::Usage("interop takes nothing, or --only and a server".to_owned())),
    }
}

impl Recipe {
    /// Its folder in the workspace.
    fn source(&self) -> PathBuf {
        workspace::root().join("xtask/interop").join(self.name)
    }

    /// The folder that it is installed in.
    fn folder(&self) -> PathBuf {
        workspace::target().join("interop").join(self.name)
    }

    /// Installs it, unless what its lock file names is installed already.
    fn lay_out(&self) -> Outcome {
        let (source, folder) = (self.source(), self.folder());
        let wanted = read(&source.join(self.lock))?;
        let installed = folder.join("installed");
        if std::fs::read_to_string(&installed).is_ok_and(|found| found == wanted) {
            println!("{} is installed", self.name);
            return Ok(());
        }
        println!("installing {} into target/interop/{}", self.name, self.name);
        let io = |error: std::io::Error| Failure::check(format!("{}: {error}", folder.display()));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(io)?;
        }
        std::fs::create_dir_all(&folder).map_err(io)?;
        (self.install)(&source, &folder)?;
        std::fs::write(&installed, wanted).map_err(io)
    }

    fn start(&'static self, clients: &Path) -> Outcome<Server> {
        let state = state(&self.folder());
        let io = |error: std::io::Error| Failure::check(format!("{}: {error}", state.display()));
        if state.exists() {
            std::fs::remove_dir_all(&state).map_err(io)?;
        }
        std::fs::create_dir_all(&state).map_err(io)?;
        let clients = clients.to_owned();
        Server::start(self.name, &self.folder().join("log.txt"), move |port| {
            (self.process)(&self.source(), &self.folder(), port, &clients)
        })
    }
}

/// The folder of what a server keeps from one start to the next. It is empty at first.
fn state(folder: &Path) -> PathBuf {
    folder.join("state")
}

fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| Failure::check(format!("{} cannot be read: {error}", path.display())))
}

/// Copies a file of the workspace into the folder where it is installed.
fn copy(name: &str, source: &Path, folder: &Path) -> Outcome {
    let copied = std::fs::copy(source.join(name), folder.join(name));
    copied.map(drop).map_err(|error| Failure::check(format!("{name} cannot be copied: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Option<Vec<&'static str>> {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        chosen(&arguments).ok().map(|recipes| recipes.iter().map(|recipe| recipe.name).collect())
    }

    #[test]
    fn one_server_or_all() {
        assert_eq!(names(&[]), Some(vec!["oidc-provider", "canaille"]));
        assert_eq!(names(&["--only", "canaille"]), Some(vec!["canaille"]));
        assert_eq!(names(&["--only", "another"]), None);
        assert_eq!(names(&["--only"]), None);
        assert_eq!(names(&["canaille"]), None);
    }
}
