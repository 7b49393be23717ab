//! Canaille, by pip in a virtual environment.

use std::path::Path;

use super::{Recipe, tools};
use crate::failure::Outcome;
use crate::process::Process;

pub(super) const RECIPE: Recipe =
    Recipe { name: "canaille", lock: "requirements.lock", require: tools::python, install, process };

fn install(source: &Path, folder: &Path) -> Outcome {
    let environment = folder.join("venv");
    Process::new("python3", tools::PYTHON).args(["-m", "venv"]).args([&environment]).run()?;
    // The lock file is complete: nothing else is to come in.
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"];
    let python = Process::new(environment.join("bin/python"), tools::PYTHON);
    python.args(install).args([source.join("requirements.lock")]).run()
}

fn process(source: &Path, folder: &Path, port: u16, clients: &Path) -> Outcome<Process> {
    let python = Process::new(folder.join("venv/bin/python"), tools::PYTHON).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(python.args([source.join("server.py")]).args([port.to_string()]).args([clients, folder]))
}
