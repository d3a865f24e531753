//! What a test that follows a method's calls has to do with them: who waits, which calls are held, what they gave, and the
//! real object behind them.

use std::any::Any;
use std::sync::Arc;
use std::task::Waker;

use crate::base::watchers::Watchers;
use crate::doubles::stream_record::{StreamRecord, Streamed};
use crate::engine::answer::Reply;
use crate::engine::hold_point::HoldPoint;
use crate::engine::real_method::RealMethod;
use crate::engine::state::Engine;
#[cfg(feature = "tokio")]
use crate::engine::turn::Ahead;
use crate::records::stamp::Stamp;
use crate::report::Dropped;
use crate::sessions::guard_record::GuardRecord;
use crate::sessions::mock::Mode;

/// What a test that follows a method's calls has to do with them.
#[derive(Default)]
pub(crate) struct Control {
    /// The tasks that wait for a call to be made or to move on.
    pub(crate) watchers: Watchers,
    /// The held calls whose tokens were not given out, and where their answers are handed over.
    held: Vec<(usize, Arc<HoldPoint>)>,
    /// The arguments of calls that have gone on to a real object, and are to be written down.
    #[cfg(feature = "serde")]
    pub(crate) passing: Vec<(usize, Vec<String>)>,
    /// When calls were held, and answered.
    holds: Vec<Hold>,
    /// The guards that calls gave, or may yet give.
    pub(crate) guards: Vec<Arc<GuardRecord>>,
    /// The streams that calls gave.
    streams: Vec<Streamed>,
    /// The real object's method, if the mock is a spy.
    real: Option<Arc<RealMethod>>,
    /// What the last checkpoint has dropped.
    pub(crate) dropped: Option<Dropped>,
    /// The calls that were never awaited, as they may be.
    forgiven: Vec<usize>,
    /// What calls have found that wait for their turn.
    #[cfg(feature = "tokio")]
    pub(crate) ahead: Vec<Ahead>,
}

/// From when to when a call was held.
#[derive(Clone, Copy)]
pub(crate) struct Hold {
    pub(crate) record: usize,
    pub(crate) from: Stamp,
    /// When the test has answered it.
    pub(crate) to: Option<Stamp>,
}

/// Whether a call may go on to a real object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    /// It may: what the object gives may borrow from the arguments, which live as long as the call.
    Allowed,
    /// The call outlives its arguments.
    Refused,
}

impl Engine {
    /// Gives the engine a real object's method. The first one stays: what it lends must.
    pub(crate) fn pass_to(&self, real: RealMethod) {
        let real = Arc::new(real);
        let mut guard = self.state.lock();
        let control = guard.control.get_or_insert_default();
        let unused = if control.real.is_none() { control.real.replace(real) } else { Some(real) };
        drop(guard);
        drop(unused);
    }

    /// The real object's method, if the mock is a spy and the call may go there.
    pub(crate) fn real(&self, passing: Passing) -> Option<Arc<RealMethod>> {
        match (self.info.mode, passing) {
            (Mode::Spy, Passing::Allowed) => self.state.lock().control.as_ref()?.real.clone(),
            _ => None,
        }
    }

    /// Says that a call was never awaited, as it may be.
    pub(crate) fn forgive(&self, record: usize) {
        self.state.lock().control.get_or_insert_default().forgiven.push(record);
    }

    pub(crate) fn is_forgiven(&self, record: usize) -> bool {
        self.state.lock().control.as_ref().is_some_and(|control| control.forgiven.contains(&record))
    }

    /// Adds a task that is to be woken when something happens next.
    pub(crate) fn watch(&self, waker: Waker) -> u64 {
        let mut guard = self.state.lock();
        guard.waiting += 1;
        // A glance tells nobody.
        guard.plan.simple = false;
        guard.control.get_or_insert_default().watchers.add(waker)
    }

    /// Takes such a task out, if it has not been woken.
    pub(crate) fn unwatch(&self, number: u64) {
        let mut guard = self.state.lock();
        let removed = guard.control.as_mut().and_then(|control| control.watchers.remove(number));
        if removed.is_some() {
            guard.stop_waiting(1);
        }
        drop(guard);
        // The waker is dropped without the lock.
    }

    /// Makes a call that the test is to answer known.
    pub(crate) fn hold(&self, record: usize, reply: &Reply<'_>) {
        if let Reply::Later(later, _) = reply
            && let Some(point) = later.held()
        {
            let point = Arc::clone(point);
            let from = self.info.scene.stamp();
            let mut guard = self.state.lock();
            let control = guard.control.get_or_insert_default();
            control.held.push((record, point));
            control.holds.push(Hold { record, from, to: None });
            self.release(guard);
        }
    }

    /// The test has answered a call that was held.
    pub(crate) fn let_go(&self, record: usize, to: Stamp) {
        let mut guard = self.state.lock();
        let Some(control) = &mut guard.control else { return };
        if let Some(hold) = control.holds.iter_mut().find(|hold| hold.record == record) {
            hold.to = Some(to);
        }
    }

    /// Which calls were held, and from when to when.
    pub(crate) fn holds(&self) -> Vec<Hold> {
        self.state.lock().control.as_ref().map(|control| control.holds.clone()).unwrap_or_default()
    }

    /// The held calls whose tokens were not given out.
    pub(crate) fn held_calls(&self) -> Vec<usize> {
        let guard = self.state.lock();
        let mut calls = Vec::new();
        if let Some(control) = &guard.control {
            for (index, _) in &control.held {
                calls.push(*index);
            }
        }
        calls
    }

    /// Gives out a held call, unless somebody else has been given it.
    pub(crate) fn take_held(&self, index: usize) -> Option<Arc<HoldPoint>> {
        let mut guard = self.state.lock();
        let held = &mut guard.control.as_mut()?.held;
        let place = held.iter().position(|(known, _)| *known == index)?;
        Some(held.remove(place).1)
    }

    /// Makes a stream known that a call gives.
    pub(crate) fn keep_stream(&self, stream: Streamed) {
        let mut guard = self.state.lock();
        guard.control.get_or_insert_default().streams.push(stream);
        self.release(guard);
    }

    /// The streams that calls gave, with the calls' records.
    pub(crate) fn streams(&self) -> Vec<(usize, Arc<StreamRecord>)> {
        self.streams_that(&|_| true)
    }

    /// Those that the test feeds, and that were not given out.
    pub(crate) fn fed_streams(&self) -> Vec<(usize, Arc<StreamRecord>)> {
        self.streams_that(&|stream| stream.queue.is_some())
    }

    fn streams_that(&self, is_wanted: &dyn Fn(&Streamed) -> bool) -> Vec<(usize, Arc<StreamRecord>)> {
        let guard = self.state.lock();
        let mut streams = Vec::new();
        if let Some(control) = &guard.control {
            for stream in &control.streams {
                if is_wanted(stream) {
                    streams.push((stream.record, Arc::clone(&stream.stream_record)));
                }
            }
        }
        streams
    }

    /// Gives out the stream of a call, unless somebody else has been given it.
    pub(crate) fn take_queue(&self, record: usize) -> Option<Arc<dyn Any + Send + Sync>> {
        let mut guard = self.state.lock();
        let streams = &mut guard.control.as_mut()?.streams;
        streams.iter_mut().find(|stream| stream.record == record)?.queue.take()
    }
}
