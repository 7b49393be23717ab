//! Chance that can be repeated.

use std::time::Duration;

/// Random numbers from a seed (SplitMix64). Not for secrets.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A time between zero and `most`.
    pub(super) fn up_to(&mut self, most: Duration) -> Duration {
        // The upper 53 bits are a fraction that a float represents exactly.
        most.mul_f64((self.number() >> 11) as f64 / (1_u64 << 53) as f64)
    }
}
