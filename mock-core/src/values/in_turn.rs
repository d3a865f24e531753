//! A closure that is called again when its last call is done: what an `AsyncFnMut` is to those who can't name its futures.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::base::lock::Lock;

/// A closure of which one call at a time is under way.
pub struct InTurn<F> {
    /// `None` while a call is under way.
    closure: Arc<Lock<Option<F>>>,
    /// `MockCat::walk`, and what that calls the closure.
    argument: (&'static str, &'static str),
}

impl<F> InTurn<F> {
    /// A closure of which no call is under way.
    pub fn new(closure: F, method: &'static str, argument: &'static str) -> Self {
        InTurn { closure: Arc::new(Lock::new(Some(closure))), argument: (method, argument) }
    }

    /// The closure, for one call.
    pub fn take(&self) -> Taken<F> {
        let closure = self.closure.lock().take();
        let (method, argument) = self.argument;
        match closure {
            Some(closure) => Taken { closure: Some(closure), place: Arc::clone(&self.closure) },
            None => panic!(
                "{method}: the answer called `{argument}` again before the future of its last call was done; await each \
                 call before the next, or declare it as `AsyncFn`"
            ),
        }
    }
}

/// A closure that is given back when it is dropped.
pub struct Taken<F> {
    /// `None` when it has been given back.
    closure: Option<F>,
    place: Arc<Lock<Option<F>>>,
}

impl<F> Deref for Taken<F> {
    type Target = F;

    fn deref(&self) -> &F {
        self.closure.as_ref().expect("it is given back at the end")
    }
}

impl<F> DerefMut for Taken<F> {
    fn deref_mut(&mut self) -> &mut F {
        self.closure.as_mut().expect("it is given back at the end")
    }
}

impl<F> Drop for Taken<F> {
    fn drop(&mut self) {
        *self.place.lock() = self.closure.take();
    }
}
