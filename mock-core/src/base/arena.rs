//! The values that a mock lends by reference. They only ever grow in number, so that a reference handed out stays good
//! for as long as the mock lives, whatever happens to its expectations.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// An append-only store whose elements never move.
pub struct Arena<T> {
    /// Bucket `n` holds `2^n` places, so that no element moves when another is added.
    buckets: [OnceLock<Box<[OnceLock<T>]>>; 32],
    next: AtomicUsize,
}

// Values are put there whole, and what is done with them then is their owner's.
impl<T> UnwindSafe for Arena<T> {}
impl<T> RefUnwindSafe for Arena<T> {}

impl<T> Arena<T> {
    pub(crate) const fn new() -> Self {
        Arena { buckets: [const { OnceLock::new() }; 32], next: AtomicUsize::new(0) }
    }

    /// Takes a place for a value that is [put](Arena::put) there later.
    pub(crate) fn reserve(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Puts a value into its place.
    pub(crate) fn put(&self, index: usize, value: T) -> &T {
        self.place(index).get_or_init(|| value)
    }

    /// The value at a place.
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.place(index).get()
    }

    /// The value at a place, to be changed.
    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let (bucket, size) = Self::bucket(index);
        self.buckets[bucket].get_mut()?[index + 1 - size].get_mut()
    }

    /// The bucket of a place, and how many places it holds.
    fn bucket(index: usize) -> (usize, usize) {
        let bucket = (index + 1).ilog2() as usize;
        (bucket, 1 << bucket)
    }

    fn place(&self, index: usize) -> &OnceLock<T> {
        let (bucket, size) = Self::bucket(index);
        let places = self.buckets[bucket].get_or_init(|| (0..size).map(|_| OnceLock::new()).collect());
        &places[index + 1 - size]
    }
}

#[cfg(test)]
mod tests {
    use super::Arena;

    #[test]
    fn what_was_put_there_can_be_changed() {
        let mut arena = Arena::new();
        let (first, second) = (arena.reserve(), arena.reserve());
        arena.put(second, 2);
        assert_eq!(arena.get_mut(first), None);
        *arena.get_mut(second).unwrap() += 1;
        assert_eq!(arena.get(second), Some(&3));
    }

    #[test]
    fn references_stay_good_while_it_grows() {
        let arena = Arena::new();
        let first: &String = arena.put(arena.reserve(), "first".to_owned());
        for n in 0..1000 {
            let index = arena.reserve();
            arena.put(index, n.to_string());
        }
        assert_eq!(first, "first");
        assert_eq!(arena.get(500).map(String::as_str), Some("499"));
        assert_eq!(arena.get(5000), None);
    }
}
