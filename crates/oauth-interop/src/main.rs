//! Gets tokens from running authorization servers, through every adapter and in every way that a secret can be sent.
//!
//! `oauth-interop --oidc-provider ISSUER --canaille ISSUER`, either or both; the servers run on loopback and have
//! registered what is in `clients.json`. `cargo xtask interop` starts them and calls this.

mod adapter;
mod check;
mod registered;
mod report;
mod server;

use std::process::ExitCode;

use check::CHECKS;
use report::Report;
use server::Target;

type Failure = Box<dyn std::error::Error>;

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

fn run() -> Result<Report, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let targets = Target::from_arguments(&arguments)?;
    let clients = registered::clients()?;
    let adapters = adapter::all()?;
    let names: Vec<_> = adapters.iter().map(|adapter| adapter.name()).collect();

    let mut report = Report::new(&names);
    for target in &targets {
        report.server(target.name, target.issuer.as_str());
        for check in CHECKS {
            let outcomes = adapters.iter().map(|adapter| check.run(target, &clients, adapter.as_ref()));
            report.row(check.name, outcomes.collect());
        }
    }
    report.close();
    Ok(report)
}
