//! Compares each adapter with its engine alone: one client credentials exchange over http on loopback. All send the same
//! request and read the same members of the response; the engine alone has no time limit, no limit on the body and no
//! checks. Between the two is the adapter's transport alone: it sends and receives, and what it sends and receives is made
//! and read by hand.
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

/// An engine alone, the transport over it, and the adapter: the transport with everything of the core.
struct Three {
    engine: Side,
    transport: Side,
    adapter: Side,
}

fn threes(url: &str) -> Vec<Three> {
    let hyper = Three {
        engine: Side::new("hyper", over_hyper::alone(url)),
        transport: Side::new("oauth-hyper, transport alone", over_hyper::transport(url)),
        adapter: Side::new("oauth-hyper", over_hyper::adapter(url)),
    };
    let reqwest = Three {
        engine: Side::new("reqwest", over_reqwest::alone(url)),
        transport: Side::new("oauth-reqwest, transport alone", over_reqwest::transport(url)),
        adapter: Side::new("oauth-reqwest", over_reqwest::adapter(url)),
    };
    let isahc = Three {
        engine: Side::new("isahc", over_isahc::alone(url, 0)),
        transport: Side::new("oauth-isahc, transport alone", over_isahc::transport(url, 0)),
        adapter: Side::new("oauth-isahc", over_isahc::adapter(url, 0)),
    };
    let kept = Three {
        engine: Side::new("isahc, kept", over_isahc::alone(url, 64)),
        transport: Side::new("oauth-isahc, kept, transport alone", over_isahc::transport(url, 64)),
        adapter: Side::new("oauth-isahc, kept", over_isahc::adapter(url, 64)),
    };
    vec![hyper, reqwest, isahc, kept]
}
