//! A place for something that is made when it is first used: the standard library's `OnceLock` without the waiting, as
//! its one user fills it under a lock anyhow. A test pays for it with each method that it uses, when it is compiled and
//! when it runs.

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::atomic::{AtomicU32, Ordering};

const EMPTY: u32 = 0;
const FILLING: u32 = 1;
const FULL: u32 = 2;

/// Empty, or full for good.
pub(crate) struct Once<T> {
    state: AtomicU32,
    value: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: what is in it is shared between threads when it is full, and may have been put there by any of them.
unsafe impl<T: Send + Sync> Sync for Once<T> {}

// A panic finds it empty or full.
impl<T: UnwindSafe + RefUnwindSafe> RefUnwindSafe for Once<T> {}

impl<T> Once<T> {
    pub(crate) const fn new() -> Self {
        Once { state: AtomicU32::new(EMPTY), value: UnsafeCell::new(MaybeUninit::uninit()) }
    }

    /// What is in it.
    #[inline(always)]
    pub(crate) fn get(&self) -> Option<&T> {
        if self.state.load(Ordering::Acquire) != FULL {
            return None;
        }
        // SAFETY: it is there, and nobody writes to it once it is full.
        Some(unsafe { &*self.value.get().cast() })
    }

    /// Fills it.
    ///
    /// # Panics
    ///
    /// If it is full, or is being filled.
    pub(crate) fn fill(&self, value: T) -> &T {
        let state = self.state.compare_exchange(EMPTY, FILLING, Ordering::Relaxed, Ordering::Relaxed);
        assert_eq!(state, Ok(EMPTY), "it is filled under a lock, and once");
        // SAFETY: it was empty, so nobody reads it, and it is ours to fill.
        let value = unsafe { (*self.value.get()).write(value) };
        self.state.store(FULL, Ordering::Release);
        value
    }
}

impl<T> Drop for Once<T> {
    fn drop(&mut self) {
        if *self.state.get_mut() == FULL {
            // SAFETY: it is there, and nobody uses it any more.
            unsafe { self.value.get_mut().assume_init_drop() };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Once;
    use crate::base::lock::Lock;

    #[test]
    fn whoever_finds_it_full_sees_what_is_in_it() {
        let once = Once::new();
        let lock = Lock::new(());
        std::thread::scope(|scope| {
            for n in 0..4 {
                let (once, lock) = (&once, &lock);
                scope.spawn(move || {
                    let _guard = lock.lock();
                    if once.get().is_none() {
                        assert_eq!(*once.fill(Box::new(n)), once.get().unwrap().clone());
                    }
                });
                scope.spawn(move || assert!(once.get().is_none_or(|n| **n < 4)));
            }
        });
        assert!(once.get().is_some());
    }

    #[test]
    fn what_is_in_it_is_dropped_with_it() {
        let number = Arc::new(1);
        let once = Once::new();
        once.fill(Arc::clone(&number));
        assert_eq!(Arc::strong_count(&number), 2);
        drop(once);
        assert_eq!(Arc::strong_count(&number), 1);
        drop(Once::<Arc<i32>>::new());
    }

    #[test]
    #[should_panic(expected = "it is filled under a lock, and once")]
    fn it_is_filled_once() {
        let once = Once::new();
        once.fill(1);
        once.fill(2);
    }
}
