//! Speaks with running authorization servers through every adapter: each way to send a secret, each grant and each
//! endpoint that they have, and what they refuse. A headless browser signs the users in.
//!
//! `oauth-interop --oidc-provider ISSUER --canaille ISSUER`, either or both; the servers run on loopback and have
//! registered what is in `clients.json`. `cargo xtask interop` starts them and calls this.

mod adapter;
mod application;
mod browser;
mod check;
mod expect;
mod flow;
mod meanwhile;
mod page;
mod registered;
mod report;
mod scene;
mod server;

use std::cell::RefCell;
use std::process::ExitCode;

use browser::Browser;
use report::Report;
use scene::Scene;
use server::Target;

type Failure = Box<dyn std::error::Error>;
type Outcome<T = ()> = Result<T, Failure>;

fn main() -> ExitCode {
    match run() {
        Ok(report) if report.failed() == 0 && report.passed() > 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("oauth-interop: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Outcome<Report> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let targets = Target::from_arguments(&arguments)?;
    let clients = registered::clients()?;
    let adapters = adapter::all()?;
    let names: Vec<_> = adapters.iter().map(adapter::Adapter::name).collect();

    let mut report = Report::new(&names);
    for target in &targets {
        report.server(target.name, target.issuer.as_str());
        let browser = RefCell::new(Browser::new(target.issuer.as_str())?);
        for check in flow::checks().filter(|check| check.is_for(target)) {
            let scene = |adapter| Scene { target, clients: &clients, adapter, browser: &browser };
            let outcomes = adapters.iter().map(|adapter| check.run(&scene(adapter)));
            report.row(check.name, outcomes.collect());
        }
    }
    report.close();
    Ok(report)
}
