//! The settings that are numbers: their defaults and bounds, in one table.

use std::fmt;

/// A setting of a lifecycle that is a number. [`Settings`](super::Settings) has the table of defaults and bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Setting {
    /// See [`Settings::early_window`](super::Settings::early_window).
    EarlyWindow,
    /// See [`Settings::early_share`](super::Settings::early_share).
    EarlyShare,
    /// See [`Settings::jitter`](super::Settings::jitter).
    Jitter,
    /// See [`Settings::overlap`](super::Settings::overlap).
    Overlap,
    /// See [`Settings::overlap_margin`](super::Settings::overlap_margin).
    OverlapMargin,
    /// See [`Settings::young`](super::Settings::young).
    Young,
    /// See [`Settings::refusal_spacing`](super::Settings::refusal_spacing).
    RefusalSpacing,
    /// See [`Settings::attempts`](super::Settings::attempts).
    Attempts,
    /// See [`Settings::attempt_limit`](super::Settings::attempt_limit).
    AttemptLimit,
    /// See [`Settings::requests_per_minute`](super::Settings::requests_per_minute).
    RequestsPerMinute,
    /// See [`Settings::longest_retry_after`](super::Settings::longest_retry_after).
    LongestRetryAfter,
    /// See [`Settings::store_limit`](super::Settings::store_limit).
    StoreLimit,
    /// See [`Settings::lease`](super::Settings::lease).
    Lease,
    /// See [`Settings::lease_wait`](super::Settings::lease_wait).
    LeaseWait,
    /// See [`Settings::refresh_end_warning`](super::Settings::refresh_end_warning).
    RefreshEndWarning,
}

/// A setting, its default and its bounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) setting: Setting,
    /// The method of `Settings`.
    pub(crate) name: &'static str,
    /// Milliseconds, percent or a number, as are the bounds.
    pub(crate) default: u64,
    pub(crate) least: u64,
    pub(crate) most: u64,
}

pub(crate) const COUNT: usize = 15;

const fn row(setting: Setting, name: &'static str, [default, least, most]: [u64; 3]) -> Row {
    Row { setting, name, default, least, most }
}

/// Seconds, as milliseconds.
const fn s([default, least, most]: [u64; 3]) -> [u64; 3] {
    [default * 1000, least * 1000, most * 1000]
}

/// Every setting, in the order of the enum.
pub(crate) const TABLE: [Row; COUNT] = {
    use Setting as S;
    [
        row(S::EarlyWindow, "early_window", s([300, 0, 86_400])),
        row(S::EarlyShare, "early_share", [20, 0, 50]),
        row(S::Jitter, "jitter", [50, 0, 100]),
        row(S::Overlap, "overlap", s([5, 0, 60])),
        row(S::OverlapMargin, "overlap_margin", s([30, 10, 600])),
        row(S::Young, "young", s([10, 1, 60])),
        row(S::RefusalSpacing, "refusal_spacing", s([60, 10, 3_600])),
        row(S::Attempts, "attempts", [3, 1, 5]),
        row(S::AttemptLimit, "attempt_limit", s([10, 1, 60])),
        row(S::RequestsPerMinute, "requests_per_minute", [10, 1, 60]),
        row(S::LongestRetryAfter, "longest_retry_after", s([3_600, 1, 86_400])),
        row(S::StoreLimit, "store_limit", [2_000, 50, 10_000]),
        row(S::Lease, "lease", s([30, 10, 300])),
        row(S::LeaseWait, "lease_wait", s([2, 0, 30])),
        row(S::RefreshEndWarning, "refresh_end_warning", s([604_800, 0, 7_776_000])),
    ]
};

impl Setting {
    /// The place of this setting in the table.
    pub(crate) const fn place(self) -> usize {
        self as usize
    }

    pub(crate) const fn row(self) -> &'static Row {
        &TABLE[self.place()]
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().name)
    }
}
