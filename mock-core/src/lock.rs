//! The lock of the core: it spins, and has no poison.
//!
//! Nothing of the user's runs under it, so it is held for a few dozen instructions, and a panic never leaves anything
//! half done behind it. Every call takes it two or three times, mostly in unoptimised builds, which is what
//! `cargo test` runs: there, taking and releasing it costs some 90 instructions, against 180 for the lock of the `spin`
//! crate and 300 for that of `std`, which is why it is our own.

use std::cell::UnsafeCell;
use std::hint;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

/// A lock for short work.
#[derive(Debug, Default)]
pub(crate) struct Lock<T> {
    /// 1 while it is held. A whole word: unoptimised, the operations of `AtomicBool` take a detour.
    locked: AtomicU32,
    value: UnsafeCell<T>,
}

// SAFETY: the value is reached through a guard or `&mut` alone, and there is one guard at a time, so sharing the lock
// lends the value from thread to thread without ever sharing it: it needs `Send`, as with any lock.
unsafe impl<T: Send> Sync for Lock<T> {}

/// Holds a [`Lock`] until it is dropped.
pub(crate) struct LockGuard<'l, T> {
    lock: &'l Lock<T>,
    /// As `std`'s guards: not to be sent to another thread.
    _here: std::marker::PhantomData<*const ()>,
}

impl<T> Lock<T> {
    pub(crate) const fn new(value: T) -> Self {
        Lock { locked: AtomicU32::new(0), value: UnsafeCell::new(value) }
    }

    /// Takes the lock.
    #[inline(always)]
    pub(crate) fn lock(&self) -> LockGuard<'_, T> {
        if self.locked.swap(1, Ordering::Acquire) != 0 {
            self.wait();
        }
        LockGuard { lock: self, _here: std::marker::PhantomData }
    }

    /// The value, of which there is no other user.
    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// Waits for the lock and takes it.
    #[cold]
    fn wait(&self) {
        loop {
            stay_away();
            if self.locked.load(Ordering::Relaxed) == 0 && self.locked.swap(1, Ordering::Acquire) == 0 {
                return;
            }
        }
    }
}

/// Waits for a good while: a thread that stays away lets the other one make many calls without a cache line going to
/// and fro, and one that yields lets the other run if it has lost its core.
#[cold]
pub(crate) fn stay_away() {
    for _ in 0..SPINS {
        hint::spin_loop();
    }
    thread::yield_now();
}

/// A few microseconds on most machines.
const SPINS: usize = 128;

impl<T> Deref for LockGuard<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: this guard is the only one.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T> DerefMut for LockGuard<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this guard is the only one, and it is borrowed mutably.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T> Drop for LockGuard<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.lock.locked.store(0, Ordering::Release);
    }
}

/// A number that no other running thread has.
#[inline(always)]
pub(crate) fn thread_token() -> usize {
    thread_local!(static TOKEN: u8 = const { 0 });
    TOKEN.with(|token| std::ptr::from_ref(token).addr())
}

#[cfg(test)]
mod tests {
    use super::Lock;

    #[test]
    fn one_thread_at_a_time() {
        let rounds = if cfg!(miri) { 50 } else { 10_000 };
        let lock = Lock::new((0_u64, 0_u64));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..rounds {
                        let mut pair = lock.lock();
                        assert_eq!(pair.0, pair.1);
                        pair.0 += 1;
                        pair.1 += 1;
                    }
                });
            }
        });
        assert_eq!(*lock.lock(), (4 * rounds, 4 * rounds));
    }

    #[test]
    fn a_panic_does_not_poison_it() {
        let lock = Lock::new(1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _guard = lock.lock();
            panic!("while it is held");
        }));
        assert!(panicked.is_err());
        assert_eq!(*lock.lock(), 1);
    }
}
