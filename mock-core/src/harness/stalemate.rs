//! Whether nothing can run any more in a test, seen from outside, on runtimes that the harness made.
//!
//! 1. All threads of its runtimes sleep, its body waits and was not woken, and nothing of that changes for a good while.
//!    So whatever could still happen comes from a timer, from work on a blocking thread (which is counted), from I/O, or
//!    from a thread of the test's own.
//! 2. A timer is set that is due after all others. The sleeping thread wakes up to hear of it only if it waits for no
//!    other. Twice, so that nothing else is taken for it. A paused clock needs no such timer: it does not stand still
//!    while there is one.
//! 3. What waits for a double is told, and says so with a text of its own.

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

        pub(crate) fn doing(&self) -> Doing {
            Doing::Unknown
        }
    }
}

#[cfg(feature = "tokio")]
mod tokio_runtime {
    use std::time::Duration;

    use crate::harness::trial::Trial;
    use crate::sessions::runtime_probe::{LastTimer, RuntimeProbe, SharedProbe, clock_of};
    use crate::tasks::test_body::{Doing, Verdict};
    use crate::waiting::io_driver;

    /// For how many looks nothing must have happened at first: a waker of another thread may come meanwhile.
    const STILL: u32 = 18;

    /// How many looks a thread gets to wake up for a timer.
    const REACTS_WITHIN: u32 = 4;

    /// How many looks it takes until another try, if there is a timer, or I/O.
    const PAUSE: u32 = 40;

    /// How many looks what waits for a double has to say so.
    const TO_SAY_SO: u32 = 2;

    const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

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

        /// Whether each runtime that has such a timer has woken up and gone to sleep again, and nothing else has happened.
        fn only_reacted_since(&self, before: &Glimpse, timers: &[Option<LastTimer>]) -> bool {
            let mut runtimes = self.sleeps.iter().zip(&before.sleeps).zip(timers);
            let reacted = runtimes.all(|((now, then), timer)| match (now, then, timer) {
                // One that the body blocks does nothing.
                (Some(0), Some(0), _) => true,
                (Some(now), Some(then), Some(_)) => now > then,
                (now, then, None) => now == then,
                _ => false,
            });
            let others = Glimpse { sleeps: before.sleeps.clone(), ..self.clone() };
            reacted && others == *before
        }
    }

    /// Watches for a stalemate.
    #[derive(Default)]
    pub(crate) struct Stalemate {
        last: Option<Glimpse>,
        /// For how many looks it has not changed.
        still: u32,
        /// So many looks before the next try.
        pause: u32,
        stage: Stage,
    }

    #[derive(Default)]
    enum Stage {
        #[default]
        Watching,
        /// Timers are set that are due after all others, for the first or the second time.
        Trying { timers: Vec<Option<LastTimer>>, is_second: bool, before: Glimpse, looks: u32 },
        /// What waits for a double was told.
        Told { looks: u32 },
    }

    impl Stalemate {
        /// Looks; says so if nothing can run.
        pub(crate) fn look(&mut self, trial: &Trial) -> Option<Verdict> {
            let runtimes = trial.home.runtimes();
            if runtimes.is_empty() || !trial.is_seen {
                return None;
            }
            let seen = Glimpse::of(trial, &runtimes);
            match std::mem::take(&mut self.stage) {
                Stage::Watching => self.watch(trial, &runtimes, seen),
                Stage::Trying { timers, is_second, before, looks } => {
                    if seen.is_still() && seen.only_reacted_since(&before, &timers) {
                        drop(timers);
                        self.last = Some(seen.clone());
                        self.stage = match is_second {
                            true => tell(trial),
                            false => try_timers(trial, &runtimes, true, seen),
                        };
                    } else if looks < REACTS_WITHIN {
                        self.stage = Stage::Trying { timers, is_second, before, looks: looks + 1 };
                    } else {
                        drop(timers);
                        self.pause = PAUSE;
                        self.last = None;
                    }
                    None
                }
                Stage::Told { looks } if looks < TO_SAY_SO => {
                    self.stage = Stage::Told { looks: looks + 1 };
                    None
                }
                Stage::Told { .. } => Some(Verdict::Deadlock),
            }
        }

        fn watch(&mut self, trial: &Trial, runtimes: &[SharedProbe], seen: Glimpse) -> Option<Verdict> {
            let is_unchanged = self.last.as_ref() == Some(&seen);
            self.still = if is_unchanged { self.still + 1 } else { 0 };
            self.last = Some(seen);
            self.pause = self.pause.saturating_sub(1);
            let seen = self.last.as_ref()?;
            if self.still < STILL || self.pause > 0 || !seen.is_still() {
                return None;
            }
            if io_driver::may_be_used() {
                self.pause = PAUSE;
                return None;
            }
            let seen = seen.clone();
            self.stage = try_timers(trial, runtimes, false, seen);
            None
        }

        /// What the test does, if it is taking too long.
        pub(crate) fn doing(&self) -> Doing {
            match &self.last {
                None => Doing::Unknown,
                Some(seen) if seen.sleeps.is_empty() => Doing::Unknown,
                Some(seen) if seen.is_still() || seen.blocking > 0 => Doing::Waiting,
                Some(seen) if seen.all_sleep() => Doing::Running,
                Some(_) => Doing::Spinning,
            }
        }
    }

    /// Whether the clock of a runtime is paused.
    fn stands_still(probe: &RuntimeProbe) -> bool {
        let before = clock_of(&probe.handle);
        std::thread::sleep(Duration::from_millis(1));
        clock_of(&probe.handle) == before
    }

    /// A paused clock would move to the timer, and needs none.
    fn try_timers(trial: &Trial, runtimes: &[SharedProbe], is_second: bool, before: Glimpse) -> Stage {
        let due = if is_second { YEAR / 2 } else { YEAR };
        let (mut timers, mut any) = (Vec::with_capacity(runtimes.len()), false);
        for probe in runtimes {
            if stands_still(probe) {
                timers.push(None);
                continue;
            }
            // It may have come to its end meanwhile.
            let Some(timer) = probe.last_timer(due) else { return Stage::Watching };
            timers.push(Some(timer));
            any = true;
        }
        if any { Stage::Trying { timers, is_second, before, looks: 0 } } else { tell(trial) }
    }

    fn tell(trial: &Trial) -> Stage {
        trial.ask_tasks();
        for session in trial.home.sessions() {
            session.scene.get_stuck();
        }
        Stage::Told { looks: 0 }
    }
}
