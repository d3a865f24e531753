//! Whom the expectations of static methods belong to: a test, known by the harness that runs it, by the thread that it runs
//! on, or by its tokio runtime. Which of them a place in the code belongs to is found out here, and nowhere else.

use std::cell::RefCell;
use std::thread::{self, ThreadId};

use crate::sessions::session_handle::SessionHandle;
use crate::sessions::test_home::TestHome;
#[cfg(feature = "tokio")]
use crate::tasks::runtime;

/// A test that the harness runs, a runtime or a thread. None of them is like another one that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    /// Everything that runs in the test, as far as its home goes.
    Trial(u64),
    /// Everything that runs in it, on whatever thread. It may be that of several tests.
    #[cfg(feature = "tokio")]
    Runtime(tokio::runtime::Id),
    /// Everything that runs on it, be it in a runtime that blocks it.
    Thread(ThreadId),
}

/// The owners that this place in the code belongs to.
pub(crate) struct Owners {
    bound: Option<SessionHandle>,
    /// Whom what is made here belongs to comes first. That is the thread where it is the test's own, but not in a task, which
    /// any thread of its runtime may run.
    here: [Option<Owner>; 3],
}

thread_local! {
    /// What the thread is bound to.
    static BOUND: RefCell<Option<SessionHandle>> = const { RefCell::new(None) };
}

impl Owners {
    /// Of the code that runs now.
    pub(crate) fn here() -> Self {
        let trial = TestHome::here().and_then(|home| home.trial()).map(Owner::Trial);
        let (thread, runtime) = (Some(Owner::Thread(thread::current().id())), runtime());
        Owners {
            // A thread at its end is not bound.
            bound: BOUND.try_with(|bound| bound.borrow().clone()).ok().flatten(),
            here: if is_task() { [trial, runtime, thread] } else { [trial, thread, runtime] },
        }
    }

    /// Asks one after the other, until there is an answer.
    pub(crate) fn find(&self, is_found: &mut dyn FnMut(Owner) -> bool) -> Option<Owner> {
        if let Some(bound) = &self.bound {
            for owner in bound.owners() {
                if is_found(*owner) {
                    return Some(*owner);
                }
            }
        }
        self.here.iter().flatten().copied().find(|owner| is_found(*owner))
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Owner> {
        let mut owners = Vec::new();
        self.find(&mut |owner| {
            if !owners.contains(&owner) {
                owners.push(owner);
            }
            false
        });
        owners
    }

    /// Whom what is made here belongs to.
    pub(crate) fn first(&self) -> Owner {
        self.find(&mut |_| true).expect("there is always a thread")
    }

    /// The runtime whose tasks may use what is made here.
    #[cfg(feature = "tokio")]
    pub(crate) fn runtime(&self) -> Option<tokio::runtime::Id> {
        let mut runtime = None;
        self.find(&mut |owner| {
            if let Owner::Runtime(id) = owner {
                runtime = Some(id);
            }
            runtime.is_some()
        });
        runtime
    }

    pub(crate) fn is_bound(&self) -> bool {
        self.bound.is_some()
    }

    pub(crate) fn in_runtime(&self) -> bool {
        #[cfg(feature = "tokio")]
        return self.here.iter().flatten().any(|owner| matches!(owner, Owner::Runtime(_)));
        #[cfg(not(feature = "tokio"))]
        false
    }
}

/// Binds this thread, and says what it was bound to.
pub(crate) fn bind(to: Option<SessionHandle>) -> Option<SessionHandle> {
    BOUND.try_with(|bound| bound.replace(to)).ok().flatten()
}

fn runtime() -> Option<Owner> {
    #[cfg(feature = "tokio")]
    return runtime::here().map(Owner::Runtime);
    #[cfg(not(feature = "tokio"))]
    None
}

/// Whether a task runs here, or what a runtime does on a thread for blocking work.
fn is_task() -> bool {
    #[cfg(feature = "tokio")]
    return tokio::task::try_id().is_some();
    #[cfg(not(feature = "tokio"))]
    false
}

#[cfg(test)]
mod tests {
    use super::{Owner, Owners};
    use crate::sessions::session_handle::SessionHandle;
    use std::thread;

    fn owners() -> Vec<Owner> {
        Owners::here().all()
    }

    fn this_thread() -> Owner {
        Owner::Thread(thread::current().id())
    }

    #[test]
    fn without_a_runtime_the_thread_owns() {
        assert_eq!(owners(), [this_thread()]);
    }

    #[test]
    fn what_a_thread_is_bound_to_comes_first() {
        let (test, session) = (this_thread(), SessionHandle::current());
        thread::spawn(move || {
            let _bound = session.enter();
            assert_eq!(owners(), [test, this_thread()]);
            assert_eq!(Owners::here().first(), test);
        })
        .join()
        .unwrap();
    }

    #[cfg(feature = "tokio")]
    #[tokio::test]
    async fn the_thread_of_a_test_comes_before_its_runtime_and_that_before_a_thread_of_its_tasks() {
        let runtime = Owner::Runtime(tokio::runtime::Handle::current().id());
        assert_eq!(owners(), [this_thread(), runtime]);
        let first = || Owners::here().first();
        assert_eq!(tokio::task::spawn_blocking(first).await.unwrap(), runtime);
        assert_eq!(tokio::spawn(async move { first() }).await.unwrap(), runtime);
    }
}
