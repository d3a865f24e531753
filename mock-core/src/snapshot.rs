//! The arguments of the calls of one method, kept as they were at the call.
//!
//! Writing must be cheap, for a mock may stand in a load test; reading happens when a test verifies. So snapshots are
//! written down raw, all text into one string, and are made into what users read when somebody does: then they are
//! sealed and shared, so that reading takes no lock and copies nothing.

use std::sync::Arc;

use crate::args::Args;

/// As many snapshots are gathered before a new chunk is begun.
const CHUNK: usize = 256;

/// Snapshots as they are written down.
struct Draft<A: Args> {
    raw: Vec<A::Raw>,
    /// The text in them.
    text: String,
    /// Those of methods that have an argument of which no snapshot can be made.
    partial: Vec<A::Partial>,
}

/// Snapshots that can be read without a lock.
struct Sealed<A: Args> {
    whole: Vec<A::Kept>,
    partial: Vec<A::Partial>,
}

// SAFETY: a snapshot is made from what `Keepable::keep` gives, whose bounds demand that what is kept is `Send + Sync`;
// of an argument that is neither, there are only `None`s in `partial`, and `raw` stays empty.
unsafe impl<A: Args> Send for Draft<A> {}
// SAFETY: as above.
unsafe impl<A: Args> Send for Sealed<A> {}
// SAFETY: as above.
unsafe impl<A: Args> Sync for Sealed<A> {}

impl<A: Args> Draft<A> {
    fn new() -> Self {
        // A few at once: most methods are called a handful of times.
        Draft { raw: Vec::with_capacity(4), text: String::new(), partial: Vec::new() }
    }

    fn len(&self) -> usize {
        self.raw.len() + self.partial.len()
    }

    fn seal(self) -> Sealed<A> {
        let text = self.text;
        let mut whole = Vec::with_capacity(self.raw.len());
        for raw in self.raw {
            whole.push(A::read(raw, &text));
        }
        Sealed { whole, partial: self.partial }
    }
}

impl<A: Args> Sealed<A> {
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
    /// The newest.
    draft: Draft<A>,
    /// Older ones that nobody has read.
    drafts: Vec<Draft<A>>,
    /// The oldest, with the index of each chunk's first call.
    sealed: Vec<(usize, Arc<Sealed<A>>)>,
    /// How many are sealed.
    length: usize,
}

impl<A: Args> Snapshots<A> {
    pub(crate) fn new() -> Self {
        Snapshots { draft: Draft::new(), drafts: Vec::new(), sealed: Vec::new(), length: 0 }
    }

    /// Adds the snapshots of a call of which every argument can be kept.
    #[inline(always)]
    pub(crate) fn push(&mut self, taken: A::Taken<'_>) {
        let raw = A::write(taken, &mut self.draft.text);
        self.draft.raw.push(raw);
        if self.draft.raw.len() == CHUNK {
            self.begin_draft();
        }
    }

    /// Adds the snapshots of a call of which not every argument can be kept.
    pub(crate) fn push_partial(&mut self, kept: A::Partial) {
        self.draft.partial.push(kept);
        if self.draft.partial.len() == CHUNK {
            self.begin_draft();
        }
    }

    #[cold]
    fn begin_draft(&mut self) {
        let new = Draft {
            raw: Vec::with_capacity(self.draft.raw.len()),
            text: String::with_capacity(self.draft.text.len()),
            partial: Vec::with_capacity(self.draft.partial.len()),
        };
        self.drafts.push(std::mem::replace(&mut self.draft, new));
    }

    /// Seals what was written down, so that it can be read.
    pub(crate) fn seal(&mut self) {
        // The newest draft is empty after the last call that an older one had room for.
        if self.draft.len() == 0 && self.drafts.is_empty() {
            return;
        }
        let newest = std::mem::replace(&mut self.draft, Draft::new());
        let mut drafts = std::mem::take(&mut self.drafts);
        drafts.push(newest);
        for draft in drafts {
            if draft.len() > 0 {
                let sealed = draft.seal();
                let start = self.length;
                self.length += sealed.len();
                self.sealed.push((start, Arc::new(sealed)));
            }
        }
    }

    /// Seals what was written down up to a call.
    pub(crate) fn seal_to(&mut self, index: usize) {
        if index >= self.length {
            self.seal();
        }
    }

    /// The snapshot of a call, which is sealed.
    pub(crate) fn get(&self, index: usize) -> Snapshot<A> {
        let (start, chunk) = &self.sealed[self.sealed.partition_point(|(start, _)| *start <= index) - 1];
        Snapshot { chunk: Arc::clone(chunk), offset: index - start }
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Snapshots};
    use crate::param::{Ref, Val};

    #[test]
    fn what_is_written_is_read_in_order_across_chunks() {
        let mut snapshots = Snapshots::<(Ref<str>, Val<u32>)>::new();
        for n in 0..1000 {
            snapshots.push((&n.to_string(), n));
            if n == 300 {
                snapshots.seal();
                assert_eq!(snapshots.get(300).get(), Ok(&("300".to_owned(), 300)));
            }
        }
        snapshots.seal();
        for n in 0..1000 {
            assert_eq!(snapshots.get(n).get(), Ok(&(n.to_string(), n as u32)));
        }
    }

    #[test]
    fn a_chunk_that_is_just_full_is_read() {
        let mut snapshots = Snapshots::<(Val<usize>,)>::new();
        for n in 0..CHUNK {
            snapshots.push((n,));
        }
        snapshots.seal();
        assert_eq!(snapshots.get(CHUNK - 1).get(), Ok(&(CHUNK - 1,)));
    }
}
