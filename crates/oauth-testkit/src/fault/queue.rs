//! The queue of faults.

use std::collections::VecDeque;

use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::fault::queued::QueuedFault;

#[derive(Debug, Default)]
pub(crate) struct FaultQueue {
    queued: VecDeque<QueuedFault>,
}

impl FaultQueue {
    pub(crate) fn push(&mut self, fault: QueuedFault) {
        if fault.times > 0 {
            self.queued.push_back(fault);
        }
    }

    /// Takes the next fault for a request to `endpoint`.
    pub(crate) fn take(&mut self, endpoint: Option<Endpoint>) -> Option<Fault> {
        let fits = |queued: &QueuedFault| queued.endpoint.is_none() || queued.endpoint == endpoint;
        let at = self.queued.iter().position(fits)?;
        let queued = self.queued.get_mut(at)?;
        queued.times -= 1;
        if queued.times > 0 { Some(queued.fault.clone()) } else { self.queued.remove(at).map(|queued| queued.fault) }
    }

    pub(crate) fn pending(&self) -> usize {
        self.queued.iter().map(|queued| queued.times).sum()
    }

    pub(crate) fn clear(&mut self) {
        self.queued.clear();
    }
}
