//! Two editions of one chain become one.

use super::Chain;
use super::link::Link;
use crate::lifecycle::mirror::Mirror;
use crate::lifecycle::record::{GrantRecord, Used};
use crate::time::Now;

impl Chain {
    /// Takes the chain of the store and adds what only this process has, so that nothing is lost that may be the token that
    /// the server accepts. Returns whether the result differs from the store's.
    ///
    /// The result is the edition of `mirror`, which has begun.
    pub(in super::super) fn merge(&mut self, theirs: &GrantRecord, mirror: &Mirror, now: Now) -> bool {
        let (saved, edition) = (mirror.saved, mirror.edition);
        let newest = theirs.refresh.iter().map(|candidate| candidate.turn).max();
        let mut differs = false;
        let ours = std::mem::take(&mut self.links);
        for candidate in &theirs.refresh {
            let mut link = Link { added: 0, changed: 0, ..Link::new(candidate.clone(), 0, now) };
            if let Some(known) = ours.iter().find(|known| known.is(&candidate.token)) {
                if known.candidate.used == candidate.used {
                    link.seen = known.seen;
                }
            }
            if let Used::Sent { by, .. } = candidate.used {
                if let Some((_, before)) = self.voided.iter().find(|voided| voided.0 == by) {
                    link.set(*before, edition, now);
                    differs = true;
                }
            }
            self.links.push(link);
        }
        for own in ours {
            match self.links.iter_mut().find(|link| link.is(&own.candidate.token)) {
                Some(link) => {
                    let is_news = own.changed > saved || own.candidate.used == Used::Refused;
                    let used =
                        if is_news { both(link.candidate.used, own.candidate.used) } else { link.candidate.used };
                    if used != link.candidate.used {
                        link.set(used, edition, own.seen);
                        differs = true;
                    }
                }
                None if newest.is_none_or(|newest| may_be_good(&own, newest, mirror)) => {
                    differs = true;
                    self.links.push(Link { added: edition, changed: edition, ..own });
                }
                None => {}
            }
        }
        self.unrotated = if differs { self.unrotated.max(theirs.unrotated) } else { theirs.unrotated };
        self.end = match (self.end, theirs.refresh_end) {
            (Some(own), Some(their)) if differs && own.at > their.at => Some(own),
            (own, None) if differs => own,
            (_, their) => their,
        };
        self.tidy();
        differs
    }
}

/// Whether a refresh token may be good that a record lacks, whose newest is of this turn.
fn may_be_good(own: &Link, newest: u64, mirror: &Mirror) -> bool {
    let turn = own.candidate.turn;
    if own.added <= mirror.saved {
        // What the store had and has no more is spent, unless the store went back to an earlier record: a record keeps what
        // has no child.
        return turn > newest || (turn == newest && own.candidate.used != Used::Refused);
    }
    // The same if the store may have had it; and a record keeps what was sent until its child has a child.
    let may_be_spent = mirror.perhaps.is_some_and(|perhaps| own.added <= perhaps) && turn.saturating_add(1) < newest;
    !may_be_spent
}

/// What two processes know of one refresh token, put together.
fn both(one: Used, other: Used) -> Used {
    match (one, other) {
        (Used::Refused, _) | (_, Used::Refused) => Used::Refused,
        (Used::No, used) | (used, Used::No) => used,
        (Used::Sent { at, by, again }, Used::Sent { at: at2, by: by2, again: again2 }) => {
            Used::Sent { at: at.min(at2), by, again: again || again2 || by != by2 }
        }
    }
}
