//! `cargo xtask deny`: licences, bans and sources of every dependency, by cargo-deny and `deny.toml`; then the bans for
//! the tree of `oauth-core`, by its own `deny.toml`.

use crate::failure::Outcome;
use crate::tools::CargoTool;

// Unoptimized: it runs for a second, and builds in half the time.
const CARGO_DENY: CargoTool = CargoTool { name: "deny", version: "0.20.2", install: &["--debug"] };

const CORE: [&str; 4] = ["--manifest-path", "crates/oauth-core/Cargo.toml", "--config", "crates/oauth-core/deny.toml"];

pub(crate) fn run(_: &[String]) -> Outcome {
    let check = ["check", "--hide-inclusion-graph", "bans"];
    CARGO_DENY.find()?.args(["--locked"]).args(check).args(["licenses", "sources"]).run()?;
    // With a package's manifest, that package is the only root of the graph.
    CARGO_DENY.find()?.args(["--locked"]).args(CORE).args(check).run()
}
