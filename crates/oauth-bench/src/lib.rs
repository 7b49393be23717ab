//! One client credentials exchange, in several hands. All of them build the same request and read the same answer,
//! through the same stand-in for the network; what the stand-in itself costs is measured as `stub` and subtracted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

mod by_hand;
mod incumbent;
mod ours;
mod stub;

pub use stub::Stub;

/// One measured program: its name, and a function that runs it once and gives the length of the token it got.
pub struct Scenario {
    /// The name, as the report shows it.
    pub name: &'static str,
    /// Runs it once.
    pub run: Box<dyn Fn() -> usize>,
}

/// Every scenario. Each is set up before it is measured, as a program sets up its client before it works.
#[must_use]
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario { name: "stub", run: stub::alone() },
        Scenario { name: "basic/floor", run: by_hand::floor(by_hand::Placement::Basic) },
        Scenario { name: "basic/textbook", run: by_hand::textbook(by_hand::Placement::Basic) },
        Scenario { name: "basic/oauth-core", run: ours::exchange(ours::basic()) },
        Scenario { name: "basic/oauth2", run: incumbent::exchange(oauth2::AuthType::BasicAuth) },
        Scenario { name: "post/floor", run: by_hand::floor(by_hand::Placement::Post) },
        Scenario { name: "post/textbook", run: by_hand::textbook(by_hand::Placement::Post) },
        Scenario { name: "post/oauth-core", run: ours::exchange(ours::post()) },
        Scenario { name: "post/oauth2", run: incumbent::exchange(oauth2::AuthType::RequestBody) },
        Scenario { name: "basic/oauth-core/encode", run: ours::encode(ours::basic()) },
        Scenario { name: "basic/oauth-core/decode", run: ours::decode(ours::basic()) },
    ]
}
