//! An expectation in its engine, without the types of its method: how it is made, and changed.

use std::panic::Location;
use std::sync::{Arc, Weak};

use crate::base::lock::thread_token;
use crate::engine::answer::Answer;
use crate::engine::control::Passing;
use crate::engine::state::{Expected, Guard, SharedEngine, State};
use crate::journal::event::EventKind;
use crate::matching::matcher::Matcher;
use crate::matching::plan::{Slot, Supply, Terms};
use crate::matching::sequence::{Participant, Participates, Sequence};
use crate::matching::times::TimesRange;
use crate::report::{self, Complaint};

/// An expectation, without the types of its method.
#[derive(Clone, Copy)]
pub struct RawExpectation<'m> {
    pub(crate) engine: &'m SharedEngine,
    pub(crate) slot: Place,
    /// Where it was declared.
    place: &'static Location<'static>,
}

/// Which of the expectations it is, of those that there are between two times that all of them are dropped.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    index: u32,
    generation: u32,
}

impl Place {
    /// That of an expectation which is there.
    #[cfg(feature = "tokio")]
    pub(crate) fn new(index: usize, generation: u32) -> Self {
        Place { index: index as u32, generation }
    }

    /// Its index, unless the expectation has been dropped.
    #[inline(always)]
    pub(crate) fn index(self, state: &State) -> Option<usize> {
        if self.generation == state.generation { Some(self.index as usize) } else { None }
    }
}

impl<'m> RawExpectation<'m> {
    #[track_caller]
    pub(crate) fn new(engine: &'m SharedEngine, place: &'static Location<'static>) -> Self {
        let mut guard = engine.configure();
        let state = &mut *guard;
        let slot = state.expectations.len();
        if slot == 0 {
            state.expectations = Vec::with_capacity(2);
        }
        state.is_verified = false;
        state.expectations.push(Expected { slot: Slot::new(place, state.records.len()), matcher: None, answer: None });
        state.plan.added(slot + 1, state.waiting > 0);
        let generation = state.generation;
        drop(guard);
        engine.note_expectation(EventKind::ExpectationSet, place);
        // No test has so many expectations that it matters.
        RawExpectation { engine, slot: Place { index: slot as u32, generation }, place }
    }

    /// The expectations, and which of them it is.
    ///
    /// # Panics
    ///
    /// If it has been dropped.
    #[inline(always)]
    fn configure(self) -> (Guard<'m>, usize) {
        let guard = self.engine.configure();
        match self.slot.index(&guard) {
            Some(index) => (guard, index),
            None => self.refuse(guard),
        }
    }

    #[cold]
    fn refuse(self, guard: Guard<'_>) -> ! {
        drop(guard);
        Complaint::new(report::expectation_gone(&self.engine.full_name(), self.place), self.place).raise()
    }

    /// Changes how it is used.
    pub(crate) fn change(self, change: impl FnOnce(&mut Slot)) {
        let (mut state, index) = self.configure();
        change(&mut state.expectations[index].slot);
        state.plan.changed(index);
    }

    /// Others have their turn before it, and it need not be used.
    pub(crate) fn by_default(self) {
        let (mut guard, index) = self.configure();
        let state = &mut *guard;
        let slot = &mut state.expectations[index].slot;
        slot.optional = true;
        state.plan.set_by_default(slot);
    }

    pub(crate) fn on_terms(self, change: impl FnOnce(&mut Terms)) {
        self.change(|slot| slot.set_terms(change));
    }

    /// Gives it a matcher of the method.
    pub fn expecting(self, matcher: Matcher) {
        let fingerprint = matcher.fingerprint(self.engine.method);
        let (mut guard, index) = self.configure();
        let state = &mut *guard;
        let expected = &mut state.expectations[index];
        expected.slot.free_matcher();
        state.plan.set_matcher(index, &mut expected.slot, fingerprint);
        let old = expected.matcher.replace(matcher);
        drop(guard);
        drop(old);
    }

    /// Gives it an answer of the method. `at_call` says whether the reply is made at the call even if the call is a future:
    /// mockall's `returning` for methods that are declared with one.
    pub fn supplying(self, answer: Answer, supply: Supply, at_call: bool) {
        self.answering_by(answer, supply, at_call, false);
    }

    /// Gives it an answer of the method that gives what may borrow from the arguments, so that it is for calls that have
    /// them as long as they last.
    pub fn borrowing(self, answer: Answer) {
        self.answering_by(answer, Supply::Endless, false, true);
    }

    fn answering_by(self, answer: Answer, supply: Supply, at_call: bool, borrows: bool) {
        let answer = Box::new(answer);
        let (mut guard, index) = self.configure();
        let state = &mut *guard;
        let expected = &mut state.expectations[index];
        expected.slot.free_answer();
        if borrows {
            expected.slot.set_terms(|terms| terms.borrows = true);
        }
        state.plan.set_answer(&mut expected.slot, supply, at_call);
        let old = expected.answer.replace(answer);
        drop(guard);
        drop(old);
    }

    /// The matcher that was just given must be asked on this thread alone.
    pub fn bind_matcher(self) {
        self.on_terms(|terms| terms.matcher_thread = thread_token());
    }

    /// The answer that was just given must run on this thread alone.
    pub fn bind_answer(self) {
        self.on_terms(|terms| terms.answer_thread = thread_token());
    }

    /// Says how often it is to be used.
    pub fn times(self, range: TimesRange) {
        self.change(|slot| {
            slot.range = range;
            // How often it is wanted has been said.
            slot.optional = true;
            slot.reopen();
        });
    }

    pub(crate) fn in_sequence(self, sequence: &mut Sequence) {
        let method: Weak<dyn Participates> = Arc::downgrade(self.engine.arc()) as Weak<_>;
        let Place { index, generation } = self.slot;
        self.change(|slot| {
            let step = sequence.add(slot.range.min, Participant { method, index, generation });
            slot.set_terms(|terms| terms.step = Some(step));
        });
    }

    #[track_caller]
    pub(crate) fn return_default(self) {
        let Some(make) = self.engine.method.value.make else {
            report::raise(report::no_default(&self.engine.full_name()));
        };
        // SAFETY: it makes a value of the method.
        self.supplying(unsafe { Answer::made_by(make) }, Supply::Endless, false);
    }

    #[track_caller]
    pub(crate) fn passthrough(self) {
        if self.engine.real(Passing::Allowed).is_none() {
            report::raise(report::nothing_wrapped(&self.engine.full_name(), self.engine.info.mock_name));
        }
        self.change(|slot| {
            slot.supply = Supply::Endless;
            slot.set_terms(|terms| terms.passes = true);
        });
    }
}
