//! The store that the processes share.

use std::collections::HashSet;
use std::time::Duration;

use oauth_core::lifecycle::{GrantId, Lease, LeaseId, Outcome, Record, StoreFailed, Version, Work, Written};

use crate::bug::Bug;

/// The state of a store or a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    /// It works.
    Well,
    /// It refuses, at once.
    Refuses,
    /// It does not answer.
    Hangs,
    /// It can be read and not written.
    ReadOnly,
    /// Its records cannot be read.
    Unreadable,
}

/// A store with one record.
#[derive(Debug)]
pub(crate) struct Store {
    /// The record and its version.
    pub(crate) record: Option<(Version, Record)>,
    lease: Option<(LeaseId, u64)>,
    lease_excludes: bool,
    paused_until: u64,
    /// Access tokens that were ever in a record.
    pub(crate) seen: HashSet<String>,
    /// Grants of which a sign-out was written.
    pub(crate) signed_out: HashSet<GrantId>,
    /// The longest chain of refresh tokens so far.
    pub(crate) longest: usize,
    /// Operations so far.
    pub(crate) operations: u64,
    writes: u64,
    bug: Option<Bug>,
}

impl Store {
    /// An empty store.
    pub(crate) fn new(lease_excludes: bool, bug: Option<Bug>) -> Self {
        Self {
            record: None,
            lease: None,
            lease_excludes,
            paused_until: 0,
            seen: HashSet::new(),
            signed_out: HashSet::new(),
            longest: 0,
            operations: 0,
            writes: 0,
            bug,
        }
    }

    /// Loses everything.
    pub(crate) fn empty(&mut self) {
        (self.record, self.lease, self.paused_until) = (None, None, 0);
        self.signed_out.clear();
    }

    /// Carries out an operation.
    pub(crate) fn apply(&mut self, work: &Work, health: Health, t: u64) -> Option<Outcome> {
        self.operations += 1;
        let seal = |record: &Record| match health {
            Health::Unreadable => Record::Unreadable,
            _ => record.clone(),
        };
        Some(match work {
            Work::Load => {
                Outcome::Loaded(Ok(self.record.as_ref().map(|(version, record)| (version.clone(), seal(record)))))
            }
            Work::Lease { id, length } => Outcome::Leased(Ok(self.lease(*id, *length, t))),
            Work::Release { id, pause } => {
                if self.lease.take_if(|(held, _)| held == id).is_some() {
                    if let Some(pause) = pause {
                        self.paused_until = t + pause.as_millis() as u64;
                    }
                }
                Outcome::Released
            }
            Work::Write { .. } if health == Health::ReadOnly => Outcome::Written(Err(StoreFailed)),
            Work::Write { replaces, record } => {
                let version = self.record.as_ref().map(|(version, _)| version.clone());
                let is_lock = self.bug == Some(Bug::LeaseTakenForALock);
                let fits = version == *replaces || is_lock && replaces.is_some();
                Outcome::Written(Ok(match &self.record {
                    _ if fits => Written::Stored(self.write(record)),
                    Some((version, theirs)) => Written::Is(version.clone(), seal(theirs)),
                    None => Written::Gone,
                }))
            }
            _ => return None,
        })
    }

    fn lease(&mut self, id: LeaseId, length: Duration, t: u64) -> Lease {
        if t < self.paused_until {
            return Lease::Paused { left: Duration::from_millis(self.paused_until - t) };
        }
        let other = self.lease.filter(|(held, end)| *held != id && *end > t && self.lease_excludes);
        match other {
            Some((_, end)) => Lease::Taken { look_again: Duration::from_millis(end - t) },
            None => {
                self.lease = Some((id, t + length.as_millis() as u64));
                Lease::Held
            }
        }
    }

    fn write(&mut self, record: &Record) -> Version {
        self.writes += 1;
        let mut record = record.clone();
        match &mut record {
            Record::Grant(grant) => {
                if self.bug == Some(Bug::OneSpare) {
                    let surplus = grant.refresh.len().saturating_sub(2);
                    grant.refresh.drain(..surplus);
                }
                self.longest = self.longest.max(grant.refresh.len());
                self.seen.extend(grant.tokens.values().map(|token| token.token.expose().to_owned()));
            }
            Record::SignedOut { of } => self.signed_out.extend(*of),
            _ => {}
        }
        // Unique and in no order.
        let version = Version::new(format!("{:016x}", self.writes.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        self.record = Some((version.clone(), record));
        version
    }
}
