//! Compares each adapter with its engine alone: one client credentials exchange over http on loopback. Both send the same
//! request and read the same members of the response; the engine alone has no time limit, no limit on the body and no
//! checks.
//!
//! `adapters` prints the report: user instructions per exchange (where valgrind is installed) and exchanges per second at 64
//! tasks. `adapters serve` is the server, a process of its own; `adapters run NAME COUNT URL` runs one side, for an
//! instrument to look at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

mod by_hand;
mod capture;
mod over_hyper;
mod over_isahc;
mod over_reqwest;
mod report;
mod server;
mod side;

use side::Side;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => report::print(),
        ["serve"] => server::serve(),
        ["run", name, count, url] => side::named(name, url).repeat(count.parse().expect("a count")),
        _ => panic!("usage: adapters [serve | run NAME COUNT URL]"),
    }
}

/// Every pair: the engine alone, and the adapter over it.
fn pairs(url: &str) -> Vec<(Side, Side)> {
    vec![
        (Side::new("hyper", over_hyper::alone(url)), Side::new("oauth-hyper", over_hyper::adapter(url))),
        (Side::new("reqwest", over_reqwest::alone(url)), Side::new("oauth-reqwest", over_reqwest::adapter(url))),
        (Side::new("isahc", over_isahc::alone(url, 0)), Side::new("oauth-isahc", over_isahc::adapter(url, 0))),
        (
            Side::new("isahc, kept connections", over_isahc::alone(url, 64)),
            Side::new("oauth-isahc, kept connections", over_isahc::adapter(url, 64)),
        ),
    ]
}
