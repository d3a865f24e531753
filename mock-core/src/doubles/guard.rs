//! Guards: doubles of what an async `acquire`, `lock` or `begin` gives, and of the way in which it is left.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync::Arc;

use crate::base::lock::Lock;
use crate::doubles::guard_probe::GuardProbe;
use crate::records::guard_state::GuardState;
use crate::sessions::guard_record::{Departure, GuardRecord};
use crate::sessions::session::Session;

/// A double of an RAII guard: it derefs to its value, and notes how it is left.
///
/// A mocked method gives one by [`returns_guard`](crate::Expectation::returns_guard), and `mock.guards_of_acquire()` tells
/// what became of those. One by itself comes with a [`GuardProbe`]. In Python's terms, it is the double of an async context
/// manager: `__aenter__` is the call that gives it, and `__aexit__` is its drop, or the method that consumes it.
///
/// ```
/// use asyncmock::{Guard, GuardState};
///
/// let (mut guard, probe) = Guard::new(vec![1]);
/// guard.push(2);
/// assert_eq!(probe.state(), GuardState::Held);
///
/// drop(guard);
/// assert_eq!(probe.state(), GuardState::Released);
/// ```
#[must_use = "a guard that is not bound to a name is released at once"]
pub struct Guard<T> {
    /// `None` once it is finished.
    value: Option<T>,
    record: Arc<GuardRecord>,
    /// What is done with the value when the guard is dropped.
    exit: Lock<Option<Box<dyn WayOut<T>>>>,
}

/// What is done with a guard's value when the guard is dropped, beside dropping it.
pub(crate) trait WayOut<T>: Send {
    /// Does it. The guard is left when that is done.
    fn leave(self: Box<Self>, value: T, record: Arc<GuardRecord>, departure: Departure);
}

impl<T> Guard<T> {
    /// Makes a guard, entered here and now, and the probe that tells what becomes of it.
    #[track_caller]
    pub fn new(value: T) -> (Self, GuardProbe) {
        let session = Session::current();
        let record = GuardRecord::begin(&session.scene, name_of::<T>(), Location::caller());
        session.add_guard(&record);
        let probe = GuardProbe::new(Arc::clone(&record));
        (Self::of(value, record), probe)
    }

    /// One whose record is known elsewhere.
    pub(crate) fn of(value: T, record: Arc<GuardRecord>) -> Self {
        Guard { value: Some(value), record, exit: Lock::new(None) }
    }

    /// The same guard, with something else done in the end.
    pub(crate) fn exiting(self, exit: impl WayOut<T> + 'static) -> Self {
        let _last = self.exit.lock().replace(Box::new(exit));
        self
    }

    /// Leaves a guard by a method that consumes it, and gives its value: how a double of one calls itself finished.
    ///
    /// ```
    /// use asyncmock::{Guard, GuardState};
    ///
    /// struct Tx(Guard<Vec<u32>>);
    ///
    /// impl Tx {
    ///     fn commit(self) -> Vec<u32> {
    ///         Guard::finish(self.0, "commit")
    ///     }
    /// }
    ///
    /// let (guard, probe) = Guard::new(vec![1]);
    /// assert_eq!(Tx(guard).commit(), [1]);
    /// assert_eq!(probe.state(), GuardState::Finished("commit"));
    /// ```
    pub fn finish(guard: Self, name: &'static str) -> T {
        let mut guard = guard;
        guard.record.leave(GuardState::Finished(name));
        guard.value.take().expect(HELD)
    }

    /// A probe of a guard.
    pub fn probe(guard: &Self) -> GuardProbe {
        GuardProbe::new(Arc::clone(&guard.record))
    }
}

/// A guard without its value can't be reached.
const HELD: &str = "a guard has its value until it is left";

/// `Guard<Vec<u32>>`, without the paths.
fn name_of<T>() -> String {
    let path = std::any::type_name::<T>();
    let mut name = String::from("Guard<");
    for (index, part) in path.split("::").enumerate() {
        if index > 0 {
            // What came before it is the name of a module, or of a type's owner.
            let end = name.rfind(|letter: char| !letter.is_alphanumeric() && letter != '_').map_or(0, |end| end + 1);
            name.truncate(end);
        }
        name.push_str(part);
    }
    name.push('>');
    name
}

impl<T> Deref for Guard<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect(HELD)
    }
}

impl<T> DerefMut for Guard<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect(HELD)
    }
}

impl<T: fmt::Debug> fmt::Debug for Guard<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Guard").field(&self.value.as_ref()).finish()
    }
}

impl<T> Drop for Guard<T> {
    fn drop(&mut self) {
        let Some(value) = self.value.take() else { return };
        let departure = self.record.departure(match std::thread::panicking() {
            true => GuardState::Panicked,
            false => GuardState::Released,
        });
        let exit = self.exit.lock().take();
        match exit {
            Some(exit) => exit.leave(value, Arc::clone(&self.record), departure),
            None => {
                // Before the value is dropped, which may be the user's and do whatever it likes.
                self.record.depart(departure);
                drop(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_guard_is_called_by_the_name_of_its_value() {
        assert_eq!(name_of::<u32>(), "Guard<u32>");
        assert_eq!(name_of::<Vec<Option<String>>>(), "Guard<Vec<Option<String>>>");
        assert_eq!(name_of::<(std::sync::Arc<u8>, &str)>(), "Guard<(Arc<u8>, &str)>");
    }
}
