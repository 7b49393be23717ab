//! Prints, for each scenario, how often it allocates and how many bytes: `name allocations reallocations bytes`.
//! A program of its own, because counting makes every allocation slower.

use std::alloc::System;
use std::hint::black_box;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 100;

fn main() {
    for scenario in oauth_bench::scenarios() {
        // The first run may fill something that stays.
        black_box((scenario.run)());
        let region = Region::new(ALLOCATOR);
        for _ in 0..ROUNDS {
            black_box((scenario.run)());
        }
        let change = region.change();
        println!(
            "{} {} {} {}",
            scenario.name,
            change.allocations / ROUNDS,
            change.reallocations / ROUNDS,
            change.bytes_allocated / ROUNDS
        );
    }
}
