//! The arguments of the calls of one method, kept as they were at the call. The newest are gathered in a vector; when
//! somebody wants to read, what was gathered is sealed and shared, so that reading takes no lock and copies nothing.

use std::sync::Arc;

use crate::args::Args;

/// As many snapshots are gathered before they are sealed in any case.
const CHUNK: usize = 256;

/// Snapshots that can be read without a lock.
pub(crate) struct Sealed<A: Args> {
    whole: Vec<A::Kept>,
    partial: Vec<A::Partial>,
}

// SAFETY: a snapshot is made by `Keepable::keep` alone, whose bounds demand that what is kept is `Send + Sync`; of an
// argument that is neither, `whole` stays empty and `partial` holds `None`.
unsafe impl<A: Args> Send for Sealed<A> {}
// SAFETY: as above.
unsafe impl<A: Args> Sync for Sealed<A> {}

impl<A: Args> Sealed<A> {
    fn new() -> Self {
        Sealed { whole: Vec::new(), partial: Vec::new() }
    }

    fn len(&self) -> usize {
        self.whole.len() + self.partial.len()
    }
}

/// The arguments of one call, sealed.
pub(crate) struct Snapshot<A: Args> {
    chunk: Arc<Sealed<A>>,
    offset: usize,
}

impl<A: Args> Clone for Snapshot<A> {
    fn clone(&self) -> Self {
        Snapshot { chunk: Arc::clone(&self.chunk), offset: self.offset }
    }
}

impl<A: Args> Snapshot<A> {
    /// Every argument, or what was kept of them.
    pub(crate) fn get(&self) -> Result<&A::Kept, &A::Partial> {
        match self.chunk.whole.get(self.offset) {
            Some(whole) => Ok(whole),
            None => Err(&self.chunk.partial[self.offset]),
        }
    }
}

/// The snapshots of one method.
pub(crate) struct Snapshots<A: Args> {
    /// Sealed chunks, with the index of each one's first call.
    sealed: Vec<(usize, Arc<Sealed<A>>)>,
    open: Sealed<A>,
    opened_at: usize,
}

impl<A: Args> Snapshots<A> {
    pub(crate) fn new() -> Self {
        Snapshots { sealed: Vec::new(), open: Sealed::new(), opened_at: 0 }
    }

    /// Adds the snapshots of a call of which every argument can be kept.
    #[inline(always)]
    pub(crate) fn push(&mut self, kept: A::Kept) {
        self.open.whole.push(kept);
        if self.open.whole.len() == CHUNK {
            self.seal();
        }
    }

    /// Adds the snapshots of a call of which not every argument can be kept.
    pub(crate) fn push_partial(&mut self, kept: A::Partial) {
        self.open.partial.push(kept);
        if self.open.partial.len() == CHUNK {
            self.seal();
        }
    }

    #[cold]
    fn seal(&mut self) {
        let chunk = std::mem::replace(&mut self.open, Sealed::new());
        let start = self.opened_at;
        self.opened_at += chunk.len();
        self.sealed.push((start, Arc::new(chunk)));
    }

    /// Seals what was gathered and gives the snapshots from the `from`th on.
    pub(crate) fn from(&mut self, from: usize) -> Vec<Snapshot<A>> {
        if self.open.len() > 0 {
            self.seal();
        }
        let first = self.sealed.partition_point(|(start, _)| *start <= from).saturating_sub(1);
        let mut snapshots = Vec::new();
        for (start, chunk) in &self.sealed[first..] {
            for offset in from.saturating_sub(*start)..chunk.len() {
                snapshots.push(Snapshot { chunk: Arc::clone(chunk), offset });
            }
        }
        snapshots
    }
}
