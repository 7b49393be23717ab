//! Canaille, by pip in a virtual environment.

use std::path::Path;

use super::{Recipe, state};
use crate::failure::Outcome;
use crate::process::Process;
use crate::tools::venv;

pub(super) const RECIPE: Recipe = Recipe { name: "canaille", lock: "requirements.lock", install, process };

fn install(source: &Path, folder: &Path) -> Outcome {
    let requirements = source.join("requirements.lock");
    venv(&folder.join("venv"), ["-r".as_ref(), requirements.as_os_str()]).map(drop)
}

fn process(source: &Path, folder: &Path, port: u16, clients: &Path) -> Outcome<Process> {
    let python = Process::new(folder.join("venv/bin/python"), "`cargo xtask interop` installs it");
    let server = python.env("PYTHONDONTWRITEBYTECODE", "1").args([source.join("server.py")]);
    Ok(server.args([port.to_string()]).args([clients, &state(folder)]))
}
