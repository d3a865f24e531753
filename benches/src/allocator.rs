//! A global allocator that knows how many bytes are live, as glibc's malloc would account for them.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Passes everything on to the system's allocator and keeps count.
#[derive(Debug, Default)]
pub struct Counting {
    live: AtomicUsize,
}

impl Counting {
    /// An allocator that has allocated nothing.
    pub const fn new() -> Self {
        let live = AtomicUsize::new(0);
        Self { live }
    }

    /// The bytes of all chunks that are allocated now.
    pub fn live(&self) -> usize {
        self.live.load(Ordering::Relaxed)
    }
}

/// What an allocation takes: a header of 8 bytes, in steps of 16, at least 32.
fn chunk(size: usize) -> usize {
    ((size + 8 + 15) & !15).max(32)
}

// SAFETY: every call is passed on to `System` as it came; the count has no part in it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.live.fetch_add(chunk(layout.size()), Ordering::Relaxed);
        // SAFETY: the caller's promise is the one `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        self.live.fetch_sub(chunk(layout.size()), Ordering::Relaxed);
        // SAFETY: the caller's promise is the one `System` asks for.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::chunk;

    #[test]
    fn a_chunk_has_a_header_and_a_least_size() {
        assert_eq!([1, 24, 25, 40, 41].map(chunk), [32, 32, 48, 48, 64]);
    }
}
