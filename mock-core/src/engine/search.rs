//! How a call finds its expectation: the first in order of declaration that accepts the arguments and is not used up, and of
//! those that stand by default if there is no other.
//!
//! Matchers of plain types are asked under the lock. One that may run the user's code is taken out while it does: only
//! one thread has its *turn* at that, and another that comes meanwhile waits for it.

use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use crate::base::caught::{caught, panic_text};
use crate::base::lock::{stay_away, thread_token};
use crate::engine::inspection::EndsPanicked;
use crate::engine::state::{Engine, Expected, Found, Guard, State};
use crate::matching::matcher::Matcher;
use crate::matching::plan::{Candidates, Gate, INDEXED_FROM, Supply};
use crate::matching::sequence::Turn;
use crate::report::Refusal;
use crate::sessions::mock::Mode;
use crate::values::args::Differences;
use crate::values::call_values::Values;
use crate::values::plain::Fingerprints;

/// How long a call waits for another thread that runs the same matcher or answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often it looks before it goes to sleep.
const SHORT_LOOKS: u32 = 32;

impl State {
    /// Finds the expectation that a call uses, if a glance at each tells, counts the use, and takes the answer.
    #[inline(always)]
    pub(crate) fn glance(&mut self, values: &Values<'_>, record: usize) -> Option<Found> {
        if !self.plan.simple {
            return None;
        }
        let mut index = 0;
        let expectations: &mut [Expected] = &mut self.expectations;
        while index < expectations.len() {
            let expected = &mut expectations[index];
            match expected.slot.gate {
                Gate::Open => {
                    let differences = match &expected.matcher {
                        // SAFETY: the matcher is of the method whose call it is.
                        Some(matcher) => unsafe { matcher.differences(values) },
                        None => 0,
                    };
                    if differences == 0 {
                        expected.slot.take_endless(record, thread_token());
                        return Some(Found { index, answer: expected.answer.take() });
                    }
                }
                Gate::Ask => return None,
                Gate::Shut => {}
            }
            index += 1;
        }
        None
    }
}

impl Engine {
    /// The expectation that a call uses, where a glance is not enough; the use is counted, the answer still in its
    /// place.
    pub(crate) fn look_closer<'s>(
        &'s self,
        guard: Guard<'s>,
        values: &Values<'_>,
        record: usize,
    ) -> Result<(Guard<'s>, usize), Refusal> {
        if guard.ending.is_some() && guard.is_closed_to(record) {
            return Err(Refusal::NoMatch { only: None });
        }
        // A matcher may panic, with which the call ends.
        let unwinding = EndsPanicked { engine: self, record };
        let sought = self.seek(guard, values);
        std::mem::forget(unwinding);
        let (mut guard, index) = sought?;
        let slot = &mut guard.expectations[index].slot;
        // One that has its turn all the same is there to forbid the call.
        if slot.range.max == 0 {
            return Err(Refusal::Forbidden { slot: index });
        }
        if let Some(terms) = slot.terms() {
            if terms.answer_thread != 0 && terms.answer_thread != thread_token() {
                return Err(Refusal::WrongThread { slot: index });
            }
            if let Some(step) = &terms.step {
                if step.turn() != Turn::Open {
                    return Err(Refusal::OutOfSequence { slot: index });
                }
                step.take();
            }
        }
        if slot.supply == Supply::Silent && self.gives_unit() {
            slot.supply = Supply::Endless;
            slot.settle();
        }
        if !slot.take(record, thread_token()) {
            return Err(Refusal::Dry { slot: index });
        }
        Ok((guard, index))
    }

    /// Whether the expectation that a call would use answers at the call, so that the call is to be answered now.
    pub(crate) fn answers_at_call(&self, values: &Values<'_>) -> bool {
        let guard = self.state.lock();
        if guard.plan.at_call == 0 {
            return false;
        }
        match self.seek(guard, values) {
            Ok((guard, index)) => guard.expectations[index].slot.at_call,
            // A relaxed mock and a spy answer at the first poll. Another one fails at the call, as mockall does, if it never had
            // any but such expectations.
            Err(Refusal::NoMatch { .. }) if matches!(self.info.mode, Mode::Relaxed | Mode::Spy | Mode::Replay) => false,
            Err(Refusal::NoMatch { .. }) => self.state.lock().expectations.iter().all(|expected| expected.slot.at_call),
            Err(_) => true,
        }
    }

    /// Finds the expectation that a call would use.
    fn seek<'s>(&'s self, mut guard: Guard<'s>, values: &Values<'_>) -> Result<(Guard<'s>, usize), Refusal> {
        let thread = thread_token();
        let mut looks = 0;
        loop {
            let (back, candidates, found) = if guard.plan.foreign == 0 {
                let (candidates, found) = Self::walk(&mut guard, values, thread);
                (guard, candidates, found)
            } else {
                self.walk_foreign(guard, values, thread)?
            };
            guard = back;
            match found {
                Some(index) if guard.expectations[index].slot.running_on == 0 => return Ok((guard, index)),
                // Another thread runs this answer: it is ours when that has ended.
                Some(index) => {
                    guard = self.wait(guard, &mut looks).map_err(|()| Refusal::Stuck { slot: Some(index) })?;
                }
                None => {
                    let only = (guard.expectations.len() == 1).then_some(0);
                    return Err(match candidates.recursive {
                        Some(slot) => Refusal::Recursion { inside: guard.expectations[slot].slot.running_for, slot },
                        None => Refusal::NoMatch { only },
                    });
                }
            }
        }
    }

    /// Walks through the expectations under the lock: all their matchers are plain.
    fn walk(guard: &mut Guard<'_>, values: &Values<'_>, thread: usize) -> (Candidates, Option<usize>) {
        let state = &mut **guard;
        let expectations = &state.expectations;
        let fingerprint = if expectations.len() >= INDEXED_FROM {
            let params = values.info().params();
            let fingerprints = state.fingerprints.get_or_insert_with(|| Fingerprints::of(params));
            // SAFETY: they are of these parameters, and the values are arguments of a call.
            unsafe { values.fingerprint(fingerprints) }
        } else {
            None
        };
        let mut candidates = state.plan.candidates(expectations, fingerprint);
        // It has its turn, to fail, if nobody else has.
        let mut spent = None;
        while let Some(index) = state.plan.next(expectations, &mut candidates, thread) {
            let expected = &expectations[index];
            match &expected.matcher {
                // SAFETY: the matcher is of the method whose call it is.
                Some(matcher) if unsafe { matcher.differences(values) } != 0 => {}
                _ if expected.slot.is_spent() => spent = spent.or(Some(index)),
                _ => return (candidates, Some(index)),
            }
        }
        (candidates, spent)
    }

    /// Walks through the expectations with the matchers taken out, and the lock released while one is asked.
    #[allow(clippy::type_complexity)]
    fn walk_foreign<'s>(
        &'s self,
        guard: Guard<'s>,
        values: &Values<'_>,
        thread: usize,
    ) -> Result<(Guard<'s>, Candidates, Option<usize>), Refusal> {
        let mut guard = self.take_turn(guard)?;
        let state = &mut *guard;
        let mut candidates = state.plan.candidates(&state.expectations, None);
        let matchers = Turned::take(self, &mut guard);
        let mut spent = None;
        let found = loop {
            let Some(index) = guard.plan.next(&guard.expectations, &mut candidates, thread) else {
                break spent;
            };
            if let Some(matcher) = &matchers.matchers()[index] {
                let only_on = guard.expectations[index].slot.matcher_thread();
                drop(guard);
                if only_on != 0 && only_on != thread {
                    return Err(Refusal::WrongThread { slot: index });
                }
                let differences = self.ask(matcher, values);
                guard = self.state.lock();
                if differences != 0 {
                    continue;
                }
            }
            if !guard.expectations[index].slot.is_spent() {
                break Some(index);
            }
            spent = spent.or(Some(index));
        };
        drop(guard);
        Ok((matchers.give_back(), candidates, found))
    }

    /// Asks a matcher, which may be the user's code. If it panics the mock has failed, whatever becomes of the panic.
    fn ask(&self, matcher: &Matcher, values: &Values<'_>) -> Differences {
        let mut differences = 0;
        // SAFETY: the matcher is of the method whose call it is.
        match caught(&mut || differences = unsafe { matcher.differences(values) }) {
            Ok(()) => differences,
            Err(panic) => {
                self.info.fail_by(format!("{}: a matcher", self.full_name()), panic_text(&*panic), None);
                resume_unwind(panic)
            }
        }
    }

    /// Waits until nobody has taken the matchers out, and notes that this thread has.
    fn take_turn<'s>(&'s self, mut guard: Guard<'s>) -> Result<Guard<'s>, Refusal> {
        let thread = thread_token();
        let mut looks = 0;
        while guard.turn != 0 {
            if guard.turn == thread {
                return Err(Refusal::InsideMatcher);
            }
            guard = self.wait(guard, &mut looks).map_err(|()| Refusal::Stuck { slot: None })?;
        }
        guard.turn = thread;
        Ok(guard)
    }

    /// Waits until something is given back. The first looks are short, as most answers are: going to sleep and being
    /// woken costs more than many of them.
    #[cold]
    fn wait<'s>(&'s self, mut guard: Guard<'s>, looks: &mut u32) -> Result<Guard<'s>, ()> {
        if *looks < SHORT_LOOKS {
            *looks += 1;
            drop(guard);
            stay_away();
            return Ok(self.state.lock());
        }
        let since = self.given_back.now();
        guard.waiting += 1;
        drop(guard);
        let in_time = self.given_back.wait(since, PATIENCE);
        let mut guard = self.state.lock();
        guard.stop_waiting(1);
        if in_time { Ok(guard) } else { Err(()) }
    }

    /// Changes the expectations, when no matcher is out.
    ///
    /// # Panics
    ///
    /// If this thread runs a matcher of the same method.
    #[track_caller]
    pub(crate) fn configure(&self) -> Guard<'_> {
        let guard = self.state.lock();
        if guard.turn == 0 { guard } else { self.wait_to_configure(guard) }
    }

    #[cold]
    #[track_caller]
    fn wait_to_configure<'s>(&'s self, guard: Guard<'s>) -> Guard<'s> {
        match self.without_matchers_out(guard) {
            Some(guard) => guard,
            None => panic!(
                "{}: an expectation can't be changed while a matcher of the same method runs; do it outside the matcher",
                self.full_name()
            ),
        }
    }

    /// Waits until no matcher is out. `None` if that can't be, as this thread runs one.
    pub(crate) fn without_matchers_out<'s>(&'s self, guard: Guard<'s>) -> Option<Guard<'s>> {
        let mut guard = self.take_turn(guard).ok()?;
        guard.turn = 0;
        // Whoever waits for the turn as well would not be told again.
        if guard.waiting > 0 {
            self.given_back.notify();
        }
        Some(guard)
    }

    /// Runs a function on the matchers, with the lock released, if they can be had in so many milliseconds.
    pub(crate) fn with_matchers(&self, patience: u32, run: &mut dyn FnMut(&[Option<Matcher>])) {
        let (here, mut looks) = (thread_token(), 0);
        let mut guard = self.state.lock();
        while guard.turn != 0 {
            if guard.turn == here || looks == patience {
                return;
            }
            drop(guard);
            looks += 1;
            thread::sleep(Duration::from_millis(1));
            guard = self.state.lock();
        }
        guard.turn = here;
        let matchers = Turned::take(self, &mut guard);
        drop(guard);
        run(matchers.matchers());
        drop(matchers.give_back());
    }
}

/// The matchers, taken out. They are put back on unwinding, too.
struct Turned<'s> {
    engine: &'s Engine,
    /// `None` once they are back.
    matchers: Option<Vec<Option<Matcher>>>,
}

impl<'s> Turned<'s> {
    /// Takes the matchers out; the turn has been [taken](Engine::take_turn).
    fn take(engine: &'s Engine, guard: &mut Guard<'_>) -> Self {
        let mut matchers = Vec::with_capacity(guard.expectations.len());
        for expected in &mut guard.expectations {
            matchers.push(expected.matcher.take());
        }
        Turned { engine, matchers: Some(matchers) }
    }

    fn matchers(&self) -> &[Option<Matcher>] {
        self.matchers.as_deref().unwrap_or_default()
    }

    /// Puts them back, and keeps the lock.
    fn give_back(mut self) -> Guard<'s> {
        let mut guard = self.engine.state.lock();
        self.put_back(&mut guard);
        if guard.waiting > 0 {
            self.engine.given_back.notify();
        }
        guard
    }

    fn put_back(&mut self, guard: &mut Guard<'_>) {
        let matchers = self.matchers.take().unwrap_or_default();
        for (expected, matcher) in guard.expectations.iter_mut().zip(matchers) {
            expected.matcher = matcher;
        }
        guard.turn = 0;
    }
}

impl Drop for Turned<'_> {
    fn drop(&mut self) {
        if self.matchers.is_some() {
            let mut guard = self.engine.state.lock();
            self.put_back(&mut guard);
            self.engine.release(guard);
        }
    }
}
