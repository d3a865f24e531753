//! Taking a lock of the core. Nothing of the user's runs under one, so that a lock is held for a few dozen
//! instructions, and a panic never leaves anything half done behind it: poison is ignored.

use std::hint;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// Takes the lock.
#[inline]
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    match mutex.try_lock() {
        Ok(guard) => guard,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => contended(mutex),
    }
}

/// Waits with growing pauses before it asks the system to wait: under load, a thread that stays away for a while lets
/// the other one make many calls without a cache line going to and fro.
#[cold]
fn contended<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    for round in 4..10 {
        for _ in 0..1 << round {
            hint::spin_loop();
        }
        match mutex.try_lock() {
            Ok(guard) => return guard,
            Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {}
        }
    }
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A number that no other running thread has.
pub(crate) fn thread_token() -> usize {
    thread_local!(static TOKEN: u8 = const { 0 });
    TOKEN.with(|token| std::ptr::from_ref(token).addr())
}
