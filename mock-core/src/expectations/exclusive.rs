//! Doubles of locks, semaphores and pools that really exclude: each value is held by one caller at a time.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::base::lock::Lock;
use crate::base::watchers;
use crate::doubles::guard::{Guard, WayOut};
use crate::doubles::guard_forms::FromGuard;
use crate::engine::answer::{Answer, Later, Reply};
use crate::engine::giver::Giver;
use crate::expectations::arity::Arity;
use crate::expectations::expectation::Expectation;
use crate::kinds::kind::{Awaited, GoesWith};
use crate::methods::method::Method;
use crate::sessions::guard_record::{Departure, GuardRecord};
use crate::values::frame::{Arguments, Room};

/// The values, and who waits for one.
struct Values<T> {
    free: VecDeque<T>,
    /// In the order in which they came.
    waiting: VecDeque<(u64, Option<Waker>)>,
    number: u64,
}

impl<T> Values<T> {
    /// Who is next, if there is a value for him.
    fn next(&mut self) -> Option<Waker> {
        let waker = &mut self.waiting.front_mut().filter(|_| !self.free.is_empty())?.1;
        waker.take()
    }
}

/// A turn at a value: it is waited for, and given up when it is dropped.
struct Turn<T> {
    values: Arc<Lock<Values<T>>>,
    number: u64,
}

impl<T> Turn<T> {
    fn new(values: &Arc<Lock<Values<T>>>) -> Self {
        let mut inner = values.lock();
        inner.number += 1;
        let number = inner.number;
        inner.waiting.push_back((number, None));
        drop(inner);
        Turn { values: Arc::clone(values), number }
    }
}

impl<T> Future for Turn<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        // What is the runtime's is cloned and dropped without the lock.
        let waker = context.waker().clone();
        let mut values = self.values.lock();
        let is_next = values.waiting.front().is_some_and(|(number, _)| *number == self.number);
        if is_next && let Some(value) = values.free.pop_front() {
            values.waiting.pop_front();
            let next = values.next();
            drop(values);
            watchers::wake(next);
            return Poll::Ready(value);
        }
        let mine = values.waiting.iter_mut().find(|(number, _)| *number == self.number);
        let last = mine.and_then(|(_, last)| last.replace(waker));
        drop(values);
        drop(last);
        Poll::Pending
    }
}

impl<T> Drop for Turn<T> {
    fn drop(&mut self) {
        let mut values = self.values.lock();
        let mine = values.waiting.iter().position(|(number, _)| *number == self.number);
        let mine = mine.and_then(|place| values.waiting.remove(place));
        // Whoever comes after may have been waiting for this one alone.
        let next = mine.is_some().then(|| values.next()).flatten();
        drop(values);
        drop(mine);
        watchers::wake(next);
    }
}

/// Puts a value back when its guard is dropped.
struct Home<T>(Arc<Lock<Values<T>>>);

impl<T: Send> WayOut<T> for Home<T> {
    fn leave(self: Box<Self>, value: T, record: Arc<GuardRecord>, departure: Departure) {
        // Nobody else has it before this one has left.
        record.depart(departure);
        let next = {
            let mut values = self.0.lock();
            values.free.push_back(value);
            values.next()
        };
        watchers::wake(next);
    }
}

/// The data of `returns_exclusive`.
struct GivingTurns<T, G> {
    values: Arc<Lock<Values<T>>>,
    give: fn(Guard<T>) -> G,
    giver: Giver,
}

/// The answer of `returns_exclusive`: the guard comes when it is the call's turn.
unsafe fn give_turn<'c, T: Send + 'static, G: 'static>(
    data: *mut (),
    arguments: Arguments<'c>,
    room: Room<'c>,
) -> Reply<'c> {
    drop(arguments);
    // SAFETY: this is the data, and a `G` is a value of the method.
    let GivingTurns::<T, G> { values, give, giver } = unsafe { &*data.cast() };
    let (call, give, home, turn) = (giver.call(), *give, Home(Arc::clone(values)), Turn::new(values));
    let guard = async move {
        let value = turn.await;
        give(call.guard(value).exiting(home))
    };
    Reply::Later(Later::future(guard), room)
}

impl<'m, A: Arity, K> Expectation<'m, Method<A, K>>
where
    K: Awaited,
    Pin<Box<dyn Future<Output = K::Value> + Send>>: GoesWith<K::Sent>,
{
    /// Answers with a guard on one of these values, each of which is held by one caller at a time: the double of a mutex
    /// (one value), of a semaphore (so many `()`), or of a pool of connections.
    ///
    /// A call that finds none free waits, and calls are served in the order in which they were first polled. A value comes
    /// back when its guard is dropped, as the holder has left it; one that [`Guard::finish`] takes does not.
    ///
    /// ```
    /// use asyncmock::{Guard, automock};
    /// use futures::FutureExt as _;
    ///
    /// #[automock]
    /// trait Counter {
    ///     async fn lock(&self) -> Guard<u32>;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let counter = MockCounter::new();
    /// counter.expect_lock().returns_exclusive([0]);
    ///
    /// let mut first = counter.lock().await;
    /// assert!(counter.lock().now_or_never().is_none());
    /// *first += 1;
    /// drop(first);
    /// assert_eq!(*counter.lock().await, 1);
    /// counter.guards_of_lock().assert_max_held(1);
    /// # });
    /// ```
    pub fn returns_exclusive<T, W>(self, values: impl IntoIterator<Item = T>) -> A::Expecting<'m, K>
    where
        T: Send + 'static,
        K::Value: FromGuard<T, W>,
    {
        let values = Values { free: values.into_iter().collect(), waiting: VecDeque::new(), number: 0 };
        let give = <K::Value as FromGuard<T, W>>::from_guard as fn(Guard<T>) -> K::Value;
        let data = GivingTurns { values: Arc::new(Lock::new(values)), give, giver: Giver::of(self.raw) };
        // SAFETY: it gives a value of the method, by a future that can be sent.
        self.answering(unsafe { Answer::new(data, give_turn::<T, K::Value>) })
    }
}
