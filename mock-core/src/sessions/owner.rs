//! Whom the expectations of static methods belong to: a test, known by the tokio runtime or by the thread that it runs
//! on. Which of them a place in the code belongs to is found out here, and nowhere else.

use std::cell::RefCell;
use std::thread::{self, ThreadId};

use crate::sessions::session_handle::SessionHandle;
#[cfg(feature = "tokio")]
use crate::tasks::runtime;

/// A runtime or a thread. None of them is like another one that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    /// Everything that runs in it, on whatever thread.
    #[cfg(feature = "tokio")]
    Runtime(tokio::runtime::Id),
    /// Everything that runs on it, be it in a runtime that blocks it.
    Thread(ThreadId),
}

/// The owners that this place in the code belongs to.
pub(crate) struct Owners {
    bound: Option<SessionHandle>,
    runtime: Option<Owner>,
    thread: Owner,
}

thread_local! {
    /// What the thread is bound to.
    static BOUND: RefCell<Option<SessionHandle>> = const { RefCell::new(None) };
}

impl Owners {
    /// Of the code that runs now.
    pub(crate) fn here() -> Self {
        Owners {
            // A thread at its end is not bound.
            bound: BOUND.try_with(|bound| bound.borrow().clone()).ok().flatten(),
            runtime: runtime(),
            thread: Owner::Thread(thread::current().id()),
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
        if let Some(runtime) = self.runtime
            && is_found(runtime)
        {
            return Some(runtime);
        }
        if is_found(self.thread) { Some(self.thread) } else { None }
    }

    /// Whom what is made here belongs to.
    pub(crate) fn first(&self) -> Owner {
        self.find(&mut |_| true).unwrap_or(self.thread)
    }

    pub(crate) fn is_bound(&self) -> bool {
        self.bound.is_some()
    }

    pub(crate) fn in_runtime(&self) -> bool {
        self.runtime.is_some()
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

#[cfg(test)]
mod tests {
    use super::{Owner, Owners};
    use crate::sessions::session_handle::SessionHandle;
    use std::thread;

    fn owners() -> Vec<Owner> {
        let mut owners = Vec::new();
        Owners::here().find(&mut |owner| {
            owners.push(owner);
            false
        });
        owners
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
    async fn a_runtime_comes_before_its_thread() {
        let runtime = Owner::Runtime(tokio::runtime::Handle::current().id());
        assert_eq!(owners(), [runtime, this_thread()]);
        let there = tokio::task::spawn_blocking(|| Owners::here().first()).await.unwrap();
        assert_eq!(there, runtime);
    }
}
