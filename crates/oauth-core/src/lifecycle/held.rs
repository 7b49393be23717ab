//! One access token in hand.

use std::sync::Arc;
use std::time::Duration;

use super::random::Random;
use super::record::StoredToken;
use super::settings::{Setting, Settings};
use crate::time::Now;
use crate::token::AccessToken;
use crate::wire::secret::Secret;

#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) token: Arc<AccessToken>,
    /// When it was requested.
    pub(super) received: Now,
    pub(super) lifetime: Option<Duration>,
    /// How long before its end it is renewed. Drawn once.
    pub(super) window: Duration,
    /// A resource refused it.
    pub(super) doubtful: bool,
    /// How often the server issued the same token again.
    pub(super) echoes: u8,
}

/// The age of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Fresh,
    Early,
    /// It has ended by one clock and not by the other.
    PerhapsOld,
    Old,
}

impl Held {
    pub(super) fn new(stored: &StoredToken, received: Now, settings: &Settings, random: &mut Random) -> Self {
        let lifetime = stored.lifetime.filter(|lifetime| !lifetime.is_zero()).or(settings.unstated_lifetime());
        let widest = lifetime.map_or(Duration::ZERO, |lifetime| {
            settings.duration(Setting::EarlyWindow).min(settings.share(Setting::EarlyShare, lifetime))
        });
        let window = widest - random.up_to(settings.share(Setting::Jitter, widest));
        let token = AccessToken::new(stored.token.clone(), stored.token_type.clone());
        let token = match &stored.scope {
            Some(scope) => token.with_scope(scope.clone()),
            None => token,
        };
        let token = match lifetime.and_then(|lifetime| stored.issued_at.checked_add(lifetime)) {
            Some(end) => token.with_expires_at(end),
            None => token,
        };
        Self { token: Arc::new(token), received, lifetime, window, doubtful: false, echoes: 0 }
    }

    pub(super) fn numbered(self, generation: u64) -> Self {
        Self { token: Arc::new(AccessToken::clone(&self.token).with_generation(generation)), ..self }
    }

    pub(super) fn stored(&self) -> StoredToken {
        StoredToken {
            token: self.token.text().clone(),
            token_type: self.token.token_type().clone(),
            scope: self.token.scope().cloned(),
            issued_at: self.received.wall(),
            lifetime: self.lifetime,
        }
    }

    pub(super) fn is(&self, token: &Secret) -> bool {
        self.token.text().expose() == token.expose()
    }

    pub(super) fn look(&self, now: Now) -> Look {
        let Some(lifetime) = self.lifetime else { return Look::Fresh };
        let age = now.age_of(self.received);
        if age.certain >= lifetime {
            Look::Old
        } else if age.perhaps >= lifetime {
            Look::PerhapsOld
        } else if age.perhaps >= self.early_from(lifetime) {
            Look::Early
        } else {
            Look::Fresh
        }
    }

    /// The age from which on it is renewed. A server that issues the same token again and again is asked at its end.
    fn early_from(&self, lifetime: Duration) -> Duration {
        if self.echoes >= 2 { lifetime } else { lifetime.saturating_sub(self.window) }
    }

    /// How long it is neither early nor old.
    pub(super) fn fresh_for(&self) -> Duration {
        self.lifetime.map_or(Duration::MAX, |lifetime| self.early_from(lifetime))
    }

    pub(super) fn is_alive(&self, now: Now) -> bool {
        self.look(now) != Look::Old
    }

    /// How long it has left, by the clock that says less.
    pub(super) fn left(&self, now: Now) -> Option<Duration> {
        Some(self.lifetime?.saturating_sub(now.age_of(self.received).perhaps))
    }

    pub(super) fn age(&self, now: Now) -> Duration {
        now.age_of(self.received).certain
    }

    /// Whether it ends later than another one. What has no end is later than what has one.
    pub(super) fn ends_after(&self, other: &Self) -> bool {
        let end = |held: &Self| held.lifetime.map(|lifetime| held.received.plus(lifetime).wall());
        match (end(self), end(other)) {
            (Some(own), Some(other)) => own > other,
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }
}
