//! Speaks with running authorization servers through every adapter: each way to send a secret, each grant and each
//! endpoint that they have, and what they refuse. A headless browser signs the users in. At the end, token sources are under
//! load while the server is restarted.
//!
//! `oauth-interop --generate-keys FOLDER` makes the clients' keys and writes `clients.json` with their public halves, which
//! the servers register. `oauth-interop --keys FOLDER --oidc-provider ISSUER --canaille ISSUER`, either server or both, runs
//! the checks; the servers run on loopback. `cargo xtask interop` starts them and calls this.

mod adapter;
mod application;
mod browser;
mod caller;
mod check;
mod expect;
mod flow;
mod keys;
mod load;
mod meanwhile;
mod page;
mod registered;
mod report;
mod scene;
mod server;

use std::cell::RefCell;
use std::path::Path;
use std::process::ExitCode;

use browser::Browser;
use report::Report;
use scene::Scene;
use server::Target;

type Failure = Box<dyn std::error::Error>;
type Outcome<T = ()> = Result<T, Failure>;

fn main() -> ExitCode {
    match run() {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(report)) if report.failed() == 0 && report.passed() > 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("oauth-interop: {failure}");
            ExitCode::from(2)
        }
    }
}

/// Makes the checks, or only the keys for them.
fn run() -> Outcome<Option<Report>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (keys, targets) = match arguments.as_slice() {
        [option, folder] if option == "--generate-keys" => {
            keys::generate(Path::new(folder))?;
            return Ok(None);
        }
        [option, folder, targets @ ..] if option == "--keys" => (Path::new(folder), Target::from_arguments(targets)?),
        _ => return Err("the first argument is --generate-keys or --keys, and the second a folder".into()),
    };
    let clients = registered::clients()?;
    let adapters = adapter::all()?;
    let names: Vec<_> = adapters.iter().map(adapter::Adapter::name).collect();

    let mut report = Report::new(&names);
    for target in &targets {
        report.server(target.name, target.issuer.as_str());
        let browser = RefCell::new(Browser::new(target.issuer.as_str())?);
        let scene = |adapter| Scene { target, clients: &clients, keys, adapter, browser: &browser };
        let scenes: Vec<_> = adapters.iter().map(scene).collect();
        for check in flow::checks().filter(|check| check.is_for(target)) {
            report.row(check.name, scenes.iter().map(|scene| check.run(scene)).collect());
        }
        for (name, outcomes) in load::rows(&scenes) {
            report.row(name, outcomes);
        }
    }
    report.close();
    Ok(Some(report))
}
