//! One run of a test that is explored, from a fresh runtime to what is found when it is over.

use std::borrow::Cow;
use std::panic::Location;
use std::pin::pin;
use std::time::Duration;

use crate::base::caught::panic_text;
use crate::base::quiet::Quiet;
use crate::explore::driver::{AtDeadEnd, Driver, State};
use crate::explore::fresh_runtime::FreshRuntime;
use crate::explore::inside;
use crate::harness::findings::{Ended, Findings};
use crate::harness::supervised::Body;
use crate::harness::test_attribute::find;
use crate::harness::trial::{Rules, Trial};
use crate::harness::watchdog::Watched;
use crate::report::{Entry, Said};
use crate::schedule::picker::Picker;
use crate::schedule::step::{Pick, Step};
use crate::sessions::scheduler::{Branching, Scheduler, ToldStep};
use crate::sessions::test_home::Residence;
use crate::tasks::runtime::block_on;
use crate::tasks::test_body::Verdict;

/// Makes a body that has not begun, and hands it over to be run; gives what that has given, in words.
pub(crate) type Attempt<'a> = dyn Fn(&mut dyn FnMut(&mut dyn Body)) -> Option<String> + 'a;

/// A test that is run over and over.
pub(crate) struct Subject<'s> {
    pub(crate) name: Cow<'static, str>,
    /// As the test runner knows it.
    pub(crate) filter: Cow<'static, str>,
    /// Where it is said what a run may leave.
    pub(crate) said: Said,
    /// What was said beside the schedules, as it is written: `.time(4)`.
    pub(crate) settings: String,
    pub(crate) place: &'static Location<'static>,
    pub(crate) rules: Rules,
    pub(crate) branching: Branching,
    /// How many calls may be answered in one run.
    pub(crate) calls: usize,
    pub(crate) attempt: &'s Attempt<'s>,
    /// The watchdog, once it looks at the first run.
    watched: Option<Watched>,
    /// The runtime of the last run, if that can't be told from a new one.
    left: Option<FreshRuntime>,
    /// Whether a deadlock was seen, after which others are found at once.
    at_dead_end: AtDeadEnd,
}

/// What one run was, and what came of it.
pub(crate) struct Run {
    pub(crate) steps: Vec<Step>,
    /// In words, if that is wanted.
    pub(crate) told: Vec<ToldStep>,
    /// At which step what was laid down was no option.
    pub(crate) diverged: Option<usize>,
    /// At which step no call was as it was laid down.
    pub(crate) unlike: Option<usize>,
    /// How many steps there were before all that they lead to is tried elsewhere, as calls are independent.
    pub(crate) redundant: Option<usize>,
    pub(crate) end: RunEnd,
    /// What was to come to pass, and whether it has.
    pub(crate) reached: Vec<(Cow<'static, str>, bool)>,
    pub(crate) warnings: Vec<String>,
}

impl Run {
    /// What was picked, as a schedule that leads to it: as far as it departs.
    pub(crate) fn picks(&self) -> Vec<Pick> {
        let end = self.steps.iter().rposition(|step| step.departs()).map_or(0, |last| last + 1);
        self.steps[..end].iter().map(|step| step.pick()).collect()
    }

    /// The steps that others may depart from.
    pub(crate) fn open_steps(&self) -> &[Step] {
        &self.steps[..self.redundant.unwrap_or(self.steps.len())]
    }
}

/// How a run has ended.
pub(crate) enum RunEnd {
    /// With a value, in words.
    Passed(String),
    Failed(RunFailure),
    /// It was none: it chose that time pass, and no timer was set.
    Void,
}

/// Why it failed.
pub(crate) struct RunFailure {
    pub(crate) text: String,
    /// The place of the panic, if it is known.
    pub(crate) place: Option<String>,
    /// What was recorded.
    pub(crate) journal: Vec<Entry>,
}

impl<'s> Subject<'s> {
    pub(crate) fn new(
        name: Cow<'static, str>,
        place: &'static Location<'static>,
        rules: Rules,
        attempt: &'s Attempt<'s>,
    ) -> Self {
        let filter = name.clone();
        Subject {
            name,
            filter,
            said: Said::AtFuture,
            settings: String::new(),
            place,
            rules,
            branching: Branching::default(),
            calls: usize::MAX,
            attempt,
            watched: None,
            left: None,
            at_dead_end: AtDeadEnd::Ask,
        }
    }

    /// Runs it once. If it is told, its steps are in words, and its journal is kept if it fails, where that is wanted.
    pub(crate) fn run(&mut self, picker: Picker, is_told: bool) -> Run {
        let scheduler = Scheduler::of_run(picker, self.branching, is_told);
        let trial = Trial::explored(self.name.clone(), self.place, self.rules, scheduler.clone(), self.said, is_told);
        match &self.watched {
            Some(watched) => watched.turn_to(&trial),
            None => self.watched = Some(Watched::new(&trial)),
        }
        let quiet = Quiet::begin();
        let _resident = Residence::at(&trial.home);
        let fresh = FreshRuntime::of(self.left.take(), &trial.home);
        let FreshRuntime { runtime, probe, .. } = &fresh;
        let mut ended = None;
        let output = (self.attempt)(&mut |body| {
            let driver = Driver {
                trial: &trial,
                body,
                scheduler: &scheduler,
                probe,
                at_dead_end: self.at_dead_end,
                turns: self.calls,
                state: State::default(),
            };
            block_on(runtime, pin!(async { ended = driver.await }));
        });
        let steps = scheduler.steps();
        let Some(ended) = ended else {
            trial.home.remove_runtime(probe);
            fresh.shut_down(Duration::ZERO);
            trial.forget();
            inside::forget_invariants();
            scheduler.clear();
            let told = scheduler.take_told();
            return Run {
                steps,
                told,
                diverged: None,
                unlike: None,
                redundant: None,
                end: RunEnd::Void,
                reached: Vec::new(),
                warnings: Vec::new(),
            };
        };
        let journal = match ended {
            Ended::Done if !is_told => Vec::new(),
            _ => trial.home.of_sessions(|session| session.entries()),
        };
        let probe = probe.clone();
        let findings = find(&trial, &probe, &ended, |limit| match fresh.is_fresh() {
            true => self.left = Some(fresh),
            false => fresh.shut_down(limit),
        });
        scheduler.clear();
        inside::forget_invariants();
        let (diverged, unlike, redundant) = (scheduler.diverged(), scheduler.unlike(), scheduler.redundant());
        let end = end_of(ended, &findings, output, &quiet, journal);
        if trial.test_body.verdict() == Some(Verdict::Deadlock) {
            self.at_dead_end = AtDeadEnd::Stop;
        }
        let (told, reached) = (scheduler.take_told(), scheduler.take_reached());
        Run { steps, told, diverged, unlike, redundant, end, reached, warnings: findings.warnings }
    }
}

/// What tokio says where it was made without I/O.
const NO_IO: &str = "IO is disabled";

fn end_of(ended: Ended, findings: &Findings, output: Option<String>, quiet: &Quiet, journal: Vec<Entry>) -> RunEnd {
    let (own, place) = match &ended {
        Ended::Done => (None, None),
        Ended::Failed => {
            let error = output.as_deref().unwrap_or("an error");
            (Some(format!("the test gave an error: {error}")), None)
        }
        Ended::Panicked(panic) => {
            let mut text = panic_text(&**panic);
            let place = quiet.place_of(&text);
            if text.contains(NO_IO) {
                text.push_str(
                    "\n  a test that is explored has no I/O: nobody knows when that is done, so mock what does it",
                );
            }
            (Some(text), place)
        }
        Ended::Stopped(report) => (Some(report.clone()), None),
    };
    let texts: Vec<String> = own.into_iter().chain(findings.failure()).collect();
    match texts.is_empty() {
        true => RunEnd::Passed(output.unwrap_or_default()),
        false => RunEnd::Failed(RunFailure { text: texts.join("\n\n"), place, journal }),
    }
}
