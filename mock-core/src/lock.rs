//! The lock of the core. Nothing of the user's runs under it, so it is held for a few dozen instructions, and a lock
//! that spins is the cheapest: `std`'s costs several times as much in an unoptimised build, which is what `cargo test`
//! runs. A panic never leaves anything half done behind it, so there is no poison either.

use std::hint;
use std::thread;

use spin::RelaxStrategy;

/// A lock for short work.
pub(crate) type Lock<T> = spin::mutex::SpinMutex<T, StayAway>;
/// What a [`Lock`] gives.
pub(crate) type LockGuard<'l, T> = spin::mutex::SpinMutexGuard<'l, T, StayAway>;

/// Waits a good while between two looks: a thread that stays away lets the other one make many calls without a cache
/// line going to and fro, and one that yields lets the holder run if there are more threads than cores.
pub(crate) struct StayAway;

impl RelaxStrategy for StayAway {
    #[cold]
    fn relax() {
        for _ in 0..64 {
            hint::spin_loop();
        }
        thread::yield_now();
    }
}

/// A number that no other running thread has.
#[inline(always)]
pub(crate) fn thread_token() -> usize {
    thread_local!(static TOKEN: u8 = const { 0 });
    TOKEN.with(|token| std::ptr::from_ref(token).addr())
}
