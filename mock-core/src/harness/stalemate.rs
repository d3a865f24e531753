//! Whether nothing can run any more in a test, seen from outside, on runtimes that the harness made.
//!
//! 1. All threads of its runtimes sleep, its body waits and was not woken, no thread is blocked by work that was given to it.
//! 2. All other threads of the process [wait for others](crate::waiting::outside), those of other tests as well, without a
//!    limit: so no timer is set, and nobody is at work. A thread of a runtime that has a timer waits with a limit.
//! 3. Nothing of that changes for a good while; no event queue watches anything, no signal of a child process or
//!    of a timer may come, and no alarm of the core's is set that is more than the limit of a wait.
//! 4. What waits for a double is told, and says so with a text of its own.
//!
//! Where the kernel does not say what threads do, there is no verdict. With `stall` a test says that what can't be seen into
//! counts as still when nothing has changed for so long: threads that wait for time to pass or for I/O, and whatever is
//! unknown; but not a thread that runs, nor a timer of the test's own.

#[cfg(feature = "tokio")]
pub(crate) use tokio_runtime::Stalemate;

#[cfg(not(feature = "tokio"))]
pub(crate) use no_runtime::Stalemate;

#[cfg(not(feature = "tokio"))]
mod no_runtime {
    use crate::harness::trial::Trial;
    use crate::tasks::test_body::{Doing, Verdict};

    /// There is no runtime to look at.
    #[derive(Default)]
    pub(crate) struct Stalemate;

    impl Stalemate {
        pub(crate) fn look(&mut self, _: &Trial) -> Option<Verdict> {
            None
        }

        pub(crate) fn doing(&self, _: &Trial) -> Doing {
            Doing::Unknown
        }
    }
}

#[cfg(feature = "tokio")]
mod tokio_runtime {
    use std::ops::RangeInclusive;
    use std::time::{Duration, Instant};

    use crate::harness::trial::Trial;
    use crate::sessions::runtime_probe::SharedProbe;
    use crate::tasks::test_body::{Doing, Verdict};
    use crate::time::alarm::Alarm;
    use crate::waiting::outside::Thread;
    use crate::waiting::{io_driver, outside};

    /// For how many looks nothing must have happened: a waker of another thread may come meanwhile.
    const STILL: u32 = 18;

    /// How many looks it takes until another try, if there is I/O.
    const PAUSE: u32 = 40;

    /// How many looks what waits for a double has to say so, and tasks to tell where they wait, at the least: and at the most,
    /// while some are on their way to it.
    const TO_SAY_SO: RangeInclusive<u32> = 3..=16;

    /// What the harness sees of a test.
    #[derive(Clone, Debug, PartialEq)]
    struct Glimpse {
        /// How often each runtime has gone to sleep or woken up, if it sleeps; in place of a runtime that the body blocks
        /// by waiting for another one, nothing.
        sleeps: Vec<Option<u64>>,
        blocking: usize,
        turns: usize,
        events: u32,
        /// Whether the body waits.
        is_waiting: bool,
    }

    impl Glimpse {
        fn of(trial: &Trial, runtimes: &[SharedProbe]) -> Self {
            let test_body = &trial.test_body;
            let (mut sleeps, mut blocking, mut events) = (Vec::with_capacity(runtimes.len()), 0, 0);
            for probe in runtimes {
                let is_blocked = test_body.is_blocked() && probe.place.is_none() && probe.is_single();
                sleeps.push(if is_blocked { Some(0) } else { probe.sleeps() });
            }
            for probe in runtimes {
                blocking += probe.blocking_threads();
            }
            let turns = test_body.turns();
            for session in &trial.home.sessions() {
                events += session.scene.events();
            }
            Glimpse { sleeps, blocking, turns, events, is_waiting: test_body.is_waiting() || test_body.is_blocked() }
        }

        /// Whether no task can run, unless something from outside wakes it.
        fn is_still(&self) -> bool {
            self.is_waiting && self.blocking == 0 && self.all_sleep()
        }

        fn all_sleep(&self) -> bool {
            !self.sleeps.contains(&None)
        }
    }

    /// How many looks the test's thread may have waited for a processor meanwhile.
    const TO_BE_STARVED: u32 = 400;

    /// What waits for a double was told that nothing can run, and tasks were asked where they wait.
    struct Told {
        /// How many looks ago, but for those at which the test's thread waited for a processor.
        looks: u32,
        /// At how many it did.
        starved: u32,
        /// How long it has run, if it is ready to.
        ran: Option<u64>,
        /// Whether anybody was woken by that.
        has_woken: bool,
        /// How often the runtimes had gone to sleep before.
        sleeps: Vec<Option<u64>>,
    }

    impl Told {
        fn look(&mut self, ran: Option<u64>) {
            let is_starved = ran.is_some() && ran == self.ran && self.starved < TO_BE_STARVED;
            match is_starved {
                true => self.starved += 1,
                false => self.looks += 1,
            }
            self.ran = ran;
        }

        /// Whether somebody may still be on the way to say something.
        fn is_awaited(&self, trial: &Trial, now: &Glimpse) -> bool {
            let has_not_run = self.has_woken && now.sleeps == self.sleeps;
            !trial.test_body.is_blocked() && (has_not_run || !now.is_still() || trial.awaits_answers())
        }
    }

    /// How long a thread must have been on a processor, and not have paused, to be said not to pause.
    const TO_BE_SEEN_BUSY: Duration = Duration::from_millis(50);

    /// A time in which nobody slept, as far as was seen, and no runtime of one thread was about to.
    struct Stretch {
        since: Instant,
        /// How long the test's thread had run then, in nanoseconds.
        ran: Option<u64>,
        /// How often they had been about to sleep.
        pauses: usize,
    }

    impl Stretch {
        fn begin(trial: &Trial, pauses: usize) -> Self {
            Stretch { since: Instant::now(), ran: trial.ran(), pauses }
        }

        /// What a test does that does not sleep.
        fn doing(&self, trial: &Trial) -> Doing {
            let ran = self.ran.zip(trial.ran_if_ready());
            let ran = ran.map(|(before, now)| Duration::from_nanos(now.saturating_sub(before)));
            seen_awake(self.pauses > 0, self.since.elapsed(), ran)
        }
    }

    /// What a test does that has not slept for so long; how long its thread has run meanwhile, if it is ready to run and that is
    /// known.
    fn seen_awake(has_paused: bool, awake: Duration, ran: Option<Duration>) -> Doing {
        let is_starving = |ran: &Duration| *ran < TO_BE_SEEN_BUSY && *ran < awake / 2;
        match (has_paused, ran.filter(is_starving)) {
            (true, _) if awake < TO_BE_SEEN_BUSY => Doing::Running,
            (_, Some(ran)) => Doing::Starving { ran, of: awake },
            (true, None) => Doing::Spinning { since_pause: Some(awake) },
            (false, None) => Doing::Spinning { since_pause: None },
        }
    }

    fn pauses(runtimes: &[SharedProbe]) -> usize {
        runtimes.iter().filter(|probe| probe.is_single()).map(|probe| probe.settling().times()).sum()
    }

    /// Watches for a stalemate.
    #[derive(Default)]
    pub(crate) struct Stalemate {
        awake: Option<Stretch>,
        last: Option<Glimpse>,
        /// What the threads of the process did at the last look, if that can be known.
        threads: Option<Vec<Thread>>,
        /// For how many looks neither has changed.
        still: u32,
        /// Since when.
        since: Option<Instant>,
        /// So many looks before the next try.
        pause: u32,
        /// Set when what waits was told.
        told: Option<Told>,
    }

    impl Stalemate {
        /// Looks; says so if nothing can run.
        pub(crate) fn look(&mut self, trial: &Trial) -> Option<Verdict> {
            let runtimes = trial.home.runtimes();
            if runtimes.is_empty() || !trial.is_seen {
                return None;
            }
            let (pauses, seen) = (pauses(&runtimes), Glimpse::of(trial, &runtimes));
            if seen.all_sleep() || self.awake.as_ref().is_none_or(|awake| awake.pauses != pauses) {
                self.awake = Some(Stretch::begin(trial, pauses));
            }
            if let Some(told) = &mut self.told {
                told.look(trial.ran_if_ready());
                let is_over = told.looks >= *TO_SAY_SO.start() && !told.is_awaited(trial, &seen);
                return (is_over || told.looks >= *TO_SAY_SO.end()).then_some(Verdict::Deadlock);
            }
            let sleeps = seen.sleeps.clone();
            let (is_unchanged, is_still) = (self.last.as_ref() == Some(&seen), seen.is_still());
            self.last = Some(seen);
            if !is_still || !trial.rules.sees_deadlocks {
                self.still = 0;
                return None;
            }
            let threads = outside::threads();
            let is_unchanged = is_unchanged && self.threads == threads;
            self.still = if is_unchanged { self.still + 1 } else { 0 };
            self.since = self.since.filter(|_| is_unchanged).or_else(|| Some(Instant::now()));
            self.threads = threads;
            if self.still >= STILL && !Alarm::any() && (self.is_stalled(trial) || self.all_wait(trial)) {
                self.told = Some(Told { looks: 0, starved: 0, ran: None, has_woken: tell(trial), sleeps });
            }
            None
        }

        /// Whether nothing in the process can do anything.
        fn all_wait(&mut self, trial: &Trial) -> bool {
            self.pause = self.pause.saturating_sub(1);
            let Some(threads) = &self.threads else { return false };
            if self.pause > 0 || !threads.iter().all(|thread| is_still_beside(trial, thread)) {
                return false;
            }
            let may_be_woken = io_driver::may_be_used() || outside::may_be_signalled();
            if may_be_woken {
                self.pause = PAUSE;
            }
            !may_be_woken
        }

        /// Whether nothing has happened for as long as the test says that it may take.
        fn is_stalled(&self, trial: &Trial) -> bool {
            let (Some(stall), Some(since)) = (trial.rules.stall, self.since) else { return false };
            let own = trial.threads();
            let may_go_on = |thread: &Thread| match own.contains(&thread.id) {
                true => !is_still_beside(trial, thread),
                false => thread.runs(),
            };
            since.elapsed() >= stall && !self.threads.iter().flatten().any(may_go_on)
        }

        /// What the test does, if it is taking too long.
        pub(crate) fn doing(&self, trial: &Trial) -> Doing {
            match &self.last {
                None => Doing::Unknown,
                Some(seen) if seen.sleeps.is_empty() => Doing::Unknown,
                Some(seen) if seen.is_still() || seen.blocking > 0 => Doing::Waiting,
                Some(seen) if seen.all_sleep() => Doing::Running,
                Some(_) => self.awake.as_ref().map_or(Doing::Unknown, |awake| awake.doing(trial)),
            }
        }
    }

    /// Whether a thread of the process waits for others. That of a test which blocks it by a wait for a double has a limit of
    /// the core's, which counts for nothing.
    fn is_still_beside(trial: &Trial, thread: &Thread) -> bool {
        thread.is_still() || trial.test_body.is_blocked() && trial.thread == Some(thread.id)
    }

    /// Tells what waits, and asks tasks; gives whether anybody was woken.
    fn tell(trial: &Trial) -> bool {
        trial.ask_tasks();
        let mut has_woken = trial.awaits_answers();
        for session in trial.home.sessions() {
            has_woken |= session.scene.get_stuck();
        }
        has_woken
    }

    #[cfg(test)]
    mod tests {
        use super::seen_awake;
        use crate::tasks::test_body::Doing;
        use std::time::Duration;

        #[test]
        fn whoever_had_no_processor_is_not_said_to_be_at_work() {
            let span = Duration::from_millis;
            let starving = |ran, of| Doing::Starving { ran: span(ran), of: span(of) };
            let spinning = |since: Option<u64>| Doing::Spinning { since_pause: since.map(span) };
            assert_eq!(seen_awake(false, span(100), Some(span(49))), starving(49, 100));
            assert_eq!(seen_awake(false, span(90), Some(span(45))), spinning(None), "half of a short time");
            assert_eq!(seen_awake(false, span(1000), Some(span(50))), spinning(None), "as much as it takes");
            assert_eq!(seen_awake(false, span(1000), None), spinning(None), "it blocks its thread, or nobody knows");
            assert_eq!(seen_awake(true, span(49), Some(span(1))), Doing::Running);
            assert_eq!(seen_awake(true, span(1000), Some(span(1))), starving(1, 1000));
            assert_eq!(seen_awake(true, span(1000), Some(span(900))), spinning(Some(1000)));
        }
    }
}
