//! The refresh tokens of one sign-in that may be the one that the server accepts.

mod link;
mod merge;

use std::sync::Arc;
use std::time::Duration;

use link::Link;
pub(super) use link::Mark;

use super::access::Why;
use super::grant_details::GrantDetails;
use super::record::{AttemptId, Candidate, GrantId, RefreshEnd, Used};
use crate::server::Rotation;
use crate::time::Now;
use crate::wire::secret::Secret;

/// The most candidates that are kept.
pub(super) const MOST: usize = 8;
/// After so many renewals without a new refresh token, the server does not rotate.
const SHOWS_NO_ROTATION: u8 = 3;
/// After this time, a process that wrote an intent has its response, or will not get one.
const INTENT_IS_OVER: Duration = Duration::from_secs(30);
/// After this time, a refresh token whose response was lost may be sent a last time.
const LAST_TRY_AFTER: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    pub(super) grant: Option<GrantId>,
    pub(super) details: Arc<GrantDetails>,
    pub(super) end: Option<RefreshEnd>,
    /// The oldest first.
    links: Vec<Link>,
    unrotated: u8,
    /// Intents that were taken back, with what they replaced. The store may still have them.
    voided: Vec<(AttemptId, Used)>,
}

impl Chain {
    pub(super) fn new(
        grant: GrantId,
        details: Arc<GrantDetails>,
        refresh: Option<Secret>,
        edition: u64,
        now: Now,
    ) -> Self {
        let links = refresh.into_iter().map(|token| Link::new(Candidate::new(token, 0), edition, now)).collect();
        Self { grant: Some(grant), details, links, ..Self::default() }
    }

    pub(super) fn candidates(&self) -> Vec<Candidate> {
        self.links.iter().map(|link| link.candidate.clone()).collect()
    }

    pub(super) fn unrotated(&self) -> u8 {
        self.unrotated
    }

    pub(super) fn newest(&self) -> Option<&Secret> {
        self.links.last().map(|link| &link.candidate.token)
    }

    /// The newest that came in an edition after `saved`: nobody else has it.
    pub(super) fn newest_unsaved(&self, saved: u64) -> Option<Secret> {
        let is_ours = |link: &&Link| link.added > saved && link.candidate.used == Used::No && link.candidate.turn > 0;
        self.links.iter().rev().find(is_ours).map(|link| link.candidate.token.clone())
    }

    /// What is known of the rotation: what the server is said to do, or what its renewals have shown.
    pub(super) fn rotation(&self, known: Rotation) -> Rotation {
        match known {
            Rotation::Unknown if self.unrotated >= SHOWS_NO_ROTATION => Rotation::Never,
            known => known,
        }
    }

    /// The refresh token to send: the newest that was not sent, or else the newest that may be sent once more.
    pub(super) fn pick(&self, known: Rotation, now: Now) -> Option<&Secret> {
        let mut newest_first = self.links.iter().rev();
        let link = match self.rotation(known) {
            Rotation::Never => newest_first.find(|link| link.candidate.used != Used::Refused),
            rotation => {
                let within = match rotation {
                    Rotation::Rotates { second_use_within } => second_use_within,
                    _ => Duration::ZERO,
                };
                let unsent = newest_first.clone().find(|link| link.candidate.used == Used::No);
                let last = self.last_turn();
                let open = |link: &&Link| link.candidate.turn == last && link.may_be_sent_again(within, now);
                unsent.or_else(|| newest_first.find(open))
            }
        };
        link.map(|link| &link.candidate.token)
    }

    /// The newest whose response was lost for good, and that was not tried a last time. What has a child is spent.
    pub(super) fn last_try(&self, now: Now) -> Option<&Secret> {
        let newest = self.links.last()?.candidate.turn;
        let mut open = self.links.iter().rev().filter(|link| link.candidate.turn == newest);
        let is_over = |link: &Link| link.sent_age(now).is_none_or(|age| age >= LAST_TRY_AFTER);
        if !open.clone().all(is_over) {
            return None;
        }
        let is_lost = |link: &&Link| matches!(link.candidate.used, Used::Sent { again: false, .. });
        open.find(is_lost).map(|link| &link.candidate.token)
    }

    /// The turn of the newest that was not refused.
    fn last_turn(&self) -> u64 {
        let newest = self.links.iter().rev().find(|link| link.candidate.used != Used::Refused);
        newest.map_or(0, |link| link.candidate.turn)
    }

    /// Why nothing can be sent. `None`: a process may be about to bring the response.
    pub(super) fn why(&self, now: Now) -> Option<Why> {
        let Some(newest) = self.links.last() else { return Some(Why::NoRefreshToken) };
        let mut open = self.links.iter().filter_map(|link| Some((link.candidate.turn, link.last_sent_age(now)?)));
        if open.clone().any(|(_, age)| age < INTENT_IS_OVER) {
            return None;
        }
        let is_lost = open.any(|(turn, _)| turn == newest.candidate.turn);
        Some(if is_lost { Why::AnswerLost } else { Why::Refused })
    }

    /// How long ago this refresh token was sent first.
    pub(super) fn sent_age(&self, token: &Secret, now: Now) -> Option<Duration> {
        self.links.iter().find(|link| link.is(token))?.sent_age(now)
    }

    fn find(&mut self, token: &Secret) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.is(token))
    }

    /// Notes that a refresh token is about to be sent.
    pub(super) fn mark(&mut self, token: &Secret, by: AttemptId, edition: u64, now: Now) -> Option<Mark> {
        let link = self.find(token)?;
        let (before, changed) = (link.candidate.used, link.changed);
        let (at, again) = match before {
            Used::Sent { at, .. } => (at, true),
            _ => (now.wall(), false),
        };
        link.set(Used::Sent { at, by, again }, edition, now);
        Some(Mark { token: token.clone(), at: now, by, before, changed })
    }

    /// Undoes an intent that certainly was not written.
    pub(super) fn unmark(&mut self, mark: &Mark, now: Now) {
        if let Some(link) = self.find(&mark.token) {
            link.set(mark.before, mark.changed, now);
        }
    }

    /// Undoes an intent that may have been written, because nothing was spent.
    pub(super) fn take_back(&mut self, mark: &Mark, edition: u64, now: Now) {
        self.voided.push((mark.by, mark.before));
        let surplus = self.voided.len().saturating_sub(MOST);
        self.voided.drain(..surplus);
        if let Some(link) = self.find(&mark.token) {
            if matches!(link.candidate.used, Used::Sent { by, .. } if by == mark.by) {
                link.set(mark.before, edition, now);
            }
        }
    }

    /// The server refused this refresh token.
    pub(super) fn refuse(&mut self, token: &Secret, edition: u64, now: Now) {
        if let Some(link) = self.find(token) {
            link.set(Used::Refused, edition, now);
        }
    }

    /// A renewal with `old` brought `new`, or no new refresh token.
    pub(super) fn advance(&mut self, old: &Secret, mark: Option<&Mark>, new: Option<Secret>, edition: u64, now: Now) {
        let turn = self.find(old).map_or(0, |link| link.candidate.turn);
        if let Some(new) = new.filter(|new| new.expose() != old.expose()) {
            self.unrotated = 0;
            self.links.push(Link::new(Candidate::new(new, turn.saturating_add(1)), edition, now));
            return self.tidy();
        }
        self.unrotated = self.unrotated.saturating_add(1);
        if let Some(mark) = mark {
            self.take_back(mark, edition, now);
        }
        if let Some(link) = self.find(old) {
            link.set(Used::No, edition, now);
        }
    }

    /// Drops what is certainly spent. A parent stays until its child has a child; what was not sent stays.
    fn tidy(&mut self) {
        self.links.sort_by_key(|link| link.candidate.turn);
        let newest = self.links.last().map_or(0, |link| link.candidate.turn);
        self.links.retain(|link| link.candidate.used == Used::No || link.candidate.turn.saturating_add(1) >= newest);
        while self.links.len() > MOST {
            let sent = self.links.iter().position(|link| link.candidate.used != Used::No);
            self.links.remove(sent.unwrap_or(0));
        }
    }
}
