//! One row of the table.

use crate::Outcome;
use crate::scene::Scene;
use crate::server::Target;

/// A check, which is made at a server through each adapter in turn.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    /// The one server that it is for, if it is not for all.
    only: Option<&'static str>,
    run: fn(&Scene<'_>) -> Outcome,
}

impl Check {
    /// A check of every server.
    pub(crate) const fn new(name: &'static str, run: fn(&Scene<'_>) -> Outcome) -> Self {
        Self { name, only: None, run }
    }

    /// A check of what one server alone does, or does in its own way.
    pub(crate) const fn only(server: &'static str, name: &'static str, run: fn(&Scene<'_>) -> Outcome) -> Self {
        Self { name, only: Some(server), run }
    }

    pub(crate) fn is_for(&self, target: &Target) -> bool {
        self.only.is_none_or(|only| only == target.name)
    }

    pub(crate) fn run(&self, scene: &Scene<'_>) -> Outcome {
        (self.run)(scene)
    }
}
