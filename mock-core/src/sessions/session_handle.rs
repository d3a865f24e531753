//! What takes a test's expectations of static methods to the threads that it starts.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::sessions::owner::{self, Owner, Owners};
use crate::sessions::test_home::{Residence, TestHome};

/// Stands for the test that made it: a thread that [enters](SessionHandle::enter) it sees the test's expectations of
/// static methods and functions.
///
/// Such expectations belong to the test that made them: to its thread, and to its tokio runtime as long as no other test has
/// the like in there. Tasks of the runtime see them on whatever thread they run, and so does `spawn_blocking`. A thread that
/// the test or the code under test has started by itself belongs to no test, until it enters one.
///
/// ```
/// use asyncmock::{SessionHandle, automock};
///
/// #[automock]
/// trait Cat {
///     fn lives() -> u32;
/// }
///
/// let lives = MockCat::lives_context();
/// lives.expect().once().return_const(9_u32);
///
/// let session = SessionHandle::current();
/// let thread = std::thread::spawn(move || {
///     let _bound = session.enter();
///     MockCat::lives()
/// });
/// assert_eq!(thread.join().unwrap(), 9);
/// ```
#[derive(Clone)]
pub struct SessionHandle {
    owners: Arc<Vec<Owner>>,
    /// Where doubles belong that are made on the thread, if the harness runs the test.
    home: Option<Arc<TestHome>>,
}

impl SessionHandle {
    /// Of the test that runs here: in this runtime, and on this thread.
    pub fn current() -> Self {
        SessionHandle { owners: Arc::new(Owners::here().all()), home: TestHome::here() }
    }

    /// Binds the current thread to the test until the guard is dropped; then it is bound as it was before.
    ///
    /// Guards are dropped in the reverse order in which they were made. They can't be held across an await: a task
    /// belongs to its runtime.
    pub fn enter(&self) -> SessionGuard {
        let resident = self.home.as_ref().map(Residence::at);
        SessionGuard { before: owner::bind(Some(self.clone())), _resident: resident, _here: PhantomData }
    }

    pub(crate) fn owners(&self) -> &[Owner] {
        &self.owners
    }
}

impl fmt::Debug for SessionHandle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SessionHandle")?;
        out.debug_list().entries(&*self.owners).finish()
    }
}

/// Binds a thread to a test: made by [`SessionHandle::enter`].
#[must_use = "the thread is bound until the guard is dropped"]
pub struct SessionGuard {
    before: Option<SessionHandle>,
    _resident: Option<Residence>,
    /// Not to be sent: it is this thread that is bound.
    _here: PhantomData<*const ()>,
}

impl Drop for SessionGuard {
    fn drop(&mut self) {
        owner::bind(self.before.take());
    }
}

impl fmt::Debug for SessionGuard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SessionGuard")
    }
}

#[cfg(test)]
mod tests {
    use super::{Owners, SessionHandle};
    use std::thread;

    fn handle_of_a_thread() -> SessionHandle {
        thread::spawn(SessionHandle::current).join().unwrap()
    }

    #[test]
    fn a_guard_restores_what_was_before() {
        let (one, other) = (handle_of_a_thread(), handle_of_a_thread());
        let here = Owners::here().first();
        let outer = one.enter();
        let inner = other.enter();
        assert_eq!(Owners::here().first(), other.owners()[0]);
        drop(inner);
        assert_eq!(Owners::here().first(), one.owners()[0]);
        drop(outer);
        assert_eq!(Owners::here().first(), here);
    }

    #[test]
    fn a_handle_made_on_a_bound_thread_names_each_owner_once() {
        let session = SessionHandle::current();
        let _bound = session.enter();
        let again = SessionHandle::current();
        assert_eq!(again.owners(), session.owners());
    }

    #[test]
    fn a_guard_stays_on_its_thread() {
        /// Has two implementations for what is `Send`, so that it is not clear which one is meant.
        trait OnceUnlessSend<Case> {
            fn is_clear() {}
        }
        impl<T> OnceUnlessSend<()> for T {}
        impl<T: Send> OnceUnlessSend<u8> for T {}
        <super::SessionGuard as OnceUnlessSend<_>>::is_clear();
    }

    #[test]
    fn a_handle_can_be_shared_and_printed() {
        fn shared<T: Clone + Send + Sync>() {}
        shared::<SessionHandle>();
        let session = SessionHandle::current();
        assert_eq!(format!("{session:?}"), format!("SessionHandle[Thread({:?})]", thread::current().id()));
    }
}
