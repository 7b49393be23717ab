//! What can be chosen about the life of tokens, with its defaults and bounds.

mod setting;

use std::time::Duration;

pub use setting::Setting;
use setting::{COUNT, TABLE};

use crate::server::Rotation;

/// What can be chosen about the life of the tokens of a grant.
///
/// | setting | default | least | most |
/// |---|---|---|---|
/// | `early_window` | 300 s | 0 s | 86400 s |
/// | `early_share` | 20 % | 0 % | 50 % |
/// | `jitter` | 50 % | 0 % | 100 % |
/// | `overlap` | 5 s | 0 s | 60 s |
/// | `overlap_margin` | 30 s | 10 s | 600 s |
/// | `young` | 10 s | 1 s | 60 s |
/// | `refusal_spacing` | 60 s | 10 s | 3600 s |
/// | `attempts` | 3 | 1 | 5 |
/// | `attempt_limit` | 10 s | 1 s | 60 s |
/// | `requests_per_minute` | 10 | 1 | 60 |
/// | `longest_retry_after` | 3600 s | 1 s | 86400 s |
/// | `store_limit` | 2 s | 0.05 s | 10 s |
/// | `lease` | 30 s | 10 s | 300 s |
/// | `lease_wait` | 2 s | 0 s | 30 s |
/// | `refresh_end_warning` | 604800 s | 0 s | 7776000 s |
///
/// A value outside its bounds is replaced by the nearest bound, and [`Event::Clamped`](super::Event::Clamped) says so. The
/// lease has to outlive a load, a write, a request and another write, each at its limit; a shorter one is lengthened.
///
/// ```
/// use std::time::Duration;
///
/// use oauth_core::lifecycle::Settings;
///
/// let settings = Settings::repeatable().early_window(Duration::from_secs(120)).attempts(2);
/// ```
#[derive(Debug, Clone)]
pub struct Settings {
    values: [u64; COUNT],
    /// What was chosen, as it was chosen.
    asked: [Option<u64>; COUNT],
    repeatable: bool,
    rotation: Rotation,
    store: bool,
    lifetime: Option<Duration>,
    use_unsaved: bool,
    last_try: bool,
}

impl Settings {
    /// The settings for a grant that can be requested again without a user, such as client credentials. Its refresh
    /// tokens are not used.
    #[must_use]
    pub fn repeatable() -> Self {
        Self::new(true, Rotation::Unknown)
    }

    /// The settings for a sign-in, whose access tokens are renewed with refresh tokens, if it has one.
    #[must_use]
    pub fn refreshing(rotation: Rotation) -> Self {
        Self::new(false, rotation)
    }

    fn new(repeatable: bool, rotation: Rotation) -> Self {
        Self {
            values: TABLE.map(|row| row.default),
            asked: [None; COUNT],
            repeatable,
            rotation,
            store: false,
            lifetime: None,
            use_unsaved: false,
            last_try: true,
        }
    }

    /// There is a store. Without one, the lifecycle has no work for it: it neither loads nor writes nor takes leases.
    #[must_use]
    pub fn with_store(self) -> Self {
        Self { store: true, ..self }
    }

    /// Sets how long before its end a token is renewed, at most; see [`early_share`](Self::early_share).
    #[must_use]
    pub fn early_window(self, window: Duration) -> Self {
        self.time(Setting::EarlyWindow, window)
    }

    /// Sets how much of its lifetime a token is renewed early, in percent, at most. The shorter of this and
    /// [`early_window`](Self::early_window) counts, so that a short-lived token is not renewed again and again.
    #[must_use]
    pub fn early_share(self, percent: u8) -> Self {
        self.number(Setting::EarlyShare, percent.into())
    }

    /// Sets how much of the early window is subject to chance, in percent, so that tokens that were issued together are
    /// not renewed together. It is drawn once for each token.
    #[must_use]
    pub fn jitter(self, percent: u8) -> Self {
        self.number(Setting::Jitter, percent.into())
    }

    /// Sets how long the predecessor stays in use after an early renewal, because a resource may not know the new token at
    /// once, or its clock may be behind.
    #[must_use]
    pub fn overlap(self, overlap: Duration) -> Self {
        self.time(Setting::Overlap, overlap)
    }

    /// Sets how much time the predecessor must have left for that.
    #[must_use]
    pub fn overlap_margin(self, margin: Duration) -> Self {
        self.time(Setting::OverlapMargin, margin)
    }

    /// Sets for how long after its arrival a token is not renewed because a resource refused it.
    #[must_use]
    pub fn young(self, young: Duration) -> Self {
        self.time(Setting::Young, young)
    }

    /// Sets the least time between two renewals because of refusals.
    #[must_use]
    pub fn refusal_spacing(self, spacing: Duration) -> Self {
        self.time(Setting::RefusalSpacing, spacing)
    }

    /// Sets how often a renewal is tried before its callers are told.
    #[must_use]
    pub fn attempts(self, attempts: u8) -> Self {
        self.number(Setting::Attempts, attempts.into())
    }

    /// Sets how long one request may take.
    #[must_use]
    pub fn attempt_limit(self, limit: Duration) -> Self {
        self.time(Setting::AttemptLimit, limit)
    }

    /// Sets how many requests in a minute may fail before the server is left alone.
    #[must_use]
    pub fn requests_per_minute(self, requests: u8) -> Self {
        self.number(Setting::RequestsPerMinute, requests.into())
    }

    /// Sets how long a `Retry-After` of the server is obeyed, at most.
    #[must_use]
    pub fn longest_retry_after(self, longest: Duration) -> Self {
        self.time(Setting::LongestRetryAfter, longest)
    }

    /// Sets how long one operation of the store may take.
    #[must_use]
    pub fn store_limit(self, limit: Duration) -> Self {
        self.time(Setting::StoreLimit, limit)
    }

    /// Sets how long a lease lasts if its holder does not give it back.
    #[must_use]
    pub fn lease(self, length: Duration) -> Self {
        self.time(Setting::Lease, length)
    }

    /// Sets how long a repeatable grant waits for another process that holds the lease, before it requests a token by
    /// itself. A grant with a refresh token waits for as long as one request may take.
    #[must_use]
    pub fn lease_wait(self, wait: Duration) -> Self {
        self.time(Setting::LeaseWait, wait)
    }

    /// Sets how long before the end of the refresh token [`Event::RefreshTokenEnds`](super::Event::RefreshTokenEnds)
    /// warns, if the server states its lifetime; at most a fifth of it.
    #[must_use]
    pub fn refresh_end_warning(self, before: Duration) -> Self {
        self.time(Setting::RefreshEndWarning, before)
    }

    /// Sets the lifetime of tokens for which the server states none. By default, such a token is used until a resource
    /// refuses it.
    #[must_use]
    pub fn lifetime_if_unstated(self, lifetime: Duration) -> Self {
        Self { lifetime: Some(lifetime).filter(|lifetime| !lifetime.is_zero()), ..self }
    }

    /// Hands out a new access token after the end of the old one although the store does not have the new refresh token
    /// yet. If the process ends before the store takes it, the user has to sign in again. By default, callers get
    /// [`FailureKind::NotSaved`](super::FailureKind::NotSaved).
    #[must_use]
    pub fn use_unsaved(self) -> Self {
        Self { use_unsaved: true, ..self }
    }

    /// Never sends a refresh token again whose response was lost, if the server does not allow a second use. By default,
    /// it is sent a last time once every access token has ended: the alternative is a new sign-in in any case.
    #[must_use]
    pub fn without_last_try(self) -> Self {
        Self { last_try: false, ..self }
    }

    fn time(self, setting: Setting, time: Duration) -> Self {
        self.number(setting, u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }

    fn number(mut self, setting: Setting, number: u64) -> Self {
        let row = setting.row();
        self.values[setting.place()] = number.clamp(row.least, row.most);
        self.asked[setting.place()] = Some(number);
        self
    }
}

impl Settings {
    pub(super) fn duration(&self, setting: Setting) -> Duration {
        Duration::from_millis(self.values[setting.place()])
    }

    pub(super) fn count(&self, setting: Setting) -> u64 {
        self.values[setting.place()]
    }

    /// A part of a time.
    pub(super) fn share(&self, setting: Setting, of: Duration) -> Duration {
        let percent = u32::try_from(self.count(setting)).unwrap_or(100);
        of.checked_mul(percent).map_or(of, |times| times / 100)
    }

    pub(super) fn was_chosen(&self, setting: Setting) -> bool {
        self.asked[setting.place()].is_some()
    }

    /// The lease, long enough for what is done under it.
    pub(super) fn lease_length(&self) -> Duration {
        let (request, store) = (self.duration(Setting::AttemptLimit), self.duration(Setting::StoreLimit));
        self.duration(Setting::Lease).max(2 * request + 5 * store)
    }

    pub(super) fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    pub(super) fn rotation(&self) -> Rotation {
        self.rotation
    }

    pub(super) fn has_store(&self) -> bool {
        self.store
    }

    pub(super) fn unstated_lifetime(&self) -> Option<Duration> {
        self.lifetime
    }

    pub(super) fn uses_unsaved(&self) -> bool {
        self.use_unsaved
    }

    pub(super) fn has_last_try(&self) -> bool {
        self.last_try
    }

    /// The settings that were chosen outside of their bounds.
    pub(super) fn clamped(&self) -> impl Iterator<Item = Setting> + '_ {
        let outside = |row: &&setting::Row| {
            self.asked[row.setting.place()].is_some_and(|asked| asked != self.values[row.setting.place()])
        };
        let lease = (self.was_chosen(Setting::Lease) && self.lease_length() > self.duration(Setting::Lease))
            .then_some(Setting::Lease);
        TABLE.iter().filter(outside).map(|row| row.setting).chain(lease)
    }
}

#[cfg(test)]
mod tests {
    use super::setting::{Setting, TABLE};

    /// The table in the documentation of `Settings`.
    fn documented() -> Vec<String> {
        let lines = include_str!("mod.rs").lines();
        let rows = lines.filter_map(|line| line.strip_prefix("/// | `"));
        rows.map(|row| format!("| `{row}")).collect()
    }

    #[test]
    fn the_documented_table_is_the_table() {
        let rows = TABLE.iter().map(|row| {
            let number = |number: u64| match row.setting {
                Setting::EarlyShare | Setting::Jitter => format!("{number} %"),
                Setting::Attempts | Setting::RequestsPerMinute => number.to_string(),
                _ => format!("{} s", number as f64 / 1000.0),
            };
            format!("| `{}` | {} | {} | {} |", row.name, number(row.default), number(row.least), number(row.most))
        });
        assert_eq!(documented(), rows.collect::<Vec<_>>());
    }

    #[test]
    fn each_setting_is_at_its_place_and_its_default_within_its_bounds() {
        for (place, row) in TABLE.iter().enumerate() {
            assert_eq!(row.setting.place(), place);
            assert!(row.least <= row.default && row.default <= row.most, "{}", row.name);
        }
    }
}
